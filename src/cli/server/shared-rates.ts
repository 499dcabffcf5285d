import { createMemoryLimits } from '../../clients/rate-limits.ts';
import type { RateLimit, RateLimits, RateVerdict } from '../../contract/rate-limits.ts';
import type { News } from '../supervisor/supervisor-messages.ts';

/** For so long a request waits for a supervisor that is busy. The first count loads what counts. */
const COUNT_MS = 1000;

interface Pending {
  readonly resolve: (verdict: RateVerdict) => void;
  readonly timer: NodeJS.Timeout;
}

/** Has the supervisor count for all processes. While it is silent this process counts alone, and only the first requests wait for it. */
export class SharedRates implements RateLimits {
  readonly #report: (news: News) => void;
  readonly #alone = createMemoryLimits();
  readonly #pending = new Map<number, Pending>();
  /** While it is silent: the last ask before. Its answer shows that the supervisor is back, and has done all that waited for it. */
  #unanswered: number | undefined;
  #asked = 0;

  constructor(report: (news: News) => void) {
    this.#report = report;
  }

  take(client: string, limit: RateLimit): Promise<RateVerdict> {
    // What is sent to a silent one waits in the memory of this process.
    if (this.#unanswered !== undefined) return this.#alone.take(client, limit);
    this.#asked += 1;
    const ask = this.#asked;
    this.#report({ kind: 'count', ask, client, limit });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pending.delete(ask);
        this.#unanswered ??= [...this.#pending.keys()].at(-1) ?? ask;
        resolve(this.#alone.take(client, limit));
      }, COUNT_MS);
      this.#pending.set(ask, { resolve, timer });
    });
  }

  counted(ask: number, verdict: RateVerdict): void {
    if (ask === this.#unanswered) this.#unanswered = undefined;
    const pending = this.#pending.get(ask);
    this.#pending.delete(ask);
    clearTimeout(pending?.timer);
    pending?.resolve(verdict);
  }
}
