import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRedisLimits } from '../../src/clients/rate-limits.ts';
import type { Reply } from '../../src/clients/redis-connection.ts';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
groups:
  all: { under: /shop, rateLimit: { requests: 4, per: 1h } }
  login: { under: /login, rateLimit: { requests: 3, per: 1h }, guards: [refuse] }
routes:
  shop: { path: /shop, text: shop }
  order: { path: /shop/order, methods: [GET, POST], text: order, rateLimit: { requests: 2, per: 1h } }
  login: { path: /login, methods: [GET, POST], text: welcome }
  free: { path: /free, text: free }
`;
const HANDLERS = `
import { HttpError } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {};
export const guards = { refuse: () => { throw new HttpError(401, 'Who are you?'); } };
`;
const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });

async function statuses(from: string, ...lines: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (const line of lines) found.push((await ask(site.port, line, [], { from })).status);
  return found;
}

describe('rate limits', { timeout: 30_000 }, () => {
  it('count each request of a client, and say when to come again', async () => {
    const from = '127.7.0.1';
    assert.deepEqual(await statuses(from, ...Array(4).fill('GET /shop')), [200, 200, 200, 200]);
    const answer = await ask(site.port, 'GET /shop', [], { from });
    assert.equal(answer.status, 429);
    const seconds = Number(answer.headers.get('retry-after'));
    assert.ok(seconds > 3590 && seconds <= 3600, `Retry-After: ${seconds}`);
    assert.deepEqual(await statuses('127.7.0.2', 'GET /shop'), [200], 'another client');
    assert.deepEqual(await statuses(from, 'GET /free'), [200], 'elsewhere');
  });
  it('add up where they are nested', async () => {
    const from = '127.7.0.3';
    const lines = ['GET /shop/order', 'POST /shop/order', 'GET /shop/order', 'GET /shop', 'GET /shop'];
    assert.deepEqual(await statuses(from, ...lines), [200, 200, 429, 200, 429]);
  });
  it('come before guards, so that passwords cannot be tried', async () => {
    assert.deepEqual(await statuses('127.7.0.4', ...Array(4).fill('POST /login')), [401, 401, 401, 429]);
  });
  it('are kept by a reload, unless their numbers change', async () => {
    const from = '127.7.0.5';
    await statuses(from, ...Array(4).fill('GET /shop'));
    await site.reload(`${MANIFEST}  more: { path: /more, text: more }\n`);
    assert.deepEqual(await statuses(from, 'GET /shop'), [429]);
    await site.reload(MANIFEST.replace('requests: 4', 'requests: 5'));
    assert.deepEqual(await statuses(from, 'GET /shop'), [200]);
  });
});

describe('rate limits in Redis', () => {
  const limit = { name: 'route a', requests: 2, perMs: 60_000 };
  it('count there, by a script', async () => {
    let count = 0;
    const limits = createRedisLimits(async ([name = '', , keys, key = '']) => {
      assert.deepEqual([name, keys, key], ['EVAL', '1', 'velosiped:rate:route a:2/60s:client']);
      count += 1;
      return { kind: 'value', value: [count, 59_000] };
    });
    const verdicts = [
      await limits.take('client', limit),
      await limits.take('client', limit),
      await limits.take('client', limit),
    ];
    assert.deepEqual(verdicts, [{ kind: 'within' }, { kind: 'within' }, { kind: 'over', retryMs: 59_000 }]);
  });
  it('count in this process while it is out of reach', async () => {
    const lost: Reply = { kind: 'lost', why: 'gone' };
    const limits = createRedisLimits(async () => lost);
    const kinds: string[] = [];
    for (let time = 0; time < 3; time++) kinds.push((await limits.take('client', limit)).kind);
    assert.deepEqual(kinds, ['within', 'within', 'over']);
  });
});
