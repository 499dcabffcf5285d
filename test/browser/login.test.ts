import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Page, Response } from 'playwright-core';
import { readGuide } from '../guides/read-guide.ts';
import { installHere } from '../install-here.ts';
import { freshFolder, SOURCE } from '../start-server.ts';
import { noChromium, readText, visit } from './open-browser.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The site of the guide "Log in". */
function writeSite(): string {
  const folder = freshFolder();
  installHere(folder);
  for (const step of readGuide(readFileSync(join(ROOT, 'docs/guides/login.md'), 'utf8'))) {
    if (step.kind !== 'file') continue;
    mkdirSync(dirname(join(folder, step.path)), { recursive: true });
    writeFileSync(join(folder, step.path), step.text);
  }
  return folder;
}

async function logIn(page: Page, password: string): Promise<Response> {
  await page.getByLabel('Password').fill(password);
  const posted = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Log in' }).click();
  return posted;
}

describe('browser: members log in, without JavaScript', { skip: noChromium, timeout: 120_000 }, () => {
  const folder = writeSite();
  const here = visit({ cwd: folder, manifest: join(folder, 'routes.yaml'), main: SOURCE });

  it('sees the page for members between logging in and out, and a changed cookie is no session', async (t) => {
    const { page, go, complaints } = await here.open(t, { javaScriptEnabled: false });
    await go('/');
    await page.getByRole('link', { name: 'For members' }).click();
    await page.waitForURL('**/login');
    await page.getByLabel('Name').fill('Ada');
    assert.equal((await logIn(page, 'two wheels')).status(), 303);
    await page.waitForURL('**/members');
    assert.equal(await readText(page.locator('h1')), 'Hello, Ada');

    const [session] = await page.context().cookies();
    assert.ok(session !== undefined);
    assert.deepEqual([session.name, session.httpOnly, session.sameSite], ['session', true, 'Lax']);
    const middle = session.value.length >> 1;
    const other = session.value[middle] === 'A' ? 'B' : 'A';
    const tampered = session.value.slice(0, middle) + other + session.value.slice(middle + 1);
    await page.context().addCookies([{ ...session, value: tampered }]);
    await go('/members');
    assert.equal(new URL(page.url()).pathname, '/login');
    await page.context().addCookies([session]);
    await go('/members');
    assert.equal(await readText(page.locator('h1')), 'Hello, Ada');

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    assert.deepEqual(await page.context().cookies(), []);
    await go('/members');
    assert.equal(new URL(page.url()).pathname, '/login');
    // What was shown to a member is not shown again out of the browser's memory.
    await page.goBack();
    assert.doesNotMatch(await readText(page.locator('body')), /Hello, Ada/);
    assert.deepEqual(complaints, []);
  });

  it('guesses a password and gets the form back, five times at most, and then has to wait', async (t) => {
    const { page, go } = await here.open(t, { javaScriptEnabled: false });
    await go('/login');
    await page.getByLabel('Name').fill('Ada');
    let guesses = 0;
    let answered = await logIn(page, 'bicycle');
    for (; answered.status() === 403; guesses++) {
      assert.equal(await page.getByLabel('Name').inputValue(), 'Ada');
      assert.equal(await page.getByLabel('Password').inputValue(), '');
      assert.match(await readText(page.locator('main')), /Name and password do not fit.*Please try again/);
      answered = await logIn(page, `bicycle ${guesses}`);
    }
    // The visitor above, who has the same address, has logged in once; or a minute is over meanwhile.
    assert.ok(guesses >= 4 && guesses <= 9, `${guesses} guesses`);
    assert.equal(answered.status(), 429);
    assert.match((await answered.allHeaders())['retry-after'] ?? '', /^([1-9]|[1-5]\d|60)$/);
    assert.match(await readText(page.locator('h1')), /^429/);
    await go('/members');
    assert.equal(new URL(page.url()).pathname, '/login');
  });
});
