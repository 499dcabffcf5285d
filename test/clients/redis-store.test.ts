import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PATIENCE } from '../../src/clients/redis-link.ts';
import { openSite, PATIENCE as PATIENT, type Scope } from './redis-site.ts';
import { noRedis } from './start-redis.ts';

const CHOSEN = { shortLog: true } as const;

describe('redis store: what a client chose', { skip: noRedis }, () => {
  it('outlives the process that stored it', async (t) => {
    const { open } = await openSite(t);
    const first = await open();
    await first.store.set('a', CHOSEN);
    first.store.close();
    const second = await open();
    assert.deepEqual(await second.store.get('a'), CHOSEN);
    assert.deepEqual(await second.store.get('b'), {});
  });
  it('is in force for every process as soon as it is confirmed', async (t) => {
    const { open } = await openSite(t);
    const stores = [await open(), await open()] as const;
    for (let turn = 0; turn < 200; turn++) {
      const [one, other] = turn % 2 === 0 ? stores : [stores[1], stores[0]];
      await one.store.set('a', { shortLog: turn % 3 === 0 });
      assert.deepEqual(await other.store.get('a'), { shortLog: turn % 3 === 0 });
    }
  });
  it('keeps what two processes change at the same moment', async (t) => {
    const { open } = await openSite(t);
    const [one, other] = [await open(), await open()];
    for (const client of Array.from({ length: 100 }, (_, index) => `c${index}`)) {
      await Promise.all([one.store.set(client, CHOSEN), other.store.set(client, { showErrors: false })]);
      assert.deepEqual(await one.store.get(client), { shortLog: true, showErrors: false });
    }
  });
  it('is one command for each change, also where one process makes many of one client at the same moment', async (t) => {
    const { redis, open } = await openSite(t);
    const { store } = await open();
    await store.set('a', CHOSEN);
    await redis.command('CONFIG', 'RESETSTAT');
    await Promise.all(Array.from({ length: 50 }, (_, turn) => store.set('a', { shortLog: turn % 2 === 0 })));
    assert.match(String(await redis.command('INFO', 'commandstats')), /cmdstat_eval:calls=50,/);
    assert.deepEqual(await store.get('a'), { shortLog: false });
  });
  it('is changed also where the version is none of ours', async (t) => {
    const { redis, open } = await openSite(t);
    const { store } = await open();
    for (const version of ['', '1', 'x'.repeat(36), 'A'.repeat(36), '\u00e9'.repeat(18)]) {
      await redis.command('HSET', 'velosiped:client:a', 'version', version);
      await store.set('a', CHOSEN);
      assert.deepEqual(await store.get('a'), CHOSEN);
    }
  });
  it('is forgotten a while after its last change, and being read does not prolong it', async (t) => {
    const { redis, open } = await openSite(t);
    const { store } = await open({ ttlMs: 5000 });
    await store.set('a', CHOSEN);
    assert.equal(await redis.command('TTL', 'velosiped:client:a'), 5);
    await redis.command('EXPIRE', 'velosiped:client:a', '2');
    await store.get('a');
    assert.ok(Number(await redis.command('TTL', 'velosiped:client:a')) <= 2);
    await store.set('a', { showErrors: true });
    assert.equal(await redis.command('TTL', 'velosiped:client:a'), 5);
  });
  it('is told apart from names of object members, and from other keys', async (t) => {
    const { open } = await openSite(t);
    const { store } = await open();
    for (const client of ['__proto__', 'toString', '2001:db8::1', 'a b\r\nDEL x', '']) {
      await store.set(client, CHOSEN);
      assert.deepEqual(await store.get(client), CHOSEN);
    }
    assert.deepEqual(await store.get('constructor'), {});
  });
  it('is nothing, and told once, where another program has written', async (t) => {
    const { redis, open } = await openSite(t);
    const { store, news } = await open();
    await redis.command('HSET', 'velosiped:client:a', 'shortLog', 'yes', 'showErrors', '1', 'other', 'x'.repeat(100));
    await redis.command('SET', 'velosiped:client:b', '{"shortLog":true}');
    await redis.command('HSET', 'velosiped:client:c', 'shortLog', '');
    assert.deepEqual(await store.get('a'), { showErrors: true });
    assert.deepEqual(await store.get('b'), {});
    assert.deepEqual(await store.get('c'), {});
    assert.deepEqual(news, [{ kind: 'garbage', key: 'velosiped:client:a' }]);
    await store.set('b', CHOSEN);
    assert.deepEqual(await store.get('b'), CHOSEN, 'a change takes the place of what is no hash');
    assert.equal(await redis.command('TTL', 'velosiped:client:b'), 60);
    await store.set('a', CHOSEN);
    assert.equal(
      await redis.command('HGET', 'velosiped:client:a', 'other'),
      'x'.repeat(100),
      'of a hash, what is not ours stays',
    );
  });
});

