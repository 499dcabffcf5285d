import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { HANDS, type Hand } from './hands.ts';
import { noChromium, readText, visit, type Window } from './open-browser.ts';

/** What comes of a button of the start page. */
interface Deed {
  readonly button: string;
  /** What goes into the fields before, by their labels. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly path: string;
  readonly heading: string;
  readonly shows?: string;
  /** What the start page says of the visitor afterwards, by its terms. */
  readonly known?: Readonly<Record<string, RegExp>>;
  /** The button for the opposite, on the page that follows. */
  readonly opposite?: string;
}

const DEEDS: readonly Deed[] = [
  {
    button: 'Divide',
    typed: { Dividend: '-1.5', Divisor: '0.5' },
    path: '/div/-1.5/to/0.5',
    heading: 'Quotient',
    shows: '-3',
  },
  {
    button: 'Set cookies',
    typed: { Cookies: 'tea=oolong; pot=1' },
    path: '/set_cookie/=/tea=oolong;%20pot=1',
    heading: 'Cookies set',
    shows: 'oolong',
    known: { Cookies: /tea\s*oolong\s*pot\s*1/ },
  },
  {
    button: 'Green background',
    path: '/set_cookie/=/bg_color=green',
    heading: 'Cookies set',
    known: { Background: /^green$/, Cookies: /bg_color\s*green/ },
    opposite: 'White background',
  },
  {
    button: 'White background',
    path: '/set_cookie/=/bg_color=white',
    heading: 'Cookies set',
    known: { Background: /^white$/, Cookies: /bg_color\s*white/ },
    opposite: 'Green background',
  },
  {
    button: 'Short log',
    path: '/short_log/1',
    heading: 'Your requests are logged in short',
    known: { Log: /^Short/ },
    opposite: 'Full log',
  },
  {
    button: 'Full log',
    path: '/short_log/0',
    heading: 'Your requests are logged in full',
    known: { Log: /^Full/ },
    opposite: 'Short log',
  },
  {
    button: 'Show original messages',
    path: '/show_errors/1',
    heading: 'Original error messages are shown',
    known: { 'Error pages': /original message/ },
    opposite: 'Hide original messages',
  },
  {
    button: 'Hide original messages',
    path: '/show_errors/0',
    heading: 'Original error messages are hidden',
    known: { 'Error pages': /plain words/ },
    opposite: 'Show original messages',
  },
];

/** What the server does not take, and how a visitor mends it. */
const REFUSED = [
  {
    what: 'a number that is none',
    path: '/submit/divide?dividend=six&divisor=3',
    field: 'Dividend',
    refused: 'six',
    problem: /must be a number/,
    mended: '6',
    leadsTo: '/div/6/to/3',
  },
  {
    what: 'the divisor that its handler refused',
    path: '/submit/divide?dividend=6&divisor=0',
    field: 'Divisor',
    refused: '0',
    problem: /cannot be divided by zero/,
    mended: '4',
    leadsTo: '/div/6/to/4',
  },
  {
    what: 'an empty field',
    path: '/submit/divide?dividend=6&divisor=',
    field: 'Divisor',
    refused: '',
    problem: /fill in/,
    mended: '4',
    leadsTo: '/div/6/to/4',
  },
  {
    what: 'a cookie without a value',
    path: '/set_cookie/=/a=1;%20b',
    field: 'Cookies',
    refused: 'a=1; b',
    problem: /Pair 2 of 2/,
    mended: 'a=1; b=2',
    leadsTo: '/set_cookie/=/a=1;%20b=2',
  },
] as const;

const BACKGROUND = 'getComputedStyle(document.body).backgroundColor';

describe('browser: the forms of the start page', { skip: noChromium, timeout: 240_000 }, () => {
  const here = visit();

  it('has a test below for each of its buttons', async (t) => {
    const { page, go } = await here.open(t);
    await go('/');
    const buttons = await page.getByRole('button').allInnerTexts();
    assert.deepEqual([...buttons].sort(), DEEDS.map(({ button }) => button).sort());
  });

  for (const javaScriptEnabled of [true, false]) {
    describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
      for (const hand of HANDS) {
        describe(`by ${hand.name}`, () => {
          let window: Window;
          before(async () => {
            window = await here.open(here, { javaScriptEnabled });
          });
          for (const deed of DEEDS) it(`${deed.button} leads to ${deed.path}`, () => checkDeed(window, hand, deed));
        });
      }

      it('turn every page green and back, from the very next page on', async (t) => {
        const { page, go } = await here.open(t, { javaScriptEnabled });
        for (const [button, color] of [
          ['Green background', 'rgb(0, 128, 0)'],
          ['White background', 'rgb(255, 255, 255)'],
        ] as const) {
          await go('/');
          await page.getByRole('button', { name: button }).click();
          for (const path of ['/', '/div/6/to/3', '/div/6/to/0', '/nowhere', '/set_cookie/=/a=1', '/show_errors/0']) {
            await go(path);
            assert.equal(await page.evaluate(BACKGROUND), color, path);
          }
        }
      });

      it('keep an empty field that is required to themselves: nothing is sent', async (t) => {
        const { page, go } = await here.open(t, { javaScriptEnabled });
        await go('/');
        const sent: string[] = [];
        page.on('request', (request) => sent.push(request.url()));
        const required = page.locator('form [required]');
        assert.ok((await required.count()) >= 3);
        for (const field of await required.all()) {
          const value = await field.inputValue();
          await field.fill('');
          await field.locator('xpath=ancestor::form').getByRole('button').click();
          await field.and(page.locator(':focus:invalid')).waitFor();
          await field.fill(value);
        }
        await go('/div/6/to/3');
        assert.deepEqual(sent, [`${here.server.url}/div/6/to/3`]);
      });

      for (const { what, path, field, refused, problem, mended, leadsTo } of REFUSED) {
        it(`come back with ${what} in it, and go through when that is mended in place`, async (t) => {
          const { page, go } = await here.open(t, { javaScriptEnabled });
          assert.equal((await go(path)).status(), 400);
          const input = page.getByLabel(field);
          assert.equal(await input.inputValue(), refused);
          assert.match(await readText(page.locator('main')), problem);
          await input.fill(mended);
          await input.press('Enter');
          await page.waitForURL((url) => url.pathname === leadsTo);
          assert.notEqual(await readText(page.locator('h1')), '400 Bad Request');
        });
      }
    });
  }
});

async function checkDeed({ page, go, complaints }: Window, hand: Hand, deed: Deed): Promise<void> {
  // The deed before has led back to the start page, which is as good as a new one.
  if (new URL(page.url()).pathname !== '/') await go('/');
  for (const [label, text] of Object.entries(deed.typed ?? {})) await hand.fill(page.getByLabel(label), text);
  await hand.press(page.getByRole('button', { name: deed.button }));
  await page.waitForURL((url) => url.pathname === deed.path);
  assert.equal(await readText(page.locator('h1')), deed.heading);
  if (deed.shows !== undefined) assert.ok((await readText(page.locator('main'))).includes(deed.shows));
  if (deed.opposite !== undefined) assert.ok(await page.getByRole('button', { name: deed.opposite }).isVisible());
  await hand.press(page.getByRole('link', { name: 'Back to the start page' }));
  await page.waitForURL((url) => url.pathname === '/');
  for (const [term, text] of Object.entries(deed.known ?? {})) {
    const described = page.locator('dt', { hasText: term }).locator('xpath=following-sibling::dd[1]');
    assert.match(await readText(described), text);
  }
  assert.deepEqual(complaints, []);
}
