import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { type ServedSite, serveSite } from './served-site.ts';

const site = serveSite(
  `
version: 1
server: { trailingSlash: redirect }
routes:
  home: { path: /, text: home }
  list: { path: /list, methods: [GET, POST], text: list }
  folder: { path: /folder/, text: folder }
  item: { path: "/item/{id}", params: { id: { type: string } }, text: item }
`,
  {},
);

const withFolder = serveSite(
  `
version: 1
server: { trailingSlash: redirect }
routes:
  list: { path: /list, methods: [GET, POST], text: list }
  shown: { path: /shown, text: shown }
  folder: { path: /folder/, text: folder }
  files: { path: "/{file...}", folder: { root: ./public } }
  item: { path: /app/item, text: item }
  app: { path: "/app/{file...}", folder: { root: ./public, fallback: a.txt } }
  more: { path: "/more/{file...}", folder: { root: ./public } }
`,
  { 'public/shown/index.html': 'of the folder', 'public/a.txt': 'a' },
);

describe('server.trailingSlash: redirect', { timeout: 30_000 }, () => {
  const cases: readonly Row[] = [
    ['GET /list', 200],
    ['GET /list/', 308, '/list'],
    ['POST /list/?a=b', 308, '/list?a=b'],
    ['GET /folder', 308, '/folder/'],
    ['GET /folder?x', 308, '/folder/?x'],
    ['GET /item/7/', 308, '/item/7'],
    ['GET /', 200],
    ['GET //', 404],
    ['GET //evil.example/', 404],
    ['GET /nowhere/', 404],
  ];
  for (const row of cases) checkRow(site, row);
});

describe('server.trailingSlash: redirect, beside a folder that has all other paths', { timeout: 30_000 }, () => {
  const cases: readonly Row[] = [
    ['GET /list/?a=b', 308, '/list?a=b'],
    ['HEAD /list/', 308, '/list'],
    ['POST /list/', 308, '/list'],
    ['GET /folder', 308, '/folder/'],
    ['GET /shown', 200],
    ['GET /shown/', 200],
    ['GET /a.txt/', 404],
    ['GET /nowhere/', 404],
    ['POST /nowhere/', 405],
    ['GET //list/', 404],
    ['GET /more/nowhere', 404],
    ['GET /more/nowhere/', 404],
  ];
  for (const row of cases) checkRow(withFolder, row);

  it('says that Accept decides where the folder has a fallback: caches keep a 308', async () => {
    const told = ['text/html', 'application/json'].map(async (type) => {
      const { status, headers } = await ask(withFolder.port, 'GET /app/item/', [`Accept: ${type}`]);
      return [status, headers.get('vary')];
    });
    assert.deepEqual(await Promise.all(told), [
      [200, 'Accept'],
      [308, 'Accept'],
    ]);
  });
});

type Row = readonly [line: string, status: number, location?: string];

function checkRow(asked: ServedSite, [line, status, location]: Row): void {
  it(`${line}: ${status} ${location ?? ''}`, async () => {
    const answer = await ask(asked.port, line);
    assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
  });
}
