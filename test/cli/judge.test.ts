import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Judge } from '../../src/cli/judge/judge.ts';
import type { Judgement } from '../../src/cli/judge/judge-messages.ts';
import { startPlace } from '../../src/cli/process/start-place.ts';
import { inFolder } from '../manifest/manifest-folder.ts';

const BETWEEN = 998;

/** Says how often the process could do something else since the handler was asked last. */
const HANDLERS = `
let turns = 0;
const count = () => { turns += 1; setImmediate(count); };
count();
export const handlers = { turns: () => { const had = turns; turns = 0; return { enough: had >= ${BETWEEN} }; } };
`;

/** What a judge in a process of its own finds in a folder, with all examples. */
async function judged(
  folder: string,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Judgement> {
  const asked = { file: `${folder}/routes.yaml`, purpose: 'check', examples: 'all', color: false, waitMs: 0 } as const;
  const judge = new Judge({ ...asked, place: startPlace({ env: process.env }), onProgress });
  const judgement = await judge.judge();
  judge.close();
  return judgement;
}

describe('judge: a thousand examples', { timeout: 60_000 }, () => {
  it('are shown one by one, and each leaves its process a turn: for signs of life, and for what was sent to it', async () => {
    const hit = '{ request: GET /hit, response: { status: 200 } }';
    const between = Array.from({ length: BETWEEN }, (_, index) => `e${index}: ${hit}`);
    const manifest = `version: 1
handlers: ./handlers.mjs
routes:
  begin: { path: /begin, handler: turns, examples: { a: { request: GET /begin, response: { status: 200 } } } }
  hit: { path: /hit, text: Hit, examples: { ${between.join(', ')} } }
  end: { path: /end, handler: turns, examples: { a: { request: GET /end, response: { model: { enough: true } } } } }
`;
    await inFolder({ 'routes.yaml': manifest, 'handlers.mjs': HANDLERS }, async (folder) => {
      const seen: string[] = [];
      const { tried, rendered } = await judged(folder, (done, total) => seen.push(`${done} of ${total}`));
      assert.deepEqual(tried, { routes: 3, passed: BETWEEN + 2, failed: 0, changing: 0 }, rendered);
      assert.deepEqual(
        seen,
        Array.from({ length: BETWEEN + 2 }, (_, index) => `${index + 1} of ${BETWEEN + 2}`),
      );
    });
  });
});

describe('judge: messages that are not its own', { timeout: 60_000 }, () => {
  it('are ignored, whatever they hold', async () => {
    const handlers = `
const messages = [null, 1, 'text', [], {}, { kind: 'other' }].map((velosiped) => ({ velosiped }));
const send = () => { for (const each of [...messages, 1, 'text', {}]) process.send(each); return {}; };
export const handlers = { send };
`;
    const manifest = `version: 1
handlers: ./handlers.mjs
routes: { a: { path: /, handler: send, examples: { e: { request: GET /, response: { status: 200 } } } } }
`;
    await inFolder({ 'routes.yaml': manifest, 'handlers.mjs': handlers }, async (folder) => {
      const { tried, rendered } = await judged(folder);
      assert.deepEqual(tried, { routes: 1, passed: 1, failed: 0, changing: 0 }, rendered);
    });
  });
});
