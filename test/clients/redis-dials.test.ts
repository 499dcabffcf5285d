import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { StoreNews } from '../../src/clients/redis-store.ts';
import { listen } from './false-redis.ts';
import { openSite, openStore } from './redis-site.ts';
import { noRedis } from './start-redis.ts';

const CHOSEN = { shortLog: true } as const;
const NOBODY = '*3\r\n$-1\r\n$-1\r\n$-1\r\n';
/** The least waits between the first dials, but for what a timer may be early. */
const WAITS_MS = [50, 100, 200, 400].map((ms) => ms - 2);

type Answer = (socket: Socket, index: number) => unknown;

describe('redis link: a server that ends its connections is dialled less and less often', () => {
  const cases: readonly (readonly [title: string, answer: Answer])[] = [
    ['accepts and closes', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['answers once and closes', (socket) => answerThen(socket, 1, () => socket.end())],
    ['answers twice and closes', (socket) => answerThen(socket, 2, () => socket.end())],
    ['answers twice and resets', (socket) => answerThen(socket, 2, () => socket.resetAndDestroy())],
    ['closes with its second answer', (socket) => answerThen(socket, 1, () => socket.end(NOBODY))],
    ['answers with errors', (socket) => socket.on('data', () => socket.write('-ERR no\r\n'))],
    ['is loading', (socket) => socket.on('data', () => socket.write('-LOADING Redis is loading\r\n'))],
    ['answers once, then garbage', (socket) => answerThen(socket, 1, () => socket.write('\0\xff garbage\r\n'))],
    ['answers twice, then garbage', (socket) => answerThen(socket, 2, () => socket.write('\0\xff garbage\r\n'))],
    ['answers what nobody asked', (socket) => answerThen(socket, 2, () => socket.write(NOBODY))],
    [
      'is a proxy of one server that is dead and one that is dying',
      (socket, index) => (index % 2 === 0 ? answerThen(socket, 2, () => socket.end()) : socket.end()),
    ],
  ];
  for (const [title, answer] of cases) {
    it(title, async (t) => {
      await checkDials(t, answer);
    });
  }
  it('takes the password and closes', async (t) => {
    await checkDials(t, (socket) => socket.on('data', () => socket.end('+OK\r\n')), 'secret');
  });
});

describe('redis link: a connection that has just opened and ends', () => {
  it('is an outage, and each has its end', async (t) => {
    const { news, dials } = await checkDials(t, (socket) => answerThen(socket, 2, () => socket.end()));
    const [down] = news;
    assert.deepEqual(down, { kind: 'down', why: 'it closed a connection that it had just accepted' });
    assert.deepEqual(
      news.map(({ kind }) => kind),
      news.map((_, index) => (index % 2 === 0 ? 'down' : 'back')),
    );
    assert.ok(dials <= news.filter(({ kind }) => kind === 'down').length + 1, 'no dial without a line');
  });
  it('is no outage when it has served for a second', { skip: noRedis }, async (t) => {
    const { redis, open } = await openSite(t);
    const { store, news, told } = await open();
    await store.set('a', CHOSEN);
    await untilAged(redis);
    await redis.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    assert.deepEqual(await store.get('a'), CHOSEN);
    assert.deepEqual(news, [], 'the next one has taken over');
    await redis.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    assert.deepEqual(await store.get('a'), CHOSEN);
    assert.deepEqual(
      news.map(({ kind }) => kind),
      ['down'],
      'the next one had not',
    );
    await told('back');
  });
});

/** Waits for the first dials. */
async function checkDials(
  t: Parameters<typeof openStore>[0],
  answer: Answer,
  password?: string,
): Promise<{ readonly news: readonly StoreNews[]; readonly dials: number }> {
  const atMs: number[] = [];
  let enough = (): void => undefined;
  const dialled = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const port = await listen(t, (socket, index) => {
    atMs.push(performance.now());
    if (atMs.length > WAITS_MS.length) enough();
    answer(socket, index);
  });
  const { store, news } = await openStore(t, port, { ...(password === undefined ? {} : { address: { password } }) });
  await dialled;
  store.close();
  const waitsMs = atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? 0));
  assert.ok(
    WAITS_MS.every((leastMs, index) => (waitsMs[index] ?? 0) >= leastMs),
    `${waitsMs}`,
  );
  assert.equal(news[0]?.kind, 'down');
  return { news, dials: atMs.length };
}

/** Answers so many commands, and then does something else. */
function answerThen(socket: Socket, answers: number, then: () => unknown): void {
  let answered = 0;
  socket.on('data', () => {
    // The link waits for each answer before it asks again.
    if (answered < answers) socket.write(NOBODY);
    answered++;
    if (answered === answers) then();
  });
}

/** Until Redis says of the connection of the store that it is three seconds old: at least two, of which it has served one for certain. */
async function untilAged(redis: { command(...words: readonly string[]): Promise<unknown> }): Promise<void> {
  for (;;) {
    const list = String(await redis.command('CLIENT', 'LIST', 'TYPE', 'normal'));
    if (/ age=(?:[3-9]|\d\d)/.test(list)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
