import type { Command, OpenConnection, RedisConnection, Reply } from './redis-connection.ts';

/** How long Redis can take. */
export interface Patience {
  readonly readMs: number;
  /** For all that a request asks: a read, and perhaps a change in the time that is left. */
  readonly requestMs: number;
  /** For the first connection, before a server starts without it. */
  readonly startMs: number;
  /** A connection that ends sooner than this after its first answers is not replaced at once, else we would dial all the time. */
  readonly servedMs: number;
}

/** No request can wait for 100 ms. */
export const PATIENCE: Patience = { readMs: 75, requestMs: 95, startMs: 200, servedMs: 1000 };
/** How long a connection can take from its first packet to its first answers. */
export const OPEN_MS_MAX = 2000;

/** Waits between two attempts to connect: each is twice as long as the one before. */
const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 1000;
/** A connection that has served for this long was good: the next failure is a new one. */
const STEADY_MS = 10_000;
const START_STEP_MS = 20;
/** A timer this late shows that this process was busy, not Redis. */
const BUSY_MS = 5;

export interface LinkOptions {
  readonly open: OpenConnection;
  /** Asked to find out whether commands are answered. */
  readonly probe: Command;
  readonly patience: Patience;
  /** An outage begins: reported once, until `up`. */
  down(why: string): void;
  up(downMs: number): void;
}

interface Waiting {
  readonly command: Command;
  readonly resolve: (reply: Reply) => void;
  /** It has as much time as Redis should need: if it had less when it came, its lateness says nothing about Redis. */
  readonly fair: boolean;
  dueMs: number;
  /** It was given more time once, since this process was late. */
  extended: boolean;
}

interface Outage {
  readonly sinceMs: number;
  readonly why: string;
  /** The first connection is still awaited. */
  readonly reported: boolean;
}

/**
 * A way to Redis that recovers by itself. While all is well, or a connection is being replaced, commands wait briefly for
 * their answers. After the first one that is late, nothing waits until a new connection has proved that it answers.
 */