describe('redis store: writes that Redis refuses', { skip: noRedis }, () => {
  const cases: readonly (readonly [title: string, refuse: readonly string[], allow: readonly string[], why: RegExp])[] =
    [
      ['as a replica', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE'], /it is a replica/],
      ['without memory', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0'], /out of memory/],
      [
        'without replicas',
        ['CONFIG', 'SET', 'min-replicas-to-write', '1'],
        ['CONFIG', 'SET', 'min-replicas-to-write', '0'],
        /too few replicas/,
      ],
    ];
  for (const [title, refuse, allow, why] of cases) {
    it(`${title}: are not confirmed, and reads go on`, async (t) => {
      const { redis, open } = await openSite(t);
      const { store, news } = await open();
      await store.set('a', CHOSEN);
      await redis.command(...refuse);
      await assert.rejects(async () => store.set('a', { shortLog: false }), { name: 'StoreFailure', message: why });
      assert.deepEqual(await store.get('a'), CHOSEN);
      await redis.command(...allow);
      await store.set('a', { shortLog: false });
      assert.deepEqual(await store.get('a'), { shortLog: false });
      assert.deepEqual(news, []);
    });
  }
});

describe('redis store: an outage', { skip: noRedis }, () => {
  const cases: readonly (readonly [title: string, begin: (scope: Scope) => unknown, end: (scope: Scope) => unknown])[] =
    [
      ['killed', ({ redis }) => redis.kill(), ({ redis }) => redis.start()],
      ['silent', ({ redis }) => redis.freeze(), ({ redis }) => redis.thaw()],
      ['paused', ({ redis }) => redis.command('CLIENT', 'PAUSE', '3000', 'ALL'), () => undefined],
    ];
  for (const [title, begin, end] of cases) {
    it(`${title}: answers what was last known, at once, says so once, and mends itself`, async (t) => {
      const scope = await openSite(t);
      const { store, news, told } = await scope.open({ max: 2 });
      for (const client of ['x', 'y', 'z']) await store.set(client, CHOSEN);
      await begin(scope);
      assert.deepEqual(await store.get('z'), CHOSEN);
      assert.deepEqual(store.get('y'), CHOSEN, 'without a promise: nobody waits');
      assert.deepEqual(store.get('x'), {}, 'clients.max is 2');
      await assert.rejects(async () => store.set('y', { shortLog: false }), { name: 'StoreFailure' });
      assert.deepEqual(store.get('y'), CHOSEN, 'what is not confirmed is not in force');
      assert.ok(store.isDown());
      await end(scope);
      await told('back');
      assert.deepEqual(
        news.map(({ kind }) => kind),
        ['down', 'back'],
      );
      await store.set('x', { showErrors: true });
      assert.equal((await store.get('x')).showErrors, true);
    });
  }
  it('lets nobody wait for 100 ms', async (t) => {
    const { redis, open } = await openSite(t);
    const tookMs: number[] = [];
    // A machine that is busy with other tests is late at times; what is to be shown is the rule.
    for (let turn = 0; turn < 5 && !tookMs.some((ms) => ms < 100); turn++) {
      const { store } = await open({ patience: PATIENCE });
      redis.freeze();
      const startedMs = performance.now();
      await store.get('a');
      await assert.rejects(async () => store.set('a', CHOSEN));
      tookMs.push(performance.now() - startedMs);
      store.close();
      redis.thaw();
    }
    assert.ok(
      tookMs.some((ms) => ms < 100),
      `${tookMs}`,
    );
  });
  it('takes no more of a request than it has left, however many others wait, and is none for one that had hardly any', async (t) => {
    const { redis, open } = await openSite(t);
    const seen: { readonly lateMs: number; readonly down: boolean }[] = [];
    const kept = (): boolean => seen.some(({ lateMs, down }) => lateMs < 20 && !down);
    // As above: a machine that is busy is late at times.
    for (let turn = 0; turn < 5 && !kept(); turn++) {
      const { store } = await open({ patience: PATIENCE });
      redis.freeze();
      const others = [store.set('b', CHOSEN), store.get('c'), store.get('d')];
      const allLate = others.map((asked, index) => lateBy(asked, index === 0 ? 95 : 75));
      const lastMs = await lateBy(store.set('a', CHOSEN, 85), 10);
      const down = store.isDown();
      seen.push({ lateMs: Math.max(lastMs, ...(await Promise.all(allLate))), down });
      await assert.rejects(async () => store.set('a', CHOSEN, 95), { name: 'StoreFailure' });
      store.close();
      redis.thaw();
    }
    assert.ok(kept(), JSON.stringify(seen));
  });
  it('keeps no change for later', async (t) => {
    const { redis, open } = await openSite(t);
    const { store, told } = await open();
    await redis.kill();
    await assert.rejects(async () => store.set('a', CHOSEN));
    await redis.start();
    await told('back');
    assert.deepEqual(await store.get('a'), {});
  });
  it('is none when Redis closes a connection: the next one takes over in silence', async (t) => {
    const { redis, open } = await openSite(t);
    const { store, news } = await open({ patience: { ...PATIENT, servedMs: 0 } });
    await store.set('a', CHOSEN);
    const turns = 10;
    for (let turn = 0; turn < turns; turn++) {
      await redis.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      assert.deepEqual(await store.get('a'), CHOSEN);
    }
    // On a machine that is busy with other tests, one of them may take too long.
    assert.ok(news.filter(({ kind }) => kind === 'down').length < turns / 2, JSON.stringify(news));
  });
  it('can last from the start', async (t) => {
    const { redis, open } = await openSite(t);
    await redis.kill();
    const { store, news, told } = await open();
    assert.deepEqual(news, [{ kind: 'down', why: 'ECONNREFUSED' }]);
    assert.deepEqual(store.get('a'), {});
    await redis.start();
    await told('back');
    await store.set('a', CHOSEN);
    assert.deepEqual(await store.get('a'), CHOSEN);
  });
});

/** How many ms later than due it was known how this went. */
async function lateBy(asked: unknown, dueMs: number): Promise<number> {
  const sinceMs = performance.now();
  await Promise.resolve(asked).catch(() => undefined);
  return performance.now() - sinceMs - dueMs;
}
