import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ClientOptions } from '../../src/contract/client.ts';
import { shortLog } from '../../src/demo/short-log.ts';
import { showErrors } from '../../src/demo/show-errors.ts';
import { makeInput } from './handler-input.ts';

describe('shortLog and showErrors: what a client chooses (S5, S7)', () => {
  const cases = [
    ['shortLog', shortLog, 1, { shortLog: true }, { on: true }],
    ['shortLog', shortLog, 0, { shortLog: false }, { on: false }],
    ['showErrors', showErrors, 1, { showErrors: true }, { on: true }],
    ['showErrors', showErrors, 0, { showErrors: false }, { on: false }],
  ] as const;
  for (const [name, handler, state, change, model] of cases) {
    it(`${name}/${state} sets only its own option, and the page says so`, () =>
      checkSwitch(handler, state, change, model));
  }

  it('answers only when the change is in force, so that the next request sees it', async () => {
    for (const handler of [shortLog, showErrors]) {
      let inForce = false;
      const setOptions = async () => {
        await setImmediate();
        inForce = true;
      };
      await handler(makeInput({ params: { state: 1 as const }, setOptions }));
      assert.ok(inForce);
    }
  });

  it('fails when the change could not be stored, rather than say that it was', async () => {
    const lost = new Error('the store is gone');
    for (const handler of [shortLog, showErrors]) {
      const input = makeInput({ params: { state: 1 as const }, setOptions: () => Promise.reject(lost) });
      await assert.rejects(async () => handler(input), lost);
    }
  });
});

async function checkSwitch(
  handler: typeof shortLog | typeof showErrors,
  state: 0 | 1,
  change: ClientOptions,
  model: { readonly on: boolean },
): Promise<void> {
  const changes: ClientOptions[] = [];
  const setOptions = async (options: ClientOptions) => {
    changes.push(options);
  };
  assert.deepEqual(await handler(makeInput({ params: { state }, setOptions })), model);
  assert.deepEqual(changes, [change]);
}
