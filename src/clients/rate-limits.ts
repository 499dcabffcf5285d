import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { RateLimit, RateLimits, RateVerdict } from '../contract/rate-limits.ts';
import type { Command, Reply } from './redis-connection.ts';

type Library = typeof import('rate-limiter-flexible');
type Options = ConstructorParameters<Library['RateLimiterMemory']>[0];
type Counter = Pick<RateLimiterAbstract, 'consume'>;

/** Counts in the memory of this process. */
export function createMemoryLimits(): RateLimits {
  return new CountedLimits(({ RateLimiterMemory }, options) => new RateLimiterMemory(options));
}

/** Counts in Redis, for all servers that share it; while Redis is out of reach, in the memory of this process. */
export function createRedisLimits(ask: (command: Command) => Promise<Reply>): RateLimits {
  /** The one command of a client of Redis that the library calls. */
  const storeClient = {
    async eval(
      script: string,
      { keys, arguments: values }: { readonly keys: readonly string[]; readonly arguments: readonly string[] },
    ) {
      const reply = await ask(['EVAL', script, String(keys.length), ...keys, ...values]);
      if (reply.kind === 'value') return reply.value;
      throw new Error(reply.why);
    },
  };
  return new CountedLimits(({ RateLimiterMemory, RateLimiterRedis }, options) => {
    const insuranceLimiter = new RateLimiterMemory(options);
    return new RateLimiterRedis({ ...options, storeClient, useRedisPackage: true, insuranceLimiter });
  });
}

/** Limits of the same numbers have one counter, which a reload keeps. The library is loaded when there is something to count. */
class CountedLimits implements RateLimits {
  readonly #make: (library: Library, options: Options) => Counter;
  readonly #counters = new Map<string, Promise<Counter>>();

  constructor(make: (library: Library, options: Options) => Counter) {
    this.#make = make;
  }

  async take(client: string, limit: RateLimit): Promise<RateVerdict> {
    const counter = await this.#counterOf(limit);
    try {
      await counter.consume(client);
      return { kind: 'within' };
    } catch (refusal) {
      if (isCount(refusal)) return { kind: 'over', retryMs: refusal.msBeforeNext };
      throw refusal;
    }
  }

  #counterOf({ name, requests, perMs }: RateLimit): Promise<Counter> {
    const seconds = Math.ceil(perMs / 1000);
    const keyPrefix = `velosiped:rate:${name}:${requests}/${seconds}s`;
    const known = this.#counters.get(keyPrefix);
    if (known !== undefined) return known;
    const made = import('rate-limiter-flexible').then((library) =>
      this.#make(library, { keyPrefix, points: requests, duration: seconds }),
    );
    this.#counters.set(keyPrefix, made);
    return made;
  }
}

/** The library rejects with its count where a limit is reached. */
function isCount(refusal: unknown): refusal is { readonly msBeforeNext: number } {
  return typeof refusal === 'object' && refusal !== null && !(refusal instanceof Error) && 'msBeforeNext' in refusal;
}
