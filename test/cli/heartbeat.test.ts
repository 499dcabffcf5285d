import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Beating, Heartbeat } from '../../src/cli/supervisor/heartbeat.ts';
import type { TestContext } from '../start-server.ts';

describe('heartbeat of server processes (server.timeouts.hung)', () => {
  it('asks each once while it is silent, and again when it was heard of', async (t) => {
    const { heartbeat, members, pings, hung } = createHeartbeat(t, [beating(1), beating(2)]);
    heartbeat.allow(100);
    // The first is heard of at each ping, the second never.
    assert.equal(await hung, 2);
    assert.equal(pings.filter((id) => id === 2).length, 1);
    assert.ok(pings.filter((id) => id === 1).length >= 9);
    assert.ok(members.every(({ silentBeats }) => silentBeats >= 0));
  });

  it('gives a process more time that starts, and asks none that does not hear yet', async (t) => {
    const starting = { ...beating(1), state: 'starting', welcomed: false } as const;
    const { heartbeat, pings, hungs, hung } = createHeartbeat(t, [starting, beating(2)], 400);
    heartbeat.allow(100);
    assert.equal(await hung, 2);
    while (!hungs.includes(1)) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(pings, [2]);
    assert.ok(starting.silentBeats >= 40);
  });

  it('counts a beat that comes late as one, since nobody is silent while this process does not run', async (t) => {
    const { heartbeat, members, hung } = createHeartbeat(t, [beating(2)]);
    heartbeat.allow(100);
    const silence = (): number => members[0]?.silentBeats ?? 0;
    while (silence() === 0) await new Promise((resolve) => setImmediate(resolve));
    const before = silence();
    const until = performance.now() + 300;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.ok(silence() - before <= 1);
    await hung;
  });
});

function beating(id: number): Beating {
  return { id, state: 'serving', welcomed: true, silentBeats: 0, send: () => undefined };
}

/** The first of these answers at once, the others never. `hung` is the first one that is found. */
function createHeartbeat(t: TestContext, members: readonly Beating[], startMs = 100) {
  const pings: number[] = [];
  const hungs: number[] = [];
  for (const member of members) {
    member.send = () => {
      pings.push(member.id);
      if (member.id === 1) setImmediate(() => (member.silentBeats = 0));
    };
  }
  let found: (id: number) => void = () => undefined;
  const hung = new Promise<number>((resolve) => {
    found = resolve;
  });
  const heartbeat = new Heartbeat({
    members: () => members,
    startMs,
    onHung({ id }) {
      hungs.push(id);
      found(id);
    },
  });
  t.after(async () => heartbeat.stop());
  return { heartbeat, members, pings, hungs, hung };
}