export class RedisLink {
  readonly #options: LinkOptions;
  /** In the order in which they came, which is that of their answers. */
  readonly #waiting = new Set<Waiting>();
  #connection: RedisConnection | undefined;
  #attempt: RedisConnection | undefined;
  /** The newest connection has answered a command: the server is fine. */
  #proved = false;
  #upSinceMs = 0;
  #outage: Outage | undefined;
  #failures = 0;
  #limit: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;
  #clockDueMs = 0;
  #closed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Resolves when the first attempt has succeeded, failed or taken too long for a start, which then goes on without it. */
  open(): Promise<void> {
    return new Promise((resolve) => {
      let leftMs = this.#options.patience.startMs;
      // While a server starts, nothing else keeps its process alive. If a step takes longer, this process was busy.
      const steps = setInterval(() => {
        leftMs -= START_STEP_MS;
        if (leftMs > 0) return;
        clearInterval(steps);
        // If the attempt fails, it will report why it took so long.
        if (!this.#closed) this.#outage ??= { sinceMs: performance.now(), why: STARTING, reported: false };
        resolve();
      }, START_STEP_MS);
      void this.#connect().then(() => {
        clearInterval(steps);
        resolve();
      });
    });
  }

  /** Whether there is an outage, or this is closed: commands are answered at once, with nothing. */
  get isDown(): boolean {
    return this.#outage !== undefined || this.#closed;
  }

  /** Asks the first command of a request. Never rejects. */
  read(command: Command): Promise<Reply> {
    return this.#ask(command, this.#options.patience.readMs);
  }

  /** Asks a command after a read. `waitedMs`: how long the request has waited for Redis until now. Never rejects. */
  change(command: Command, waitedMs: number): Promise<Reply> {
    return this.#ask(command, this.#options.patience.requestMs - waitedMs);
  }

  #ask(command: Command, ms: number): Promise<Reply> {
    if (this.#closed) return Promise.resolve(CLOSED);
    if (this.#outage !== undefined) return Promise.resolve({ kind: 'lost', why: this.#outage.why });
    if (ms <= 0) return Promise.resolve(SPENT);
    const { readMs, requestMs } = this.#options.patience;
    return new Promise((resolve) => {
      const dueMs = performance.now() + ms;
      const waiting: Waiting = { command, resolve, fair: ms >= requestMs - readMs, dueMs, extended: false };
      this.#waiting.add(waiting);
      if (this.#clock === undefined || dueMs < this.#clockDueMs) this.#setClock(ms);
      if (this.#connection !== undefined) this.#send(waiting, this.#connection);
    });
  }

  /** It answers, but refuses what it must do for us: this is an outage too. */
  giveUp(why: string): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.destroy();
    if (this.#outage?.reported !== true) this.#outage = this.#begin(why);
    const given: Reply = { kind: 'lost', why };
    for (const waiting of this.#waiting) waiting.resolve(given);
    this.#waiting.clear();
    this.#retryLater();
  }

  /**
   * At once. Pending commands never resolve: their exchanges are cut off, and must not go on as if
   * they were not.
   */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#limit);
    clearTimeout(this.#retry);
    clearTimeout(this.#clock);
    this.#connection?.destroy();
    this.#attempt?.destroy();
    this.#waiting.clear();
  }

  #begin(why: string): Outage {
    this.#options.down(why);
    return { sinceMs: performance.now(), why, reported: true };
  }

  #send(waiting: Waiting, connection: RedisConnection): void {
    void connection.ask(waiting.command).then((reply) => {
      if (reply.kind === 'lost') {
        this.#lost(connection);
      } else if (this.#waiting.delete(waiting)) {
        this.#proved = true;
        waiting.resolve(reply);
      }
    });
  }

  /** Servers close idle connections, and restart: pending commands are sent again on the next one, within their time. */
  #lost(connection: RedisConnection): void {
    if (this.#closed || connection !== this.#connection) return;
    if (performance.now() - this.#upSinceMs < this.#options.patience.servedMs) {
      this.giveUp(BRIEF);
      return;
    }
    this.#connection = undefined;
    connection.destroy();
    void this.#connect();
  }

  async #connect(): Promise<void> {
    const connection: RedisConnection = this.#options.open(() => this.#lost(connection));
    this.#attempt = connection;
    let late = false;
    this.#limit = setTimeout(() => {
      late = true;
      connection.destroy();
    }, OPEN_MS_MAX).unref();
    const reply = await this.#try(connection);
    clearTimeout(this.#limit);
    this.#attempt = undefined;
    if (this.#closed || reply.kind !== 'value') connection.destroy();
    if (this.#closed) return;
    if (reply.kind === 'value') this.#use(connection);
    else this.giveUp(late ? SILENT : reply.why);
  }

  /** A server can accept and be silent, or be slow, or refuse what matters. One that has just closed a good connection is trusted. */
  async #try(connection: RedisConnection): Promise<Reply> {
    const opened = await connection.opened;
    const replaces = this.#proved && this.#outage === undefined;
    this.#proved = false;
    if (opened.kind !== 'value' || replaces) return opened;
    const first = await connection.ask(this.#options.probe);
    if (first.kind === 'lost') return first;
    const sinceMs = performance.now();
    const second = await connection.ask(this.#options.probe);
    return performance.now() - sinceMs > this.#options.patience.readMs ? SLOW : second;
  }

  #use(connection: RedisConnection): void {
    this.#connection = connection;
    this.#upSinceMs = performance.now();
    const outage = this.#outage;
    this.#outage = undefined;
    if (outage?.reported === true) this.#options.up(performance.now() - outage.sinceMs);
    for (const waiting of this.#waiting) this.#send(waiting, connection);
  }

  #retryLater(): void {
    if (this.#closed || this.#attempt !== undefined || this.#retry !== undefined) return;
    if (this.#upSinceMs > 0 && performance.now() - this.#upSinceMs > STEADY_MS) this.#failures = 0;
    this.#upSinceMs = 0;
    const waitMs = Math.min(RETRY_MS_MIN * 2 ** this.#failures, RETRY_MS_MAX);
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, waitMs).unref();
  }

  /** One timer for all: one for each command cost more than the command. */
  #setClock(ms: number): void {
    clearTimeout(this.#clock);
    this.#clockDueMs = performance.now() + ms;
    this.#clock = setTimeout(() => this.#look(), ms).unref();
  }

  #look(): void {
    this.#clock = undefined;
    const next = this.#nextDue();
    if (next === undefined) return;
    const now = performance.now();
    const lateMs = now - this.#clockDueMs;
    if (next.dueMs > now) {
      this.#setClock(next.dueMs - now);
    } else if (lateMs > BUSY_MS && !next.extended) {
      next.extended = true;
      next.dueMs = now + Math.min(lateMs, this.#options.patience.readMs);
      this.#setClock(next.dueMs - now);
    } else {
      // What has come is read before this runs: timers come before sockets in a turn.
      setImmediate(() => this.#judge(next));
    }
  }

  #judge(late: Waiting): void {
    if (this.#waiting.has(late) && late.fair) this.giveUp(SILENT);
    else if (this.#waiting.delete(late)) late.resolve(SPENT);
    if (this.#waiting.size > 0 && this.#clock === undefined) this.#setClock(0);
  }

  #nextDue(): Waiting | undefined {
    let next: Waiting | undefined;
    for (const waiting of this.#waiting) if (next === undefined || waiting.dueMs < next.dueMs) next = waiting;
    return next;
  }
}

const STARTING = 'the connection is not open yet';
const BRIEF = 'it closed a connection that it had just accepted';
const SILENT = 'it did not answer in time';
const SLOW: Reply = { kind: 'refused', why: SILENT, wrongType: false };
const SPENT: Reply = { kind: 'lost', why: 'the time that one request may wait for it is used up' };
const CLOSED: Reply = { kind: 'lost', why: 'the server is stopping' };
