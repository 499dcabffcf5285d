import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { noChromium, visit, type Window } from './open-browser.ts';

const MARKUP = '"><img src=x onerror=alert(1)>';
const SCRIPT = `"'></title></style></textarea><script>alert(1)</script>`;
const TEMPLATE = '{{7*7}} {{{@root}}}';
const VALUES = [MARKUP, SCRIPT, TEMPLATE] as const;
/** No white space, quotation marks, commas, semicolons: what a cookie may hold. */
const COOKIE_VALUE = '><img/src=x/onerror=alert(1)>{{7*7}}';

/** Somewhere that shows what came with the request. */
interface Place {
  readonly name: string;
  readonly go: (window: Window, value: string) => Promise<unknown>;
  /** How it is to be read there; undefined: it may be left out. */
  readonly shown?: (value: string) => string;
}

const PLACES: readonly Place[] = [
  {
    name: 'a path parameter',
    go: ({ go }, value) => go(`/div/${encodeURIComponent(value)}/to/3`),
    shown: (value) => value,
  },
  { name: 'a choice', go: ({ go }, value) => go(`/show_errors/${encodeURIComponent(value)}`) },
  {
    name: 'a query',
    go: ({ go }, value) => go(`/submit/divide?dividend=1&divisor=${encodeURIComponent(value)}`),
    shown: (value) => value,
  },
  {
    name: 'the name of a form',
    go: ({ go }, value) => go(`/submit/${encodeURIComponent(value)}`),
    shown: (value) => value,
  },
  { name: 'the address of no page', go: ({ go }, value) => go(`/nowhere/${encodeURIComponent(value)}`) },
  { name: 'a near miss', go: ({ go }, value) => go(`/div/6/to/3/${encodeURIComponent(value)}`) },
  {
    name: 'a field of a form',
    go: async ({ page, go }, value) => {
      await go('/');
      await page.getByLabel('Cookies').fill(`a=${value}`);
      await page.getByRole('button', { name: 'Set cookies' }).click();
      await page.waitForURL(/set_cookie/);
    },
    shown: (value) => `a=${value}`,
  },
  {
    name: 'the value of a cookie',
    go: ({ page, go }, value) => withHeaders(page, { cookie: `x=${value}` }, () => go('/')),
  },
  {
    name: 'the name of a cookie',
    go: ({ page, go }, value) => withHeaders(page, { cookie: `a${value.replaceAll('=', '')}=1` }, () => go('/')),
  },
  {
    name: 'the colour of the background',
    go: ({ page, go }, value) => withHeaders(page, { cookie: `bg_color=${value}` }, () => go('/')),
  },
  {
    name: 'another site that posts',
    go: ({ page, go }, value) =>
      withHeaders(page, { origin: value, referer: value, 'sec-fetch-site': value }, () => go('/show_errors/1')),
  },
];

describe('browser: a hostile value', { skip: noChromium, timeout: 240_000 }, () => {
  const here = visit();
  let window: Window;
  const ran: string[] = [];

  before(async () => {
    // Escaping has to hold by itself, so the pages' own security policy is out of force here.
    window = await here.open(here, { bypassCSP: true });
    window.page.on('dialog', (dialog) => {
      ran.push(dialog.message());
      return dialog.dismiss();
    });
  });

  for (const showErrors of ['0', '1']) {
    describe(showErrors === '1' ? 'with original messages' : 'in general words', () => {
      before(() => window.go(`/show_errors/${showErrors}`));

      for (const { name, go, shown } of PLACES) {
        it(`is text in ${name}`, async () => {
          for (const value of VALUES) {
            await go(window, value);
            await checkNothingRan(window.page);
            if (shown !== undefined)
              assert.ok((await readAll(window.page)).includes(shown(value)), await readAll(window.page));
          }
        });
      }

      it('is text as the value of a cookie, when it is set and ever after', async () => {
        await window.go(`/set_cookie/=/x=${encodeURIComponent(COOKIE_VALUE)}`);
        await checkNothingRan(window.page);
        assert.ok((await readAll(window.page)).includes(COOKIE_VALUE));
        await window.go('/');
        await checkNothingRan(window.page);
        assert.ok((await readAll(window.page)).includes(COOKIE_VALUE));
        await window.page.context().clearCookies();
      });
    });
  }

  async function checkNothingRan(page: Page): Promise<void> {
    assert.equal(await page.locator('img, script, iframe, svg').count(), 0, await page.content());
    assert.equal(await page.locator('body > main').count(), 1);
    const classes = await page.locator('body').getAttribute('class');
    assert.match(String(classes), /^background-(?:white|green)$/);
    assert.deepEqual(ran, []);
  }
});

/** What can be read on a page, what stands in its fields included. */
async function readAll(page: Page): Promise<string> {
  const fields = await page.locator('input, textarea').all();
  const values = await Promise.all(fields.map((field) => field.inputValue()));
  return [await page.locator('body').textContent(), ...values].join('\n');
}

async function withHeaders(
  page: Page,
  headers: Readonly<Record<string, string>>,
  task: () => Promise<unknown>,
): Promise<void> {
  await page.setExtraHTTPHeaders({ ...headers });
  await task();
  await page.setExtraHTTPHeaders({});
}
