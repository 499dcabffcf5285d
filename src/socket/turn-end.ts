import { PutOff, type TurnClock } from './put-off.ts';

/** How many exchanges of one connection run in a turn, before other connections and new ones are next. */
const EXCHANGES_MAX = 16;
/** For how long exchanges and handshakes of a turn can begin. The system's queue of new connections releases one a turn. */
const TURN_MS_MAX = 10;

/** Where a connection waits for a turn that has time for it. Each turn serves the quick ones first, and at least one of each. */
export type Lane = 'quick' | 'slow';

/**
 * The turns of the event loop, shared by all connections of a listener. Their output leaves at the end of each turn: a local peer
 * that is woken by the first answer is awake for the others. With 64 connections that took the CPU time of a request from 116 µs
 * to 64. And no turn becomes so long that a new connection waits for it, however much is asked for at once. Where each turn would have
 * one answer, its end is put off.
 */
export class TurnEnd {
  readonly #clock: TurnClock;
  readonly #putOff: PutOff;
  #outputs: Flushable[] = [];
  /** How many connections have been accepted. */
  newcomers = 0;
  /** Somebody waits for a place that what is to be sent can make free: this end is not put off. */
  isWanted = false;
  /** The longest wait comes first. */
  readonly #lanes: Readonly<Record<Lane, Set<TurnShare>>> = { quick: new Set(), slow: new Set() };
  /** When the first exchange of this turn was about to begin. */
  #beganMs: number | undefined;
  #handshakeTurn = -1;
  #scheduled = false;
  /** A different number in each turn in which something was sent. */
  turn = 0;

  constructor(clock: TurnClock) {
    this.#clock = clock;
    this.#putOff = new PutOff(clock, TURN_MS_MAX);
  }

  /** Called once for each flush: an output knows whether it is waiting. */
  add(output: Flushable): void {
    this.#outputs.push(output);
    this.#schedule();
  }

  /** As `add`, before all others: what is logged is in the file before its answer leaves, whatever that connection sent before. */
  addFirst(output: Flushable): void {
    this.#outputs.unshift(output);
    this.#schedule();
  }

  /** Whether one more exchange can begin in this turn; the first one always can. */
  hasTime(): boolean {
    const nowMs = this.#clock.monotonicMs();
    this.#beganMs ??= nowMs;
    return nowMs < this.#beganMs + TURN_MS_MAX;
  }

  /** As `hasTime`, for a handshake; a turn always has time for one. Each is signed before the next is asked for. */
  takesHandshake(): boolean {
    const hasTime = this.hasTime();
    if (this.#handshakeTurn === this.turn && !hasTime) return false;
    this.#handshakeTurn = this.turn;
    this.#schedule();
    return true;
  }

  /** It goes on in the next turn that has time for it. */
  wait(share: TurnShare, lane: Lane): void {
    this.#lanes[lane].add(share);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#end);
  }

  /** Sends what waits now. Call it yourself only where the process ends before the turn does. */
  flush(): void {
    const outputs = this.#outputs;
    this.#outputs = [];
    for (const output of outputs) output.flush();
  }

  readonly #end = (): void => {
    if (this.#isPutOff()) {
      setImmediate(this.#end);
      return;
    }
    this.#scheduled = false;
    this.turn++;
    this.#beganMs = undefined;
    this.flush();
    this.#begin(this.#lanes.quick);
    this.#begin(this.#lanes.slow);
  };

  /** Not while exchanges wait for the next turn. */
  #isPutOff(): boolean {
    const { quick, slow } = this.#lanes;
    const isDue = this.isWanted || quick.size + slow.size > 0;
    this.isWanted = false;
    return this.#putOff.decide(this.newcomers, isDue ? undefined : this.#beganMs);
  }

  /** A connection that waits again comes behind those that still wait. */
  #begin(lane: Set<TurnShare>): void {
    let left = lane.size;
    if (left === 0) return;
    this.hasTime(); // starts the clock
    for (const share of lane) {
      lane.delete(share);
      share.begin();
      left--;
      if (left === 0 || !this.hasTime()) break;
    }
    if (lane.size > 0) this.#schedule();
  }
}

/** What has something to send at the end of a turn. */
export interface Flushable {
  flush(): void;
}

/** Who takes turns. */
export interface TurnTaker {
  /** It waited, and may go on. */
  turnCame(): void;
}

/** The part of one connection in the turns of the event loop. */
export class TurnShare {
  readonly #turnEnd: TurnEnd;
  readonly #taker: TurnTaker;
  #turn = 0;
  #exchanges = 0;
  #state: 'free' | 'waiting' | 'beginning' = 'free';

  constructor(turnEnd: TurnEnd, taker: TurnTaker) {
    this.#turnEnd = turnEnd;
    this.#taker = taker;
  }

  /** Other connections have their turn; more of this connection's requests wait here. */
  get waiting(): boolean {
    return this.#state === 'waiting';
  }

  /** Whether an exchange, or a piece of an answer, can begin now; else the connection waits from now on. */
  take(lane: Lane): boolean {
    if (this.waiting) return false;
    const exchanges = this.#exchangesNow();
    if (this.#state !== 'beginning' && (exchanges >= EXCHANGES_MAX || !this.#turnEnd.hasTime())) {
      this.wait(lane);
      return false;
    }
    this.#state = 'free';
    this.#exchanges = exchanges + 1;
    return true;
  }

  wait(lane: Lane): void {
    this.#state = 'waiting';
    this.#turnEnd.wait(this, lane);
  }

  /** Its turn in its lane: one exchange is allowed, whatever the time. */
  begin(): void {
    this.#state = 'beginning';
    this.#taker.turnCame();
    if (this.#state === 'beginning') this.#state = 'free';
  }

  #exchangesNow(): number {
    const { turn } = this.#turnEnd;
    if (this.#turn !== turn) this.#exchanges = 0;
    this.#turn = turn;
    return this.#exchanges;
  }
}
