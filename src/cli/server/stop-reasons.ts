import { describeThrown, stackOf } from '../../http/describe-thrown.ts';
import { Deferred } from './deferred.ts';

/** Why a server stops. */
export type StopReason =
  /** Somebody asked for it. */
  | { readonly kind: 'signal' }
  /** Another process serves already, with newer code. */
  | { readonly kind: 'replaced' }
  /** A policy of the manifest; the message is the network error. */
  | { readonly kind: 'fatal'; readonly message: string }
  /** A bug of ours outside of an exchange, or a handler's stray error: from here on nothing is certain. */
  | { readonly kind: 'bug'; readonly error: unknown };

const GRACE_MS = 1000;

/** Collects reasons to stop. The first asks for a good end, in which all that is owed is answered; a second signal for an end at once. */
export class StopReasons {
  readonly #reasons: StopReason[] = [];
  readonly #first = new Deferred<void>();
  readonly #urgent = new Deferred<void>();
  readonly first = this.#first.promise;
  readonly urgent = this.#urgent.promise;

  add(reason: StopReason): void {
    this.#reasons.push(reason);
    this.#first.resolve();
    // A peer must not be able to end the drain of others: a fatal input only changes what is reported at the end.
    if (this.#signals() > 1) this.#urgent.resolve();
  }

  isStopping(): boolean {
    return this.#reasons.length > 0;
  }

  /** Whether requests are better sent elsewhere: a server that is replaced has left its place to one that takes them. */
  draining(): boolean {
    return this.#reasons.some(({ kind }) => kind !== 'replaced');
  }

  /** All that stopped the server, in words for stderr; a signal needs none. */
  words(): readonly string[] {
    return this.#reasons.flatMap(wordsOf);
  }

  /** As `words`, without those of a fatal input: a supervisor prints them for all processes. */
  ownWords(): readonly string[] {
    return this.#reasons.filter(({ kind }) => kind !== 'fatal').flatMap(wordsOf);
  }

  /** 0 if one signal asked for it, and all that was owed was given. */
  exitCode(): number {
    return this.words().length > 0 || this.#signals() > 1 ? 1 : 0;
  }

  /**
   * How long a connection may still wait for a request. A visitor who keeps asking must not find the connection closed under a
   * request that is on its way, and is told by the next answer; one who has paused longer is better served elsewhere.
   */
  graceMs(): number {
    return this.#reasons.every(({ kind }) => kind === 'replaced' || kind === 'signal') ? GRACE_MS : 0;
  }

  #signals(): number {
    return this.#reasons.filter(({ kind }) => kind === 'signal').length;
  }
}

function wordsOf(reason: StopReason): readonly string[] {
  switch (reason.kind) {
    case 'signal':
    case 'replaced':
      return [];
    case 'fatal':
      return [reason.message];
    case 'bug':
      return [`Stopped by an uncaught error: ${stackOf(reason.error) ?? describeThrown(reason.error)}`];
  }
}
