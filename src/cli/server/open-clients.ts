import { createRedisLimits } from '../../clients/rate-limits.ts';
import type { ClientStore } from '../../contract/client.ts';
import type { LogSink } from '../../contract/log-sink.ts';
import type { Program } from '../../contract/program.ts';
import type { RateLimits } from '../../contract/rate-limits.ts';
import type { ServerControl } from './server-control.ts';
import { storeRecord } from './server-records.ts';

export type OpenedClients =
  | { readonly kind: 'opened'; readonly clients: ClientStore; readonly rates: RateLimits; close(): void }
  /** A line for people. */
  | { readonly kind: 'failed'; readonly message: string };

/** Opens the store for clients that the manifest names. With Redis each process asks for itself, without a supervisor. */
export async function openClients(
  { clients: { store, max, ttlMs } }: Program,
  control: Pick<ServerControl, 'openClients' | 'rates'>,
  logs: LogSink,
): Promise<OpenedClients> {
  if (store.kind === 'memory') {
    const clients = await control.openClients(max, ttlMs);
    return { kind: 'opened', clients, rates: control.rates, close: () => undefined };
  }
  const { openRedisStore } = await import('../../clients/redis-store.ts');
  const opened = await openRedisStore({
    address: store.address,
    max,
    ttlMs,
    report: (news) => logs.error(storeRecord(news)),
  });
  if (opened.kind === 'failed') return opened;
  const rates = createRedisLimits((command) => opened.store.ask(command));
  return { kind: 'opened', clients: opened.store, rates, close: () => opened.store.close() };
}
