import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharedRates } from '../../src/cli/server/shared-rates.ts';
import type { News } from '../../src/cli/supervisor/supervisor-messages.ts';
import type { RateLimit, RateVerdict } from '../../src/contract/rate-limits.ts';

const LIMIT: RateLimit = { name: 'a', requests: 1000, perMs: 60_000 };
const TOLD: RateVerdict = { kind: 'over', retryMs: 1 };

describe('shared rates: a supervisor that is silent', () => {
  it('is not asked for more, and is back when it has answered all before', async () => {
    const asks: number[] = [];
    const rates = new SharedRates((news: News) => {
      if (news.kind === 'count') asks.push(news.ask);
    });
    const take = () => rates.take('a', LIMIT);
    const answer = (index: number) => rates.counted(asks[index] ?? assert.fail(), TOLD);
    const early = await Promise.all([take(), take()]);
    for (let n = 0; n < 100; n++) early.push(await take());
    answer(0);
    early.push(await take());
    assert.equal(early.includes(TOLD), false);
    assert.equal(asks.length, 2);

    answer(1);
    const shared = take();
    answer(2);
    assert.equal(await shared, TOLD);
  });
});
