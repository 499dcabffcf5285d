import type { ClientOptions } from '../contract/client.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';
import type { Address, ServerNews } from './server-control.ts';

/** What a server process tells its supervisor. */
export type News =
  /** It runs, and can be told where to listen. */
  | { readonly kind: 'hello' }
  | ({ readonly kind: 'ready' } & ServerNews)
  | { readonly kind: 'reloaded'; readonly watch: WatchPlan }
  /** A client chose something; `set` is the sender's own number for it. */
  | { readonly kind: 'choose'; readonly set: number; readonly client: string; readonly change: ClientOptions }
  /** The change of that number is in force here. */
  | { readonly kind: 'adopted'; readonly number: number }
  | { readonly kind: 'fatal' };

/** What a supervisor tells a server process. */
export type Order =
  | {
      readonly kind: 'welcome';
      readonly address: Address | undefined;
      readonly clients: readonly (readonly [client: string, options: ClientOptions])[];
    }
  | { readonly kind: 'stop' | 'retire' | 'reload' | 'reopenLogs' }
  /** A client's choice, to be put in force and answered with `adopted`; all processes get all choices in one order. */
  | { readonly kind: 'adopt'; readonly number: number; readonly client: string; readonly change: ClientOptions }
  /** The choice that was sent as `set` is in force in every process. */
  | { readonly kind: 'chosen'; readonly set: number };

/** Whether this is a message of ours: tsx sends its own over the same channel. */
export function isNews(message: unknown): message is News {
  return hasKind(message) && message.kind in NEWS;
}

/** As `isNews`, at the other end. */
export function isOrder(message: unknown): message is Order {
  return hasKind(message) && message.kind in ORDERS;
}

const NEWS: Readonly<Record<News['kind'], true>> = {
  hello: true,
  ready: true,
  reloaded: true,
  choose: true,
  adopted: true,
  fatal: true,
};

const ORDERS: Readonly<Record<Order['kind'], true>> = {
  welcome: true,
  stop: true,
  retire: true,
  reload: true,
  reopenLogs: true,
  adopt: true,
  chosen: true,
};

function hasKind(message: unknown): message is { readonly kind: string } {
  return typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string';
}
