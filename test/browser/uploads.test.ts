import assert from 'node:assert/strict';
import { mkdirSync, openSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Page, Response } from 'playwright-core';
import { readGuide } from '../guides/read-guide.ts';
import { installHere } from '../install-here.ts';
import { freshFolder, SOURCE } from '../start-server.ts';
import { noChromium, readText, visit, type Window } from './open-browser.ts';
import { findMarkupFaults, IN_PAGE, lookAtSizes } from './page-survey.ts';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const MIB = 1024 * 1024;
const UPLOAD_BYTES = 50 * MIB;

/** The site of docs/guides/forms.md, with room for a large picture. */
const FOLDER = writeSite();

function writeSite(): string {
  const folder = freshFolder();
  installHere(folder);
  const guide = readFileSync(resolve(import.meta.dirname, '../../docs/guides/forms.md'), 'utf8');
  for (const step of readGuide(guide)) {
    if (step.kind !== 'file') continue;
    const file = join(folder, step.path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, step.text.replace('maxLength: 10000000', 'maxLength: 60000000').replace('20MiB', '64MiB'));
  }
  // It has no content, only a length.
  const picture = join(folder, 'large.png');
  openSync(picture, 'w');
  truncateSync(picture, UPLOAD_BYTES);
  return folder;
}

