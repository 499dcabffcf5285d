import type { RateLimit } from '../../../contract/rate-limits.ts';
import { rateLimited } from '../../default-answers.ts';
import type { Asker } from '../asker.ts';
import type { Asked } from './ask-guards.ts';
import { NO_CONTEXT } from './ask-guards.ts';

const WITHIN: Asked = { kind: 'admitted', context: NO_CONTEXT };

/** Counts a request against each limit, from the outside in, up to the first that is reached. */
export function countRequest(limits: readonly RateLimit[], asker: Asker): Asked | Promise<Asked> {
  return limits.length === 0 ? WITHIN : countEach(limits, asker);
}

async function countEach(limits: readonly RateLimit[], asker: Asker): Promise<Asked> {
  for (const limit of limits) {
    const verdict = await asker.count(limit);
    if (verdict.kind === 'over') return { kind: 'refused', answer: rateLimited(limit, verdict.retryMs) };
  }
  return WITHIN;
}
