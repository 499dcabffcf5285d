import { createMemoryLimits } from '../../clients/rate-limits.ts';
import type { News, Order } from '../supervisor-messages.ts';

/** Counts requests for all server processes. */
export class RateCounts {
  readonly #limits = createMemoryLimits();

  async count(by: { send(order: Order): void }, { ask, client, limit }: News & { kind: 'count' }): Promise<void> {
    by.send({ kind: 'counted', ask, verdict: await this.#limits.take(client, limit) });
  }
}
