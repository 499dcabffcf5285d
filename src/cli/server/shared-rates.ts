import { createMemoryLimits } from '../../clients/rate-limits.ts';
import type { RateLimit, RateLimits, RateVerdict } from '../../contract/rate-limits.ts';
import type { News } from '../supervisor-messages.ts';

/** A supervisor that is busy, or gone, holds up no request for longer. */
const COUNT_MS = 100;

interface Pending {
  readonly resolve: (verdict: RateVerdict) => void;
  readonly timer: NodeJS.Timeout;
}

/** Has the supervisor count for all processes; if it does not answer in time, this process counts alone. */
export class SharedRates implements RateLimits {
  readonly #report: (news: News) => void;
  readonly #alone = createMemoryLimits();
  readonly #pending = new Map<number, Pending>();
  #asked = 0;

  constructor(report: (news: News) => void) {
    this.#report = report;
  }

  take(client: string, limit: RateLimit): Promise<RateVerdict> {
    this.#asked += 1;
    const ask = this.#asked;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pending.delete(ask);
        resolve(this.#alone.take(client, limit));
      }, COUNT_MS);
      this.#pending.set(ask, { resolve, timer });
      this.#report({ kind: 'count', ask, client, limit });
    });
  }

  counted(ask: number, verdict: RateVerdict): void {
    const pending = this.#pending.get(ask);
    this.#pending.delete(ask);
    clearTimeout(pending?.timer);
    pending?.resolve(verdict);
  }
}
