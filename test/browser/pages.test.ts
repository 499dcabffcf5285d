import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { type Background, noChromium, visit } from './open-browser.ts';
import { type PageFindings, surveyPages } from './page-survey.ts';
import { SHOWN_PAGES } from './shown-pages.ts';

const COLORS: Readonly<Record<Background, string>> = { white: 'rgb(255, 255, 255)', green: 'rgb(0, 128, 0)' };

describe('browser: every page', { skip: noChromium, timeout: 240_000 }, () => {
  const here = visit();

  for (const background of ['white', 'green'] as const) {
    describe(`on ${background}`, () => {
      let findings: readonly PageFindings[] = [];
      before(async () => {
        findings = await surveyPages(here, background);
      });

      /** Names the pages of which something else is true, each with what it is. */
      function checkEvery(pick: (found: PageFindings) => unknown, wanted: (found: PageFindings) => unknown): void {
        assert.equal(findings.length, SHOWN_PAGES.length);
        const differ = findings.filter((found) => !isDeepStrictEqual(pick(found), wanted(found)));
        assert.deepEqual(
          differ.map((found) => ({ page: found.page.name, is: pick(found), wanted: wanted(found) })),
          [],
        );
      }

      const nothing = (): readonly string[] => [];

      it('is the page that was meant, so that what follows speaks of all of them', () =>
        checkEvery(
          ({ status }) => status,
          ({ page }) => page.status,
        ));
      it(`has ${COLORS[background]} as its computed background, errors included`, () =>
        checkEvery(
          ({ color }) => color,
          ({ page }) => (page.cookiesUnread ? COLORS.white : COLORS[background]),
        ));
      it('leaves the console empty: no error, no warning, nothing against its own security policy', () =>
        checkEvery(({ complaints }) => complaints, nothing));
      it('holds nothing that axe finds, on a wide screen and on a phone', () =>
        checkEvery(({ barriers }) => barriers, nothing));
      it('is valid HTML', () => checkEvery(({ markup }) => markup, nothing));
      it('fits into 360 pixels, so that nobody scrolls sideways on a phone', () =>
        checkEvery(({ overflow }) => overflow, nothing));
      it('prints its text, dark enough for white paper', () => checkEvery(({ unprinted }) => unprinted, nothing));
    });
  }

  it('makes the browser ask for no icon that is an error, so that error.log holds only what matters', async (t) => {
    const { page, go } = await here.open(t);
    await go('/');
    const logged = (await here.server.records('error.log', 0)).length;
    await go('/div/6/to/3');
    await go('/');
    // Browsers ask for icons late. Behind ours comes a page without an icon: when they have asked for its, they had asked for ours.
    const other = createServer((_, answer) =>
      answer.setHeader('Content-Type', 'text/html').end('<title>No icon</title>'),
    );
    t.after(async () => {
      other.close();
      other.closeAllConnections();
    });
    const asked = new Promise<void>((resolve) => {
      other.on('request', ({ url }) => {
        if (url === '/favicon.ico') resolve();
      });
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    await asked;
    assert.equal((await here.server.records('error.log', 0)).length, logged);
  });
});
