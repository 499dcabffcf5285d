import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore } from '../../src/clients/memory-store.ts';
import type { ClientOptions } from '../../src/contract/client.ts';

type Step = readonly ['set', client: string, change: ClientOptions] | readonly ['see', client: string];

describe('memory store: what a client chose', () => {
  it('knows nothing of a stranger', () => checkHeld(2, [], { a: {} }));
  it('keeps choices by client', () => {
    checkHeld(2, [set('a', { shortLog: true }), set('b', { showErrors: true })], {
      a: { shortLog: true },
      b: { showErrors: true },
    });
  });
  it('merges a change into earlier choices', () => {
    checkHeld(2, [set('a', { shortLog: true }), set('a', { showErrors: true })], {
      a: { shortLog: true, showErrors: true },
    });
  });
  it('keeps a choice that equals the default, because the manifest may have another default', () => {
    checkHeld(2, [set('a', { shortLog: true }), set('a', { shortLog: false })], { a: { shortLog: false } });
  });
  it('treats names of object members as plain clients', () => {
    checkHeld(2, [set('__proto__', { shortLog: true })], { toString: {}, b: {} });
  });
  it('answers at once, without a promise', () => {
    assert.ok(!(createMemoryStore(1).get('a') instanceof Promise));
    assert.equal(createMemoryStore(1).set('a', {}), undefined);
  });
  it('hands out records that later changes do not alter', () => {
    const store = createMemoryStore(2);
    store.set('a', { shortLog: true });
    const before = store.get('a');
    store.set('a', { shortLog: false });
    assert.deepEqual(before, { shortLog: true });
  });
});

describe('memory store: the bound (clients.max)', () => {
  it('forgets the client that was seen longest ago', () => {
    checkHeld(2, [choose('a'), choose('b'), choose('c')], { a: {}, b: { shortLog: true }, c: { shortLog: true } });
  });
  it('counts a look as being seen', () => {
    checkHeld(2, [choose('a'), choose('b'), see('a'), choose('c')], { a: { shortLog: true }, b: {} });
  });
  it('counts it for whoever was seen last before, too', () => {
    const seen = [choose('a'), see('a'), choose('b'), see('b'), see('a'), choose('c')];
    checkHeld(2, seen, { a: { shortLog: true }, b: {} });
  });
  it('counts a change as being seen', () => {
    checkHeld(2, [choose('a'), choose('b'), choose('a'), choose('c')], { a: { shortLog: true }, b: {} });
  });
  it('is not used up by clients that chose nothing', () => {
    checkHeld(2, [choose('a'), see('x'), see('y'), set('z', {}), choose('b')], { a: { shortLog: true } });
  });
  it('holds nobody where it is 0', () => checkHeld(0, [choose('a')], { a: {} }));
});

describe('memory store: how long a choice is kept (clients.ttl)', () => {
  it('is from its last change; being read does not prolong it', () => {
    const clock = { ms: 0 };
    const store = createMemoryStore(2, { ttlMs: 1000, nowMs: () => clock.ms });
    store.set('a', { shortLog: true });
    clock.ms = 900;
    store.set('a', { showErrors: true });
    clock.ms = 1899;
    assert.deepEqual(store.get('a'), { shortLog: true, showErrors: true });
    assert.equal(store.entries().length, 1);
    clock.ms = 1900;
    assert.deepEqual(store.entries(), []);
    assert.deepEqual(store.get('a'), {});
    store.set('a', { shortLog: false });
    assert.deepEqual(store.get('a'), { shortLog: false }, 'what has expired is not revived');
  });
  it('is handed over with what is left of it, so that none outlives clients.ttl through new processes', () => {
    const clock = { ms: 0 };
    const nowMs = (): number => clock.ms;
    const old = createMemoryStore(2, { ttlMs: 1000, nowMs });
    old.set('a', { shortLog: true });
    clock.ms = 600;
    old.set('b', { showErrors: true });
    const fresh = createMemoryStore(2, { ttlMs: 1000, nowMs });
    for (const held of old.entries()) fresh.restore(held);
    assert.deepEqual(
      fresh.entries().map(({ leftMs }) => leftMs),
      [400, 1000],
    );
    clock.ms = 1000;
    assert.deepEqual([fresh.get('a'), fresh.get('b')], [{}, { showErrors: true }]);
  });
});

function set(client: string, change: ClientOptions): Step {
  return ['set', client, change];
}

function choose(client: string): Step {
  return set(client, { shortLog: true });
}

function see(client: string): Step {
  return ['see', client];
}

function checkHeld(max: number, steps: readonly Step[], expected: Readonly<Record<string, ClientOptions>>): void {
  const store = createMemoryStore(max);
  for (const step of steps) {
    if (step[0] === 'set') store.set(step[1], step[2]);
    else store.get(step[1]);
  }
  for (const [client, options] of Object.entries(expected)) assert.deepEqual({ ...store.get(client) }, options, client);
}
