import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { serveSite } from '../guards/served-site.ts';
import { launchBrowser, noChromium } from './open-browser.ts';

const MANIFEST = (origin: string): string => `
version: 1
server:
  methods: [GET, POST, PUT, DELETE]
  cors: { origins: ["${origin}"], headers: [X-Trace-Id], expose: [X-Total], maxAge: 10m }
handlers: ./handlers.mjs
groups:
  mine: { under: /mine, cors: { origins: ["${origin}"], credentials: true } }
routes:
  list: { path: /rides, json: [1], response: { headers: { X-Total: "1" } } }
  replace: { path: "/rides/{id}", methods: [PUT], params: { id: { type: integer } }, body: { type: object, required: [name], properties: { name: { type: string } } }, json: { ok: true } }
  fail: { path: /fail, handler: fail }
  mine: { path: /mine, handler: mine }
  shut: { path: /shut, json: [1], cors: false }
  form: { path: /form, methods: [POST], sameOrigin: true, json: {} }
`;

const HANDLERS = `
export const handlers = {
  fail: () => { throw new Error('a secret'); },
  mine: ({ request }) => ({ cookie: request.cookies.get('who') ?? null }),
};
`;

describe('a page of another origin', { skip: noChromium }, () => {
  const site = serveSite(MANIFEST('http://nobody.example'), { 'handlers.mjs': HANDLERS });
  const pages = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end('<!DOCTYPE html><title>App</title>'),
  );
  let browser: Browser;
  let page: Page;
  before(async () => {
    pages.listen(0, '127.0.0.1');
    await once(pages, 'listening');
    const { port } = pages.address() as AddressInfo;
    // The same site as the server, so that cookies are sent.
    await site.reload(MANIFEST(`http://127.0.0.1:${port}`));
    browser = await launchBrowser();
    const context = await browser.newContext();
    await context.addCookies([{ name: 'who', value: 'ada', url: `http://127.0.0.1:${site.port}` }]);
    page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
  });
  after(async () => {
    await browser.close();
    pages.close();
  });

  const json = { 'Content-Type': 'application/json' };
  const refused = 'TypeError';
  const cases: readonly (readonly [what: string, path: string, init: RequestInit, seen: unknown])[] = [
    ['reads a simple answer, and an exposed field', '/rides', {}, [200, [1], '1']],
    [
      'sends what needs a preflight',
      '/rides/1',
      { method: 'PUT', headers: json, body: '{"name":"A"}' },
      [200, { ok: true }, null],
    ],
    ['sends a declared field', '/rides', { headers: { 'X-Trace-Id': '1' } }, [200, [1], '1']],
    ['cannot send another field', '/rides', { headers: { 'X-Other': '1' } }, refused],
    ['cannot use a method that the path lacks', '/rides', { method: 'DELETE' }, refused],
    [
      'reads the 404 of an unknown path',
      '/nowhere',
      { headers: { Accept: 'application/json' } },
      [404, 'route-not-found', null],
    ],
    ['cannot preflight an unknown path', '/nowhere', { method: 'PUT' }, refused],
    [
      'reads a 400, and what is wrong',
      '/rides/x',
      { method: 'PUT', headers: json, body: '{}' },
      [400, 'bad-parameter', null],
    ],
    ['reads a 500', '/fail', {}, [500, 'handler-failed', null]],
    ['sends cookies where it can', '/mine', { credentials: 'include' }, [200, { cookie: 'ada' }, null]],
    ['cannot read with cookies elsewhere', '/rides', { credentials: 'include' }, refused],
    ['cannot read what is closed', '/shut', {}, refused],
    ['cannot send a form that takes its own site only', '/form', { method: 'POST' }, refused],
  ];
  for (const [what, path, init, seen] of cases) {
    it(what, async () => {
      assert.deepEqual(
        await page.evaluate(SEEN_BY_PAGE, [`http://127.0.0.1:${site.port}${path}`, init] as const),
        seen,
      );
    });
  }
});

/** In the page: the status, the code of a problem or the content, and an exposed field; or the name of the error. */
async function SEEN_BY_PAGE([url, init]: readonly [string, RequestInit]): Promise<unknown> {
  try {
    const response = await fetch(url, init);
    const content: unknown = await response.json();
    const code = typeof content === 'object' && content !== null && 'code' in content ? content.code : content;
    return [response.status, code, response.headers.get('x-total')];
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}
