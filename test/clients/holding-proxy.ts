import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { listen } from './false-redis.ts';

/** A way to Redis on which one change gets stuck. */
export interface HoldingProxy {
  readonly port: number;
  /** Keeps the next change, and what follows it on its connection. Resolves when there is one. */
  hold(): Promise<Held>;
}

export interface Held {
  /** The connection ends for whoever has sent the change. */
  hangUp(): void;
  /** Lets it go on. Resolves when Redis has answered it, whoever hears that. */
  release(): Promise<void>;
}

/** Ends with the test. */
export async function startHoldingProxy(t: Parameters<typeof listen>[0], redisPort: number): Promise<HoldingProxy> {
  const ways = new Set<Socket>();
  let caught: ((held: Held) => void) | undefined;
  const port = await listen(t, (near) => {
    const far = connect(redisPort, '127.0.0.1').on('error', () => near.destroy());
    ways.add(far);
    let kept: Buffer[] | undefined;
    far.on('data', (bytes) => near.write(bytes));
    near.on('close', () => {
      if (kept === undefined) far.destroy();
    });
    near.on('data', (bytes) => {
      if (kept === undefined && caught !== undefined && /EVAL|HSET/.test(bytes.toString('latin1'))) {
        kept = [];
        caught({
          hangUp: () => near.destroy(),
          async release() {
            const answered = once(far, 'data');
            far.write(Buffer.concat(kept ?? []));
            await answered;
          },
        });
        caught = undefined;
      }
      if (kept === undefined) far.write(bytes);
      else kept.push(bytes);
    });
  });
  t.after(async () => {
    for (const far of ways) far.destroy();
  });
  return {
    port,
    hold: () =>
      new Promise((resolve) => {
        caught = resolve;
      }),
  };
}
