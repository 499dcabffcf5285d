import type { GiveUp, Outcome } from '../contract/exchange.ts';
import type { Accepted } from '../contract/request.ts';

/** What a connection waits for before it goes on: a decision about a body, or an answer. It is one at a time. */
export class Awaited {
  #promise: Promise<unknown> | undefined;
  #giveUp: GiveUp | undefined;
  /** The request whose answer is not there yet. */
  accepted: Accepted | undefined;
  #isAsked = false;

  /**
   * `goOn` gets what comes, and whether it is still awaited by then. `accepted`: the request that is answered with it. Not two functions
   * in an object: tsx gives those names each time. With what else they brought, that was a tenth of the CPU time of a POST whose handler
   * promises.
   */
  begin<T>(promise: Promise<T>, goOn: (value: T, isAwaited: boolean) => void, accepted?: Accepted): void {
    this.#promise = promise;
    this.accepted = accepted;
    this.#isAsked = false;
    void promise.then((value) => {
      if (this.#promise !== promise) return goOn(value, false);
      this.cancel();
      this.accepted = undefined;
      goOn(value, true);
    });
  }

  /** Nobody waits for it any more. */
  cancel(): void {
    this.#promise = undefined;
    this.#giveUp = undefined;
  }

  /** How the engine lets go of what it is busy with. */
  offer(giveUp: GiveUp): void {
    this.#giveUp = giveUp;
  }

  /** Whether it can be given up now. */
  get isOffered(): boolean {
    return this.#giveUp !== undefined;
  }

  /** What answers instead; undefined: nothing can be given up now. */
  giveUp(why: Parameters<GiveUp>[0]): Outcome | undefined {
    const giveUp = this.#giveUp;
    if (giveUp === undefined) return undefined;
    this.cancel();
    this.accepted = undefined;
    return giveUp(why);
  }

  /**
   * Whether to send a 100 to a peer that has ended its side: only data shows whether it still listens, and a client drops a 100
   * for which it did not ask (RFC 9110 §15.2.1). HTTP/1.0 has none.
   */
  asksPeer(): boolean {
    if (this.#isAsked || this.accepted?.kind !== 'request' || this.accepted.request.version === '1.0') return false;
    this.#isAsked = true;
    return true;
  }
}
