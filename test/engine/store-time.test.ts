import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClientStore } from '../../src/contract/client.ts';
import type { Handler } from '../../src/contract/handler.ts';
import { runWire } from './run-wire.ts';

const GET = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';

describe('run exchange: how long an exchange has waited for the store, for its budget there', () => {
  it('is the time of its read and of all its changes, whatever its handler did in between', () =>
    checkWaited(
      async ({ client }, pass) => {
        await client.set({ shortLog: true });
        pass(1000);
        await client.set({ shortLog: false });
      },
      { readMs: 30, setMs: 20 },
      [30, 50],
    ));
  it('counts changes that are under way together once', () =>
    checkWaited(
      async ({ client }, pass) => {
        const first = client.set({ shortLog: true });
        pass(5);
        await Promise.all([first, client.set({ showErrors: true })]);
        await client.set({ shortLog: false });
      },
      { readMs: 30, setMs: 20 },
      [30, 35, 75],
    ));
  it('counts what failed', () =>
    checkWaited(
      async ({ client }) => {
        await client.set({}).catch(() => undefined);
        await client.set({ shortLog: false });
      },
      { readMs: 30, setMs: 20 },
      [30, 50],
    ));
  it('is nothing where the store answers at once', async () => {
    const told: unknown[] = [];
    const handler: Handler = ({ client }) => client.set({ shortLog: true });
    const store: ClientStore = { get: () => ({}), set: (_client, _change, waitedMs) => void told.push(waitedMs) };
    let now = 0;
    await runWire(GET, { handler, store, monotonicMs: () => now++ });
    assert.deepEqual(told, [0]);
  });
});

type Asked = (input: Parameters<Handler>[0], pass: (ms: number) => void) => Promise<void>;

/** `expected`: what the store is told with each change. Its answers take as long as is said, by a clock of the test. */
async function checkWaited(
  ask: Asked,
  takes: { readonly readMs: number; readonly setMs: number },
  expected: readonly number[],
): Promise<void> {
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
  };
  const told: (number | undefined)[] = [];
  const store: ClientStore = {
    async get() {
      await undefined;
      pass(takes.readMs);
      return {};
    },
    async set(_client, change, waitedMs) {
      told.push(waitedMs);
      await undefined;
      pass(takes.setMs);
      if (Object.keys(change).length === 0) throw new Error('nothing to change');
    },
  };
  const handler: Handler = async (input) => {
    await ask(input, pass);
    return 'ok';
  };
  await runWire(GET, { handler, store, monotonicMs: () => now });
  assert.deepEqual(told, expected);
}
