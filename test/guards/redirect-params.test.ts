import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

const site = serveSite(
  `
version: 1
routes:
  post: { path: "/posts/{year}/{slug}", params: { year: { type: integer }, slug: { type: string } }, text: a post }
  rest: { path: "/all/{path...}", params: { path: { type: string } }, text: all }
  old:
    path: "/old/{slug}"
    aliases: ["/older/{slug}"]
    params: { slug: { type: string } }
    redirect: { route: post, params: { year: 2020, slug: "{slug}" }, status: 308 }
  moved:
    path: "/moved/{from...}"
    params: { from: { type: string } }
    redirect: { route: rest, params: { path: "{from}" } }
  checked:
    path: "/checked/{n}"
    params: { n: { type: integer } }
    redirect: { route: post, params: { year: "{n}", slug: x } }
`,
  {},
);

describe('redirect.params: the parameters of the request', { timeout: 30_000 }, () => {
  const cases: readonly (readonly [path: string, status: number, location: string | undefined])[] = [
    ['/old/hello', 308, '/posts/2020/hello'],
    ['/older/hello?a=b', 308, '/posts/2020/hello'],
    ['/old/a%2Fb%20%C3%BC%7B', 308, '/posts/2020/a%2Fb%20%C3%BC%7B'],
    ['/old/%0D%0AX:%20y', 308, '/posts/2020/%0D%0AX:%20y'],
    ['/old/%2F%2Fevil.example', 308, '/posts/2020/%2F%2Fevil.example'],
    ['/moved/a/b%20c', 302, '/all/a/b%20c'],
    ['/moved/a/%2E%2E/b', 404, undefined],
    ['/old/%2E%2E', 404, undefined],
    ['/checked/12', 302, '/posts/12/x'],
    ['/checked/twelve', 400, undefined],
  ];
  for (const [path, status, location] of cases) {
    it(path, async () => {
      const answer = await ask(site.port, `GET ${path}`);
      assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
    });
  }
  it('still warns of a name that the route does not have', async () => {
    const text = 'version: 1\nroutes:\n  a: { path: "/a/{x}", params: { x: { type: string } }, text: a }\n';

    const file = `${site.folder}/warned.yaml`;
    writeFileSync(
      file,
      `${text}  b: { path: "/b/{z}", params: { z: { type: string } }, redirect: { route: a, params: { x: "{y}" } } }\n`,
    );
    const { diagnostics } = await loadManifest(file);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['foreign-parameter'],
    );
  });
});
