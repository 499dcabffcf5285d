import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readManifest } from '../../src/manifest/1-read/read-manifest.ts';
import { newReading } from '../../src/manifest/1-read/read-text.ts';
import { runAtOnce } from '../../src/manifest/1-read/run-steps.ts';
import { validateManifest } from '../../src/manifest/2-validate/validate-manifest.ts';
import { noViews } from '../../src/manifest/3-resolve/read-views.ts';
import { resolveSite } from '../../src/manifest/3-resolve/resolve-site.ts';
import type { Site, SiteRoute } from '../../src/manifest/3-resolve/site.ts';
import { proveSite } from '../../src/manifest/3-resolve/sound-site.ts';
import { inFolder } from './manifest-folder.ts';

/** What is in `routes.yaml`, lowered; with a handler `hello`, and no views. */
function resolve(yaml: string): Promise<Site> {
  return inFolder({ 'routes.yaml': `version: 1\n${yaml}` }, async (folder) => {
    const reading = newReading();
    const located = readManifest({ file: join(folder, 'routes.yaml'), env: {} }, reading);
    assert.ok(located);
    const handlers = { kind: 'loaded', guards: new Map(), byName: new Map([['hello', () => ({})]]) } as const;
    const parts = { handlers, views: noViews('none'), passwords: new Map(), tls: undefined } as const;
    return runAtOnce(resolveSite(validateManifest(located, reading.findings), parts));
  });
}

/** The only route, whose words follow its name. */
async function resolveOne(words: string): Promise<SiteRoute> {
  const [route] = (await resolve(`routes: { one: { ${words} } }\n`)).routes.values();
  assert.ok(route);
  return route;
}

describe('3-resolve: what a route says, with all that it leaves out', () => {
  it('has defaults, parsed paths and the words that are written', async () => {
    const route = await resolveOne("path: '/a/{id}', aliases: ['/b/{id}'], params: { id: { type: integer } }, text: A");
    assert.deepEqual(route.methods, ['GET']);
    assert.equal(route.methodsAt, undefined);
    assert.equal(route.status, 200);
    const [own, alias] = route.paths;
    assert.equal(own, route.path);
    assert.deepEqual(alias?.segments, [
      { kind: 'literal', text: 'b' },
      { kind: 'parameter', name: 'id' },
    ]);
    assert.deepEqual([...route.words], ['path', 'aliases', 'params', 'text']);
  });

  it('has its references followed, and what is beside them added', async () => {
    const site = await resolve(`schemas:
  number: { type: integer, minimum: 1 }
  small: { $ref: '#/schemas/number', maximum: 9 }
routes: { a: { path: '/{n}', params: { n: { $ref: '#/schemas/small', minimum: 3 } }, text: A } }
`);
    const [n] = site.routes.get('a')?.parameters.params ?? [];
    assert.deepEqual(n?.plain, { type: 'integer', minimum: 3, maximum: 9 });
    assert.equal(n?.required, true);
  });

  it('says of a path that is none why, and of a reference that leads nowhere that it does', async () => {
    const route = await resolveOne(`path: a, aliases: [/b], query: { q: { $ref: '#/schemas/none' } }, text: A`);
    assert.equal(route.path, undefined);
    assert.deepEqual(
      route.badPaths.map(({ text, reason }) => [text, reason]),
      [['a', 'a path begins with "/"']],
    );
    assert.deepEqual(
      route.paths.map(({ text }) => text),
      ['/b'],
    );
    assert.equal(route.parameters.query[0]?.plain, undefined);
  });

  it('has not what was refused, and knows that it was', async () => {
    const route = await resolveOne('path: /, methods: 7, handler: hello, wiew: a');
    assert.deepEqual(route.methods, ['GET']);
    assert.ok(route.at.lost('methods'));
    // "wiew" may be any key that is not there.
    assert.ok(route.at.lost('view'));
    assert.equal(route.at.in('methods').value.column, 36);
  });
});

describe('3-resolve: one answer, decided once', () => {
  const cases: readonly (readonly [words: string, kind: SiteRoute['answer']['kind']])[] = [
    ['handler: hello', 'handler'],
    ['handler: hello, view: page', 'handler'],
    ['view: page', 'view'],
    ['text: A', 'text'],
    ['json: null', 'json'],
    ['redirect: { url: /b }', 'redirect'],
    ['handler: "velosiped:submit"', 'submit'],
    ['handler: "velosiped:ready", view: page', 'probe'],
    ['summary: nothing', 'none'],
    ['handler: hello, text: A', 'several'],
  ];
  for (const [words, kind] of cases) {
    it(`${words}: ${kind}`, async () => assert.equal((await resolveOne(`path: /, ${words}`)).answer.kind, kind));
  }
});

describe('prove site: what is compiled leads somewhere', () => {
  it('fills in where redirects lead and where forms are sent', async () => {
    const site = await resolve(`routes:
  number: { path: '/n/{n}', params: { n: { type: integer } }, form: {}, text: A }
  nine: { path: /nine, redirect: { route: number, params: { n: 9 } } }
  submit: { path: '/submit/{route}', params: { route: { type: string } }, handler: 'velosiped:submit' }
`);
    const sound = runAtOnce(proveSite(site));
    const nine = sound?.routes.get('nine')?.answer;
    assert.equal(nine?.kind === 'redirect' && nine.location, '/n/9');
    assert.equal(sound?.routes.get('number')?.form?.action, '/submit/number');
  });

  const unsound: readonly (readonly [title: string, yaml: string])[] = [
    ['a path that is none', 'routes: { a: { path: a, text: A } }'],
    ['an alias that is none', 'routes: { a: { path: /, aliases: [b], text: A } }'],
    ['a parameter without a schema', "routes: { a: { path: /, query: { q: { $ref: '#/schemas/q' } }, text: A } }"],
    ['a body without one', "routes: { a: { path: /, methods: [POST], body: { $ref: '#/schemas/b' }, text: A } }"],
    ['no answer', 'routes: { a: { path: / } }'],
    ['two answers', 'routes: { a: { path: /, text: A, json: 1 } }'],
    ['a handler that is not there', 'routes: { a: { path: /, handler: hallo } }'],
    ['a view that is not there', 'routes: { a: { path: /, view: page } }'],
    ['a view beside a handler', 'routes: { a: { path: /, handler: hello, view: page } }'],
    ['an error view', 'page: { errors: { 404: page } }\nroutes: { a: { path: /, text: A } }'],
    ['a redirect to a route that is not there', 'routes: { a: { path: /, redirect: { route: b } } }'],
    ['a redirect to nothing', 'routes: { a: { path: /, redirect: {} } }'],
    [
      'a form that nothing submits',
      "routes: { a: { path: '/{n}', params: { n: { type: string } }, form: {}, text: A } }",
    ],
    ['a proxy that is no network', 'server: { trustProxy: [me] }\nroutes: { a: { path: /, text: A } }'],
    ['a store that is no server', "clients: { store: 'redis://a b' }\nroutes: { a: { path: /, text: A } }"],
    ['methods that were refused', 'server: { methods: 7 }\nroutes: { a: { path: /, text: A } }'],
  ];
  for (const [title, yaml] of unsound) {
    it(`refuses ${title}`, async () => assert.equal(runAtOnce(proveSite(await resolve(`${yaml}\n`))), undefined));
  }
});
