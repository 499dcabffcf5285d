import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Guest } from '../../src/socket/guest.ts';
import { GuestList } from '../../src/socket/guest-list.ts';
import { type ServedSite, serveSite } from '../guards/served-site.ts';
import { dial, get } from './wire-peer.ts';

/** Each sends some events, so long apart that the server has looked at all connections meanwhile: the stream rests by then. */
const HANDLERS = `
import { events } from ${JSON.stringify(join(import.meta.dirname, '../../src/api.ts'))};
import { setTimeout as sleep } from 'node:timers/promises';

async function* slowly() {
  for (let count = 1; count <= 5; count++) {
    await sleep(100);
    yield String(count);
  }
}

async function* flood() {
  yield* slowly();
  for (;;) yield 'x'.repeat(64 * 1024);
}

async function* silence() {
  yield* slowly();
  await new Promise(() => undefined);
}

export const handlers = { flood: () => events(flood()), silence: () => events(silence(), { heartbeatMs: 1e9 }) };
`;

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
server: { timeouts: { write: 300ms, head: 1h, idle: 1h } }
routes:
  flood: { path: /flood, handler: flood }
  silence: { path: /silence, handler: silence }
`;

describe('connection: an event stream at rest, which is not looked at', { timeout: 30_000 }, () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });

  it('is given up when its peer takes nothing any more (timeouts.write)', async () => {
    const peer = await dial(site, get('/flood'));
    await peer.until(/data: 4/);
    peer.socket.pause();
    await checkAborted(site, peer.from);
    peer.socket.destroy();
  });

  it('is given up when a peer has left that sent more than is read', async () => {
    const peer = await dial(site, get('/silence'));
    await peer.until(/data: 5/);
    // The first is held, what comes then waits in the socket, and from 16 KiB on nothing more is read of it.
    for (let turns = 0; turns < 30; turns++) {
      if (turns < 3) await peer.send(get('/silence').repeat(1000));
      await new Promise(setImmediate);
    }
    peer.socket.resetAndDestroy();
    await checkAborted(site, peer.from);
  });
});

describe('guest list', () => {
  it('has all guests, and those that do not rest, whoever joins, rests, wakes and leaves', () => {
    const list = new GuestList();
    const guests = Array.from({ length: 6 }, () => ({}) as Guest);
    const seats = guests.map((guest) => list.add(guest));
    const check = (all: readonly number[], awake: readonly number[]): void => {
      const sorted = (found: Iterable<Guest>) => [...found].map((guest) => guests.indexOf(guest)).sort();
      assert.deepEqual([list.size, sorted(list), sorted(list.awake())], [all.length, all, awake]);
    };
    seats[1]?.rest(true);
    seats[4]?.rest(true);
    seats[4]?.rest(true);
    check([0, 1, 2, 3, 4, 5], [0, 2, 3, 5]);
    seats[1]?.rest(false);
    seats[1]?.rest(false);
    seats[0]?.leave();
    check([1, 2, 3, 4, 5], [1, 2, 3, 5]);
    seats[4]?.leave();
    seats[0] = list.add(guests[0] as Guest);
    check([0, 1, 2, 3, 5], [0, 1, 2, 3, 5]);
    for (const seat of seats.filter((_, at) => at !== 4)) seat.rest(true);
    check([0, 1, 2, 3, 5], []);
  });
});

async function checkAborted(site: ServedSite, client: string): Promise<void> {
  for (;;) {
    const line = site.access.find((record) => record['client'] === client);
    if (line !== undefined) return assert.equal(line['aborted'], true);
    await new Promise((resolve) => setTimeout(resolve, 20)); // looks again
  }
}
