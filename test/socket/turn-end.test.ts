import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Lane, TurnEnd, TurnShare } from '../../src/socket/turn-end.ts';

/** Shares that each begin so many exchanges, of which each takes so many milliseconds; and what began in which turn. */
class Stage {
  readonly turns: string[][] = [];
  #nowMs = 1000;
  readonly turnEnd = new TurnEnd({ monotonicMs: () => this.#nowMs, cpuMs: () => 0 });
  #turn = -1;

  begin(name: string, lane: Lane, ms: number, count = 1): void {
    let left = count;
    const goOn = (): void => {
      for (; left > 0 && share.take(lane); left--) this.#pass(name, ms);
    };
    const share = new TurnShare(this.turnEnd, { turnCame: goOn });
    goOn();
  }

  /** As a handshake does: it asks again in each turn. */
  readonly shakeHands = (ms: number): void => {
    if (this.turnEnd.takesHandshake()) this.#pass('handshake', ms);
    else setImmediate(this.shakeHands, ms);
  };

  async end(count: number): Promise<readonly (readonly string[])[]> {
    while (this.turns.flat().length < count) await new Promise(setImmediate);
    return this.turns;
  }

  #pass(name: string, ms: number): void {
    if (this.#turn !== this.turnEnd.turn) this.turns.push([]);
    this.#turn = this.turnEnd.turn;
    this.turns.at(-1)?.push(name);
    this.#nowMs += ms;
  }
}

function checkTurns(turns: readonly (readonly string[])[], expected: readonly string[]): void {
  assert.deepEqual(
    turns.map((names) => names.join(' ')),
    expected,
  );
}

describe('turn: 10 ms for all exchanges of all connections', () => {
  it('is one exchange where each takes longer, in the order in which they came', async () => {
    const stage = new Stage();
    for (const name of ['a', 'b', 'c']) stage.begin(name, 'quick', 20);
    checkTurns(await stage.end(3), ['a', 'b', 'c']);
  });

  it('is as many as have time, and no more than 16 of one connection', async () => {
    const stage = new Stage();
    stage.begin('a', 'quick', 0, 17);
    for (const name of ['b', 'c', 'd']) stage.begin(name, 'quick', 5);
    checkTurns(await stage.end(20), [`${'a '.repeat(16)}b c`, 'a d']);
  });

  it('serves those first that ask for little, and one of the others whatever happens', async () => {
    const stage = new Stage();
    stage.begin('first', 'slow', 100);
    stage.begin('large', 'slow', 100);
    stage.begin('larger', 'slow', 100);
    stage.begin('small', 'quick', 6, 4);
    checkTurns(await stage.end(7), ['first', 'small small large', 'small small larger']);
  });

  it('begins one handshake in each, more where there is time, and exchanges beside them', async () => {
    const stage = new Stage();
    for (let count = 0; count < 4; count++) stage.shakeHands(6);
    stage.begin('a', 'quick', 20);
    checkTurns(await stage.end(5), ['handshake handshake', 'a handshake', 'handshake']);
  });
});

describe('turn: its end, with what waits for it', () => {
  it('is put off while each turn brings a new connection, by eight turns', async () => {
    await checkEnd({ newcomers: 0, putOff: 0 });
    await checkEnd({ newcomers: 3, putOff: 3 });
    await checkEnd({ newcomers: 100, putOff: 8 });
  });

  it('is put off by two milliseconds at most', () => checkEnd({ newcomers: 100, turnMs: 0.5, putOff: 3 }));

  it('is not put off for a second after a handler has blocked what was put off: it may block again', async () => {
    await checkEnd({ newcomers: 100, blocked: { cpuMs: 11, msAgo: 999 }, putOff: 0 });
    await checkEnd({ newcomers: 100, blocked: { cpuMs: 11, msAgo: 1000 }, putOff: 8 });
    await checkEnd({ newcomers: 100, blocked: { cpuMs: 10, msAgo: 0 }, putOff: 8 });
  });

  it('is not put off while an exchange waits for the next turn', () =>
    checkEnd({ newcomers: 100, waits: true, putOff: 0 }));

  it('is not put off while a connection waits for a place that an answer can make free', () =>
    checkEnd({ newcomers: 100, isWanted: true, putOff: 0 }));

  it('is that of the turn if no exchange has begun: events do not wait', () =>
    checkEnd({ newcomers: 100, begins: false, putOff: 0 }));
});

interface Ending {
  /** So many connections come, one in each turn. */
  readonly newcomers: number;
  readonly turnMs?: number;
  readonly waits?: boolean;
  readonly begins?: boolean;
  readonly isWanted?: boolean;
  /** What an end took that was put off before, and when it came. */
  readonly blocked?: { readonly cpuMs: number; readonly msAgo: number };
  /** For how many turns the output waits. */
  readonly putOff: number;
}

async function checkEnd(ending: Ending): Promise<void> {
  const { newcomers, turnMs = 0, waits = false, begins = true, isWanted = false, blocked, putOff } = ending;
  let nowMs = 1000;
  let cpuMs = 0;
  let flushed = false;
  const output = { flush: () => (flushed = true) };
  const turnEnd = new TurnEnd({ monotonicMs: () => nowMs, cpuMs: () => cpuMs });
  if (blocked !== undefined) {
    turnEnd.hasTime();
    turnEnd.add(output);
    turnEnd.newcomers++;
    await new Promise(setImmediate);
    assert.equal(flushed, false);
    cpuMs += blocked.cpuMs;
    await new Promise(setImmediate);
    assert.equal(flushed, true);
    flushed = false;
    nowMs += blocked.msAgo;
  }
  if (begins) turnEnd.hasTime();
  turnEnd.add(output);
  if (waits) turnEnd.wait(new TurnShare(turnEnd, { turnCame: () => undefined }), 'quick');
  turnEnd.isWanted = isWanted;
  let turns = 0;
  for (; !flushed; turns++) {
    if (turns < newcomers) turnEnd.newcomers++;
    nowMs += turnMs;
    await new Promise(setImmediate);
  }
  assert.equal(turns - 1, putOff);
}