describe('browser: forms and uploads, on a phone', { skip: noChromium, timeout: 240_000 }, () => {
  const here = visit({ manifest: join(FOLDER, 'routes.yaml'), main: SOURCE });

  for (const javaScriptEnabled of [true, false]) {
    describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
      it('a message of three lines with a wrong address comes back as it was typed, and arrives whole', async (t) => {
        const { page, go } = await here.open(t, { ...PHONE, javaScriptEnabled });
        await go('/contact');
        await page.getByLabel('Message').fill('One\n  two\nthree');
        // For a browser this is an address.
        await page.getByLabel('Your address').fill('ada@localhost');
        await page.getByRole('button', { name: 'Send' }).click();
        await page.locator('strong', { hasText: 'Please check the address.' }).waitFor();
        assert.equal(await page.getByLabel('Message').inputValue(), 'One\n  two\nthree');
        assert.equal(await page.getByLabel('Your address').inputValue(), 'ada@localhost');
        assert.equal(await page.locator(':focus').getAttribute('name'), 'mail');
        await page.keyboard.press('Control+A');
        await page.keyboard.type('ada@club.example');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Thank you' }).waitFor();
        const sent = lines().findLast(({ route }) => route === 'write');
        assert.equal(new URLSearchParams(sent?.body).get('message'), 'One\r\n  two\r\nthree');
      });

      it('checkboxes, a date and a list of names, by the keyboard alone', async (t) => {
        const { page, go } = await here.open(t, { ...PHONE, javaScriptEnabled, locale: 'en-US' });
        await go('/ride');
        await type(page, 'Name', 'Ada');
        await type(page, 'Day', '12052026');
        await toggle(page, ['Road bike', 'Gravel bike', 'Cargo bike']);
        await type(page, '1', 'Bob');
        await type(page, '3', 'Eve');
        await page.keyboard.press('Enter');
        await page.locator('strong', { hasText: 'Choose one bike or two.' }).waitFor();
        assert.equal(await page.locator(':focus').getAttribute('value'), 'road');
        await page.keyboard.press('Space'); // one less
        await page.keyboard.press('Enter');
        // What a browser makes of JSON.
        const taken = JSON.parse(await readText(page.locator('pre')));
        const [bikes, guests] = [
          ['gravel', 'cargo'],
          ['Bob', 'Eve'],
        ];
        assert.deepEqual(taken, { name: 'Ada', day: '2026-12-05', bikes, lunch: false, guests });
      });

      it('a file of 50 MiB, of which access.log says how much has come while it comes', async (t) => {
        const { page, go } = await here.open(t, { ...PHONE, javaScriptEnabled });
        await go('/gallery');
        await page.getByLabel('Title').fill('Лис');
        assert.equal(await page.getByLabel('Picture').getAttribute('accept'), 'image/png,image/jpeg');
        await page.getByLabel('Picture').setInputFiles(join(FOLDER, 'large.png'));
        const before = lines().length;
        await page.getByRole('button', { name: 'Upload' }).click();
        await page.locator('img').first().waitFor({ state: 'attached', timeout: 60_000 });
        const [end, ...progress] = lines()
          .slice(before)
          .filter(({ route }) => route === 'addPicture')
          .reverse();
        const { form, bodyBytes } = end ?? {};
        assert.deepEqual(form, [
          ['title', 'Лис'],
          ['picture', { name: 'large.png', type: 'image/png', size: UPLOAD_BYTES }],
        ]);
        assert.ok(Number(bodyBytes) > UPLOAD_BYTES);
        assert.deepEqual(
          progress.map((line) => [line.detail, line.bodyBytes, line.contentLength]),
          [48, 32, 16].map((mebibytes) => ['progress', mebibytes * MIB, bodyBytes]),
        );
        const pictures = readdirSync(join(FOLDER, 'pictures')).filter((name) => name.endsWith('.png'));
        assert.deepEqual(
          new Set(pictures.map((name) => statSync(join(FOLDER, 'pictures', name)).size)),
          new Set([UPLOAD_BYTES]),
        );
      });
    });
  }

  it('axe and html-validate find nothing on any of these pages, refused or not', async (t) => {
    const window = await here.open(t, { script: IN_PAGE });
    const pages: readonly (readonly [path: string, refused?: (page: Page) => Promise<void>])[] = [
      ['/contact', (page) => fillIn(page, { Message: 'A', 'Your address': 'ada@localhost' }, 'Send')],
      ['/thanks'],
      ['/ride', (page) => fillIn(page, { Name: 'A', Day: '2026-12-05', 1: 'Bob', 2: 'Eve' }, 'Ride with us')],
      [
        '/gallery',
        async (page) => {
          await page
            .getByLabel('Picture')
            .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
          await fillIn(page, { Title: 'A' }, 'Upload');
        },
      ],
    ];
    for (const [path, refused] of pages) {
      await checkPage(path, window, await window.go(path));
      if (refused === undefined) continue;
      await window.go(path);
      const answer = window.page.waitForResponse((response) => response.request().method() === 'POST');
      await refused(window.page);
      await checkPage(`${path}, refused`, window, await answer);
    }
  });

  // The last one here: nobody writes for a minute.
  it('a message that comes too often is lost on no page: the Back button leads to it', async (t) => {
    const { page, go } = await here.open(t, PHONE);
    await go('/contact');
    await page.getByLabel('Message').fill('One\n  two');
    await page.getByLabel('Your address').fill('ada@club.example');
    const post = () => fetch(`${here.server.url}/contact`, { method: 'POST', redirect: 'manual', body: 'a=b' });
    while ((await post()).status !== 429);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Too Many Requests' }).waitFor();
    await page.goBack();
    assert.equal(await page.getByLabel('Message').inputValue(), 'One\n  two');
    assert.equal(await page.getByLabel('Your address').inputValue(), 'ada@club.example');
  });

  async function checkPage(path: string, { page }: Window, response: Response): Promise<void> {
    const faults = await findMarkupFaults(await response.text());
    const { barriers, overflow } = await lookAtSizes(page);
    assert.deepEqual({ path, faults, barriers, overflow }, { path, faults: [], barriers: [], overflow: [] });
  }

  interface Line {
    readonly detail: string;
    readonly route: string;
    readonly body: string;
    readonly form: unknown;
    readonly bodyBytes: number;
    readonly contentLength?: number;
  }

  function lines(): readonly Line[] {
    const text = readFileSync(join(here.server.logDir, 'access.log'), 'utf8').trim();
    return text.split('\n').map((line): Line => JSON.parse(line));
  }
});

async function type(page: Page, label: string, keys: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(keys);
}

async function toggle(page: Page, labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    await tabTo(page, label);
    await page.keyboard.press('Space');
  }
}

async function tabTo(page: Page, label: string): Promise<void> {
  const there = page.getByLabel(label, { exact: true }).and(page.locator(':focus'));
  for (let tabs = 0; tabs < 20; tabs += 1) {
    if ((await there.count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to ${label}`);
}

async function fillIn(page: Page, texts: Readonly<Record<string, string>>, button: string): Promise<void> {
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: button }).click();
  await page.locator('strong').first().waitFor();
}
