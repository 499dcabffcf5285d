import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startHoldingProxy } from './holding-proxy.ts';
import { openSite, openStore, PATIENCE } from './redis-site.ts';
import { noRedis } from './start-redis.ts';

describe('redis store: a change that is late on its way', { skip: noRedis }, () => {
  const earlier = [
    ['of a client that had chosen nothing', []],
    ['of a client that had chosen before', [{ shortLog: false }]],
  ] as const;
  for (const [title, before] of earlier) {
    it(`${title}, was not confirmed, and does not undo a later one of the same process`, async (t) => {
      const { redis } = await openSite(t);
      const proxy = await startHoldingProxy(t, redis.port);
      const { store, told } = await openStore(t, proxy.port);
      for (const change of before) await store.set('a', change);
      await store.get('a');
      const holding = proxy.hold();
      await assert.rejects(async () => store.set('a', { shortLog: true }), { name: 'StoreFailure' });
      const held = await holding;
      await told('back');
      await store.set('a', { shortLog: false });
      await held.release();
      assert.deepEqual(await store.get('a'), { shortLog: false });
    });
    it(`${title}, was not confirmed, and does not undo a later one of another machine`, async (t) => {
      const { redis, open } = await openSite(t);
      const proxy = await startHoldingProxy(t, redis.port);
      const { store } = await openStore(t, proxy.port);
      const { store: other } = await open();
      for (const change of before) await store.set('a', change);
      await store.get('a');
      const holding = proxy.hold();
      await assert.rejects(async () => store.set('a', { shortLog: true }), { name: 'StoreFailure' });
      const held = await holding;
      await other.set('a', { shortLog: false });
      await held.release();
      assert.deepEqual(await other.get('a'), { shortLog: false });
    });
  }
  it('and was asked again on the next connection, counts once', async (t) => {
    const { redis, open } = await openSite(t);
    const proxy = await startHoldingProxy(t, redis.port);
    const { store, news } = await openStore(t, proxy.port, { patience: { ...PATIENCE, servedMs: 0 } });
    const { store: other } = await open();
    await store.get('a');
    const holding = proxy.hold();
    const stored = store.set('a', { shortLog: true });
    const held = await holding;
    held.hangUp();
    await stored;
    await other.set('a', { shortLog: false });
    await held.release();
    assert.deepEqual(await other.get('a'), { shortLog: false });
    assert.deepEqual(news, []);
  });
});
