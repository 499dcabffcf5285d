import { BackOff } from './back-off.ts';
import { type Member, STEADY_MS } from './server-slot.ts';

/** What cannot start is on the disk until somebody mends it: each try costs a second of a processor. */
const RETRY_MS_MAX = 60_000;

export interface StandbyOptions {
  /** Whether one process more than serve is to wait. */
  readonly wanted: boolean;
  /** Tells people. */
  say(words: string): void;
  /** One is owed: it is to be started when nobody else has to. */
  startSoon(): void;
}

/** The process that waits for the place of one that dies: to start one takes a second, more on a busy machine. */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #retry = new BackOff(RETRY_MS_MAX);
  #member: Member | undefined;
  #owed = false;
  /** It was said that none waits. */
  #missed = false;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Whether one is to be started when nobody else has to. */
  get isOwed(): boolean {
    return this.#owed;
  }

  owe(): void {
    this.#owed = this.#options.wanted && this.#member === undefined;
  }

  start(member: Member): void {
    this.#owed = false;
    this.#retry.cancel();
    this.#member = member;
  }

  /** The one that waits, if there is one, leaves for a place. */
  take(): Member | undefined {
    const member = this.#member;
    this.#member = undefined;
    // What is on the disk can start, whatever failed before.
    if (member?.loaded) this.#retry.succeeded();
    return member;
  }

  /** What it was made of is not what is wanted now. */
  drop(): void {
    this.#retry.cancel();
    const member = this.take();
    if (member === undefined) return;
    member.state = 'discarded';
    member.killIn(0);
  }

  /** It has read all, and waits. */
  ready(member: Member): void {
    if (member !== this.#member) return;
    member.sinceMs = performance.now();
    if (this.#missed) this.#options.say('a standby process is ready again');
    this.#missed = false;
  }

  /** A process has ended, this one perhaps. */
  left(member: Member): void {
    if (member !== this.#member) return;
    this.#member = undefined;
    if (member.loaded && performance.now() - member.sinceMs > STEADY_MS) this.#retry.succeeded();
  }

  /** It has waited, and has ended like this. */
  died(how: string): void {
    this.#options.say(`the standby process ended (${how}), another one starts`);
    this.retry();
  }

  /** Nobody misses it yet: it is tried again more and more seldom. */
  retry(): void {
    this.#retry.again(() => {
      this.owe();
      this.#options.startSoon();
    });
  }

  /** What is on the disk cannot start, and why was said. That there is none is said once. */
  failed(): void {
    if (!this.#missed) {
      this.#options.say('no standby process is ready: what is on the disk cannot start, it will be tried again');
    }
    this.#missed = true;
    this.retry();
  }

  /** The server stops. */
  close(): void {
    this.#retry.cancel();
  }
}
