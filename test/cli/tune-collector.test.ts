import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { createReloadSite } from './reload-site.ts';

const MIB = 1024 * 1024;

/** Makes objects of which some stay for a while: V8's young generation grows from that, up to 32 MiB. Then tells its size. */
const HANDLERS = `
import { getHeapSpaceStatistics } from 'node:v8';
const work = () => {
  const kept = [];
  for (let count = 0; count < 3_000_000; count++) {
    const made = { count, list: [count] };
    if (count % 50 === 0) kept.push(made);
  }
  return kept.length;
};
const code = () => work() && getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
export const handlers = { pid: () => 0, code, held: () => ({ word: '' }), begun: () => '', choose: () => '', chosen: () => false };
`;

describe('a server process: V8 keeps its collections short', { timeout: 60_000 }, () => {
  it('its young generation does not grow in a burst, however much passes through it', async (t) => {
    const server = await start(t);
    assert.ok((await youngBytes(server)) <= 8 * MIB);
  });
  it('it grows with load that lasts', async (t) => {
    const server = await start(t);
    while ((await youngBytes(server)) <= 8 * MIB);
  });
  it('it grows where the operator has set its size', async (t) => {
    const server = await start(t, { NODE_OPTIONS: '--max-semi-space-size=16' });
    assert.ok((await youngBytes(server)) > 8 * MIB);
  });
});

function start(t: TestContext, env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const { manifest } = createReloadSite({}, { 'handlers/all.mjs': HANDLERS });
  return startServer({ t, manifest, env });
}

/** After one burst of work. */
async function youngBytes(server: RunningServer): Promise<number> {
  return Number(await (await fetch(`${server.url}/code`)).text());
}
