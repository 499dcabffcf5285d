import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningServer, startServer } from '../start-server.ts';
import { createReloadSite, manifestText, type ReloadSite, said } from './reload-site.ts';

/** As long as a program may pause in the middle of a file that it writes in place. */
const PAUSE_MS = 150;
/** A pause that this machine has made longer shows nothing: it is tried again. */
const PAUSE_MS_MAX = 185;
const TRIES_MAX = 60;
/** The first ones take their judge too long to read half a file. */
const SAVES = 8;

const MANY = Array.from({ length: 100 }, (_, index) => `late${index}: { path: /late/${index}, text: late }`);
const PART = ['include: ["parts/*.yaml"]'];

/** A file whose first part is right as it stands, and lacks what the rest says. */
interface Half {
  readonly file: string;
  readonly begin: (word: string) => string;
  readonly rest: string;
  /** How many routes there are with the whole file. */
  readonly routes: number;
}

const HALVES: readonly (readonly [what: string, half: Half])[] = [
  [
    'a manifest',
    {
      file: 'routes.yaml',
      begin: (word) => manifestText({ home: word, top: PART }),
      rest: MANY.map((line) => `  ${line}\n`).join(''),
      routes: 107,
    },
  ],
  [
    'an included file',
    {
      file: 'parts/late.yaml',
      begin: (word) => `routes:\n  word: { path: /word, text: ${word} }\n`,
      rest: MANY.map((line) => `  ${line}\n`).join(''),
      routes: 108,
    },
  ],
];

describe('watch: a file that is written in two parts, with a pause between them', { timeout: 240_000 }, () => {
  for (const [what, { file, begin, rest, routes }] of HALVES) {
    const whole = `: reloaded, ${routes} routes`;
    it(`is not used before it is whole: ${what}`, async (t) => {
      const site = createReloadSite(
        { top: PART, routes: file === 'routes.yaml' ? MANY : [] },
        { 'parts/late.yaml': '' },
      );
      site.write('parts/late.yaml', file === 'routes.yaml' ? 'routes: {}\n' : `${begin('one')}${rest}`);
      const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
      for (let done = 0, tries = 1; done < SAVES; tries++) {
        assert.ok(tries < TRIES_MAX, 'this machine is too slow to show it');
        const over = { now: false };
        const statuses = keepAsking(server, '/late/99', over);
        const before = server.stderr().split(whole).length - 1;
        const tookMs = await writeInTwo(site, file, [begin(`try ${tries}`), rest]);
        await said(server, whole, before + 1);
        over.now = true;
        const found = await statuses;
        if (tookMs > PAUSE_MS_MAX) continue;
        assert.deepEqual([...new Set(found)], [200]);
        done += 1;
      }
    });
  }
});

/** How long it took from the first part to the second. */
async function writeInTwo(site: ReloadSite, file: string, parts: readonly [string, string]): Promise<number> {
  const descriptor = openSync(site.path(file), 'w');
  try {
    const beganMs = performance.now();
    writeSync(descriptor, parts[0]);
    await pause(PAUSE_MS);
    writeSync(descriptor, parts[1]);
    return performance.now() - beganMs;
  } finally {
    closeSync(descriptor);
  }
}

async function keepAsking(server: RunningServer, target: string, over: { readonly now: boolean }): Promise<number[]> {
  const statuses: number[] = [];
  while (!over.now) statuses.push((await fetch(`${server.url}${target}`, { headers: { connection: 'close' } })).status);
  return statuses;
}
