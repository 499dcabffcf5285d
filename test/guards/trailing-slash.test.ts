import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

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

describe('server.trailingSlash: redirect', { timeout: 30_000 }, () => {
  const cases: readonly (readonly [line: string, status: number, location?: string])[] = [
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
  for (const [line, status, location] of cases) {
    it(`${line}: ${status} ${location ?? ''}`, async () => {
      const answer = await ask(site.port, line);
      assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
    });
  }
});
