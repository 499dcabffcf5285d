import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';
import { type Files, loadFiles, placesOf } from './manifest-folder.ts';

const MODEL = '{ type: object, required: [name, km], properties: { name: { type: string }, km: { type: number } } }';
const HEAD = `<title>{{@page.heading}}|{{@page.title}}</title>
{{#if @page.description}}
<meta name="description" content="{{@page.description}}">
{{/if}}
`;
const site = serveSite(
  `version: 1
handlers: ./handlers.mjs
views: ./views
routes:
  filled: { path: "/filled/{name}", params: { name: { type: string } }, handler: ride, view: ride, model: ${MODEL},
    heading: "To {{name}}", description: "{{#if km}}{{km}} km{{/if}} on {{@page.title}}" }
  other: { path: "/other/{name}", params: { name: { type: string } }, handler: ride, view: ride, model: ${MODEL},
    heading: "From {{name}}" }
  data: { path: /data, view: ride, data: { name: Oslo, km: 0 }, heading: "{{name}}", description: A & B }
  fixed: { path: /fixed, view: ride, data: { name: Oslo, km: 0 }, summary: "{{not}} filled in", description: All }
  written: { path: /written, view: ride, data: { name: Oslo, km: 0 }, summary: Ours, heading: Theirs }
  bare: { path: /bare, view: ride, layout: false, data: { name: Oslo, km: 0 }, heading: "{{name}}" }
  unkept: { path: /unkept, handler: unkept, view: plain, heading: "{{name}}" }
`,
  {
    'views/layout.hbs': `${HEAD}{{> page}}`,
    'views/ride.hbs': '{{> inner}}',
    'views/inner.hbs': '[{{@page.heading}}]',
    'views/plain.hbs': 'plain',
    'handlers.mjs': `export const handlers = {
      ride: ({ params }) => ({ name: params.name, km: 7 }), unkept: () => ({ nmae: 'x' }) };`,
  },
);

describe('heading and description of a route', () => {
  const meta = (text: string) => `<meta name="description" content="${text}">\n`;
  const cases: readonly (readonly [path: string, page: string, why: string])[] = [
    [
      '/filled/Oslo',
      `<title>To Oslo|Velosiped</title>\n${meta('7 km on Velosiped')}[To Oslo]`,
      'filled in from the model',
    ],
    [
      '/filled/%3Cb%3E&',
      `<title>To &lt;b&gt;&amp;|Velosiped</title>\n${meta('7 km on Velosiped')}[To &lt;b&gt;&amp;]`,
      'escaped once, where they are shown',
    ],
    [
      '/other/Oslo',
      '<title>From Oslo|Velosiped</title>\n[From Oslo]',
      'those of its own route, though the view is the same',
    ],
    ['/data', `<title>Oslo|Velosiped</title>\n${meta('A &amp; B')}[Oslo]`, 'from the data of a view, too'],
    [
      '/fixed',
      `<title>{{not}} filled in|Velosiped</title>\n${meta('All')}[{{not}} filled in]`,
      'the summary is no template',
    ],
    ['/written', '<title>Theirs|Velosiped</title>\n[Theirs]', 'a heading goes before the summary'],
    ['/bare', '[Oslo]', 'without a layout'],
  ];
  for (const [path, page, why] of cases) {
    it(`${path}: ${why}`, async () => assert.equal((await ask(site.port, `GET ${path}`)).body, page));
  }
  it('are not those of the error pages of the route', async () => {
    const { status, body } = await ask(site.port, 'POST /filled/Oslo');
    assert.equal(status, 405);
    assert.match(body, /^<title>405 Method Not Allowed\|Velosiped<\/title>\n<h1>/);
  });
  it('are a 500 where a handler does not give what they need', async () => {
    assert.equal((await ask(site.port, 'GET /unkept')).status, 500);
    const { code, cause } = site.errors.at(-1) ?? {};
    assert.equal(code, 'view-failed', JSON.stringify(site.errors.at(-1)));
    assert.match(JSON.stringify(cause ?? site.errors.at(-1)), /heading of the route .{1,2}unkept/);
  });
});

describe('lint: heading and description of a route', () => {
  // `§` stands before what is found.
  const cases: readonly (readonly [title: string, words: string, code?: string])[] = [
    ['nothing in names of the model', 'heading: "{{name}}", description: "{{km}}"'],
    ['a name that the model lacks', 'heading: "To {{§nmae}}"', 'not-in-model'],
    ['the same in a description', 'description: "{{km.§x}}"', 'not-in-model'],
    ['the heading in itself', 'heading: "{{@page.§heading}}"', 'not-in-model'],
    ['what is not closed', 'heading: "a §{{#if name}}a"', 'bad-view'],
    ['an end of nothing', 'heading: "a §{{/if}}"', 'bad-view'],
    ['an unknown helper', 'heading: "{{§upper name}}"', 'unknown-helper'],
    ['a view inside', 'heading: "§{{> a}}"', 'bad-view'],
    ['what is not escaped', 'heading: "§{{{name}}}"', 'unescaped-output'],
  ];
  for (const [title, words, code] of cases) {
    it(`finds ${title}`, async () => {
      const marked = `  a: { path: /, handler: hello, view: a, model: ${MODEL}, ${words} }`;
      const loaded = await load(marked.replace('§', ''), { 'views/a.hbs': '{{name}}' });
      const places = code === undefined ? [] : [`${code} routes.yaml:4:${marked.indexOf('§') + 1}`];
      assert.deepEqual(placesOf(loaded), places, JSON.stringify(loaded.diagnostics));
    });
  }
  it('finds them where no view shows them', async () => {
    const route = '  a: { path: /, text: A, heading: H, description: "{{x}}" }';
    const loaded = await load(`${route}\n  b: { path: /b, handler: hello, view: a }`, { 'views/a.hbs': 'a' });
    assert.deepEqual(placesOf(loaded), ['stray-key routes.yaml:4:26', 'stray-key routes.yaml:4:38']);
  });
  it('takes a plain description there: it is in the OpenAPI document', async () => {
    const route = '  a: { path: /, text: A, description: What it is }';
    const loaded = await load(`${route}\n  b: { path: /b, handler: hello, view: a }`, { 'views/a.hbs': 'a' });
    assert.deepEqual(placesOf(loaded), []);
  });
});

async function load(routes: string, files: Files) {
  const manifest = `version: 1\nviews: ./views\nroutes:\n${routes}\nhandlers: ./handlers.mjs\n`;
  return loadFiles({ 'routes.yaml': manifest, ...files });
}
