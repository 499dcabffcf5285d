import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';
import { launchBrowser, noChromium } from './open-browser.ts';

const SILENCE_SECONDS = 600;
const WAVE_HEAD_BYTES = 44;
const BYTES_PER_SECOND = 44_100 * 4;

const NAME = 'Отчёт за май.csv';
const MANIFEST = `
version: 1
server: { compression: { codings: [gzip] } }
handlers: ./handlers.mjs
views: ./views
page: { scripts: self }
routes:
  start: { path: /, view: start }
  report: { path: /report, file: ./public/report.csv, response: { download: "${NAME}" } }
  made: { path: /made, handler: made, response: { type: text/csv, headers: { Content-Disposition: attachment } } }
  news: { path: /news, handler: news }
  left: { path: /left, handler: left }
  assets: { path: "/assets/{file...}", folder: { root: ./public, index: null } }
`;
const HANDLERS = `
import { events } from ${JSON.stringify(new URL('../../src/api.ts', import.meta.url).href)};
let left = 0;
async function* news(signal) {
  signal.addEventListener('abort', () => { left++; });
  yield { event: 'word', data: 'hello' };
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}
async function* rows() { yield 'a,b\\n'; yield '1,2\\n'; }
export const handlers = {
  news: ({ signal }) => events(news(signal)),
  left: () => left,
  made: () => rows(),
};
`;
const LAYOUT = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Site</title>
<link rel="icon" href="/assets/dot.png">
<link rel="stylesheet" href="/assets/site.css">
<script src="/assets/site.js" defer></script>
</head>
<body>{{> page}}</body>
</html>
`;
const START = `<h1>Start</h1>
<img src="/assets/dot.png" alt="A dot">
<video src="/assets/silence.wav" preload="metadata" controls></video>
<a id="report" href="/report">Report</a>
<a id="made" href="/made">Made</a>
<output id="news"></output>
`;
const STYLE = `
@font-face { font-family: Own; src: url(/assets/own.ttf) }
h1 { font-family: Own; color: rgb(1, 2, 3); background-image: url(dot.png) }
`;
const SCRIPT = `
new EventSource('/news').addEventListener('word', ({ data }) => { document.querySelector('#news').textContent = data; });
`;
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('a page with files and streams of its own site', { skip: noChromium, timeout: 60_000 }, () => {
  const site = serveSite(MANIFEST, {
    'handlers.mjs': HANDLERS,
    'views/layout.hbs': LAYOUT,
    'views/start.hbs': START,
    'public/site.css': STYLE,
    'public/site.js': SCRIPT,
    'public/dot.png': '',
    'public/silence.wav': '',
    'public/report.csv': 'a,b\n1,2\n',
  });
  const complaints: string[] = [];
  /** The Content-Range of each part of the video that came. */
  const parts: string[] = [];
  let browser: Browser;
  let page: Page;
  before(async () => {
    const path = (name: string) => join(site.folder, 'public', name);
    writeFileSync(path('dot.png'), Buffer.from(DOT, 'base64'));
    copyFileSync(anyFont(), path('own.ttf'));
    writeFileSync(path('silence.wav'), waveHead(SILENCE_SECONDS));
    truncateSync(path('silence.wav'), WAVE_HEAD_BYTES + SILENCE_SECONDS * BYTES_PER_SECOND);
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('response', (response) => {
      if (response.url().endsWith('/assets/silence.wav') && response.status() === 206) {
        parts.push(response.headers()['content-range'] ?? '');
      }
    });
    await page.goto(`http://127.0.0.1:${site.port}/`);
  });
  after(() => browser?.close());

  it('has its stylesheet, its font, its script and its images', async () => {
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('h1')).color"), 'rgb(1, 2, 3)');
    assert.equal(await page.evaluate("document.fonts.load('16px Own').then((fonts) => fonts.length)"), 1);
    assert.equal(await page.evaluate("document.querySelector('img').naturalWidth"), 1);
  });
  it('plays from any place: its browser asks for ranges', async () => {
    const seeked = await page.evaluate(SEEK);
    assert.equal(seeked, SILENCE_SECONDS - 10);
    // What the browser was sent, and not the log: a line is written at the end of its answer, and a player can leave one open.
    while (!parts.some((range) => /^bytes [1-9]/.test(range))) await page.waitForEvent('response');
    assert.ok(parts.length >= 2, parts.join(', '));
  });
  it('saves a file under its name, whatever letters it has, and what a handler makes', async () => {
    for (const [link, name] of [
      ['#report', NAME],
      ['#made', 'made.csv'],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(link)]);
      assert.equal(download.suggestedFilename(), name);
      assert.equal(await download.failure(), null);
    }
  });
  it('gets events, and the server knows at once when its tab is closed', async () => {
    await page.waitForFunction("document.querySelector('#news').textContent === 'hello'");
    assert.equal((await ask(site.port, 'GET /left')).body, '0');
    assert.deepEqual(complaints, []);
    await page.close();
    while ((await ask(site.port, 'GET /left')).body !== '1');
    const line = site.access.find(({ target }) => target === '/news');
    assert.deepEqual([line?.['status'], line?.['aborted']], [200, true]);
    assert.deepEqual(site.errors, []);
  });
});

/** In the page: how far the video is, once it is there. */
const SEEK = `(async () => {
  const video = document.querySelector('video');
  if (video.readyState < 1) await new Promise((done) => video.addEventListener('loadedmetadata', done));
  const seeked = new Promise((done) => video.addEventListener('seeked', done));
  video.currentTime = ${SILENCE_SECONDS - 10};
  await seeked;
  return video.currentTime;
})()`;

/** One that a package of ours has: all that it must be is valid. */
function anyFont(): string {
  const folder = resolve(import.meta.dirname, '../../node_modules/playwright-core/lib');
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.ttf'));
  return join(folder, found ?? assert.fail('playwright-core has no font'));
}

/** The head of a WAV file: PCM, stereo, 16 bits, 44.1 kHz. What follows is silence where it is zero. */
function waveHead(seconds: number): Uint8Array {
  const head = Buffer.alloc(WAVE_HEAD_BYTES);
  const bytes = seconds * BYTES_PER_SECOND;
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(44_100, 24);
  head.writeUInt32LE(BYTES_PER_SECOND, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return head;
}
