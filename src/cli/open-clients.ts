import type { ClientStore } from '../contract/client.ts';
import type { LogSink } from '../contract/log-sink.ts';
import type { Program } from '../contract/program.ts';
import { logRecord } from './log-record.ts';
import type { ServerControl } from './server-control.ts';

export type OpenedClients =
  | { readonly kind: 'opened'; readonly clients: ClientStore; close(): void }
  /** A line for people. */
  | { readonly kind: 'failed'; readonly message: string };

/** Opens what the manifest says clients are remembered in. With Redis each process asks for itself: no supervisor is needed. */
export async function openClients(
  { clients: { store, max, ttlMs } }: Program,
  control: Pick<ServerControl, 'openClients'>,
  logs: LogSink,
): Promise<OpenedClients> {
  if (store.kind === 'memory') {
    return { kind: 'opened', clients: await control.openClients(max, ttlMs), close: () => undefined };
  }
  const { openRedisStore } = await import('../clients/redis-store.ts');
  const opened = await openRedisStore({
    address: store.address,
    max,
    ttlMs,
    tell: (news) => logs.error(logRecord(Date.now(), recordOf(news))),
  });
  if (opened.kind === 'failed') return opened;
  return { kind: 'opened', clients: opened.store, close: () => opened.store.close() };
}

type StoreNews = import('../clients/redis-store.ts').StoreNews;

function recordOf(news: StoreNews): Readonly<Record<string, string>> {
  switch (news.kind) {
    case 'down': {
      const message = 'Cannot reach Redis: what was last known of a client applies, and no change is confirmed';
      return { code: 'store-down', message, cause: news.why };
    }
    case 'back':
      return { code: 'store-back', message: `Redis answers again, after ${(news.downMs / 1000).toFixed(1)} s` };
    case 'garbage': {
      const message =
        'Cannot understand what Redis holds of a client: it counts as not chosen, here and wherever this is so';
      return { client: news.client, code: 'store-garbage', message };
    }
  }
}
