import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { noChromium, readText, type TestScope, visit } from './open-browser.ts';

/** By another name it is another site to a browser, and by another port alone another origin. */
const HOSTS = ['localhost', '127.0.0.1'] as const;

describe('browser: what another site makes a visitor send', { skip: noChromium, timeout: 240_000 }, () => {
  const here = visit();

  for (const host of HOSTS) {
    describe(`from ${host}, on another port`, () => {
      for (const method of ['post', 'get'] as const) {
        it(`is refused where it is a form (${method}), and nothing is changed`, async (t) => {
          const { page } = await here.open(t);
          const target = `${here.server.url}/show_errors/1`;
          const url = await serve(t, host, `<form method="${method}" action="${target}"><button>Win</button></form>`);
          await page.goto(url);
          const answer = page.waitForResponse((response) => response.url().startsWith(target));
          await page.getByRole('button').click();
          assert.equal((await answer).status(), 403);
          await page.waitForURL(/show_errors/);
          assert.match(await readText(page.locator('h1')), /^403 /);
          await checkUnchanged();
        });
      }

      it('is refused where a form goes through the route for forms', async (t) => {
        const { page } = await here.open(t);
        const action = `${here.server.url}/submit/showErrors`;
        const form = `<form method="post" action="${action}"><button name="state" value="1">Win</button></form>`;
        await page.goto(await serve(t, host, form));
        await page.getByRole('button').click();
        await page.locator('h1').waitFor();
        assert.match(await readText(page.locator('h1')), /^403 /);
        await checkUnchanged();
      });

      it('is refused where it is an image, which also sets no cookie', async (t) => {
        const { page } = await here.open(t);
        const targets = ['/show_errors/1', '/set_cookie/=/bg_color=green'];
        const url = await serve(
          t,
          host,
          targets.map((target) => `<img src="${here.server.url}${target}" alt="">`).join(''),
        );
        await checkRefused(targets, () => page.goto(url));
        assert.deepEqual(await page.context().cookies(here.server.url), []);
        await checkUnchanged();
      });

      it('is refused where a script posts it, with cookies and all', async (t) => {
        const { page } = await here.open(t);
        await page.goto(await serve(t, host, '<p>A site</p>'));
        const targets = ['/show_errors/1', '/short_log/1', '/set_cookie/=/bg_color=green'];
        await checkRefused(targets, async () => {
          for (const path of targets) {
            const init = "{ method: 'POST', mode: 'no-cors', credentials: 'include' }";
            await page.evaluate(`fetch(${JSON.stringify(here.server.url + path)}, ${init}).catch(() => 'blocked')`);
          }
        });
        assert.deepEqual(await page.context().cookies(here.server.url), []);
        await checkUnchanged();
      });

      it('cannot hide our pages in a frame of its own', async (t) => {
        const { page } = await here.open(t);
        const framed = page.waitForEvent('requestfailed');
        await page.goto(await serve(t, host, `<iframe src="${here.server.url}/"></iframe>`));
        assert.equal((await framed).url(), `${here.server.url}/`);
        assert.equal(await page.frameLocator('iframe').locator('form').count(), 0);
      });

      it('is let through where it is a link to read: it changes nothing', async (t) => {
        const { page } = await here.open(t);
        await page.goto(await serve(t, host, `<a href="${here.server.url}/div/6/to/3">Read</a>`));
        await page.getByRole('link').click();
        await page.waitForURL(/div/);
        assert.equal(await readText(page.locator('output')), '2');
      });
    });
  }

  /** By the server's own log: the browser hides these answers from the page, and from us. */
  async function checkRefused(targets: readonly string[], task: () => Promise<unknown>): Promise<void> {
    const before = (await here.server.records('access.log', 0)).length;
    await task();
    const records = await here.server.records('access.log', before + targets.length);
    assert.deepEqual(
      records
        .slice(before)
        .map(({ target, status }) => `${status} ${target}`)
        .sort(),
      targets.map((target) => `403 ${target}`).sort(),
    );
  }

  /** The client's options are known by its address, so any request from here can tell. */
  async function checkUnchanged(): Promise<void> {
    const { status, body } = await ask(here.server.port, 'GET /div/1/to/0');
    assert.equal(status, 400);
    assert.doesNotMatch(body, /Division by zero/);
    assert.match((await ask(here.server.port, 'GET /')).body, /Full: the whole/);
  }
});

/** A site of somebody else. Resolves to its URL. */
async function serve(t: TestScope, host: string, html: string): Promise<string> {
  const server = createServer((_, answer) =>
    answer.setHeader('Content-Type', 'text/html').end(`<title>A</title>${html}`),
  );
  t.after(async () => {
    server.close();
    server.closeAllConnections();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://${host}:${(server.address() as AddressInfo).port}/`;
}
