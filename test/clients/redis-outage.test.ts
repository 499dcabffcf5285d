import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { listen } from './false-redis.ts';
import { openSite, openStore, PATIENCE } from './redis-site.ts';
import { noRedis } from './start-redis.ts';

const CHOSEN = { shortLog: true } as const;

describe('redis store: a server that cannot be used', () => {
  const cases: readonly (readonly [title: string, answer: (socket: Socket) => unknown, why: RegExp])[] = [
    ['accepts and is silent', () => undefined, /^it did not answer in time$/],
    ['accepts and closes', (socket) => socket.end(), /^(?:the connection ended|E[A-Z]+)$/],
    ['resets', (socket) => socket.resetAndDestroy(), /^(?:the connection ended|E[A-Z]+)$/],
    [
      'speaks HTTP',
      (socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
      /^the connection ended$/,
    ],
    [
      'quotes the password',
      (socket) => socket.write("-ERR unknown command 'AUTH' with args 'u' 'secret'\r\n"),
      /an error$/,
    ],
  ];
  for (const [title, answer, why] of cases) {
    it(`${title}: is an outage`, async (t) => {
      const port = await listen(t, answer);
      const { store, news } = await openStore(t, port, { address: { username: 'u', password: 'secret' } });
      assert.deepEqual(await store.get('a'), {});
      const [first, ...more] = news;
      assert.ok(first?.kind === 'down' && more.length === 0, JSON.stringify(news));
      assert.match(first.why, why);
      await assert.rejects(async () => store.set('a', CHOSEN), { name: 'StoreFailure' });
      assert.doesNotMatch(JSON.stringify(news), /secret/);
    });
  }
  it('has no name that can be found: is an outage, which does not tell the name', async (t) => {
    const { store, news } = await openStore(t, 1, { address: { host: 'secret.invalid' } });
    assert.ok(store.isDown());
    assert.doesNotMatch(JSON.stringify(news), /secret/);
  });
  it('keeps a start for no longer than it may, and mends itself', async (t) => {
    const silent: Socket[] = [];
    const port = await listen(t, (socket) => {
      silent.push(socket);
      socket.on('data', () => {
        // What is asked while a connection is opened is answered, but for the first.
        if (silent[0] !== socket) socket.write('*3\r\n$-1\r\n$-1\r\n$-1\r\n');
      });
    });
    const startedMs = performance.now();
    const { store, news, told } = await openStore(t, port, { patience: { ...PATIENCE, startMs: 200 } });
    const tookMs = performance.now() - startedMs;
    assert.ok(tookMs < 1500, `${tookMs}`);
    assert.deepEqual([store.isDown(), news], [true, []], 'it may still come');
    assert.deepEqual(store.get('a'), {}, 'nobody waits');
    await assert.rejects(async () => store.set('a', CHOSEN), /the connection is not open yet/);
    silent[0]?.destroy();
    await told('back');
    assert.match(JSON.stringify(news), /^\[{"kind":"down","why":"the connection ended"},{"kind":"back"/);
    assert.deepEqual(await store.get('a'), {});
  });
  it('ends in silence when the store is closed', async (t) => {
    const port = await listen(t, () => undefined);
    const { store, news } = await openStore(t, port);
    store.close();
    assert.deepEqual(store.get('a'), {});
    await assert.rejects(async () => store.set('a', CHOSEN), {
      name: 'StoreFailure',
      message: /the server is stopping/,
    });
    assert.equal(news.length, 1);
  });
});

describe('redis store: who we are', { skip: noRedis }, () => {
  it('is told by the password', async (t) => {
    const { open } = await openSite(t, { args: ['--requirepass', 'p@ss/w#rd'], password: 'p@ss/w#rd' });
    const { store, news } = await open({ address: { password: 'p@ss/w#rd' } });
    await store.set('a', CHOSEN);
    assert.deepEqual(await store.get('a'), CHOSEN);
    assert.deepEqual(news, []);
  });
  it('is not believed with a wrong password, until that is right', async (t) => {
    const { redis, open } = await openSite(t, { args: ['--requirepass', 'other'], password: 'other' });
    const { news, told } = await open({ address: { password: 'secret' } });
    assert.deepEqual(news, [{ kind: 'down', why: 'the user or the password is wrong' }]);
    await redis.command('CONFIG', 'SET', 'requirepass', 'secret');
    await told('back');
  });
  it('is asked for', async (t) => {
    const { open } = await openSite(t, { args: ['--requirepass', 'other'], password: 'other' });
    assert.deepEqual((await open()).news, [{ kind: 'down', why: 'it asks for a password' }]);
  });
  it('needs few permissions, and says which', async (t) => {
    const { redis, open } = await openSite(t);
    const rights = ['+hmget', '+hset', '+expire', '+del', '+eval', '~velosiped:client:*'];
    await redis.command('ACL', 'SETUSER', 'few', 'on', '>pw', 'resetkeys', '-@all', ...rights);
    await redis.command('ACL', 'SETUSER', 'none', 'on', '>pw', '-@all');
    const { store } = await open({ address: { username: 'few', password: 'pw' } });
    await store.set('a', CHOSEN);
    assert.deepEqual(await store.get('a'), CHOSEN);
    await redis.command('SET', 'velosiped:client:b', '');
    await store.set('b', CHOSEN);
    const { news } = await open({ address: { username: 'none', password: 'pw' } });
    assert.match(JSON.stringify(news), /may not use HMGET, HSET/);
  });
  it('has a database of its own', async (t) => {
    const { redis, open } = await openSite(t);
    const { store } = await open({ address: { database: 3 } });
    await store.set('a', CHOSEN);
    assert.equal(await redis.command('EXISTS', 'velosiped:client:a'), 0);
    assert.match(JSON.stringify((await open({ address: { database: 99 } })).news), /no database with this number/);
  });
});
