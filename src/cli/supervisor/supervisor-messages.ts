import type { HeldClient } from '../../clients/memory-store.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { RateLimit, RateVerdict } from '../../contract/rate-limits.ts';
import type { Verdict } from '../judge/judge-messages.ts';
import type { StartSettings } from '../server/restart-settings.ts';
import type { Patience, ServerNews } from '../server/server-control.ts';

/** How long a choice of a client waits for all processes. */
export const CONFIRM_MS = 2000;

/** A clock that all processes of a machine share, and that nobody sets. */
export function machineMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/** What a server process reports to its supervisor. */
export type News =
  /** It runs, and hears orders. */
  | { readonly kind: 'hello' }
  /** It has read its manifest and its code, and waits for `serve`. */
  | { readonly kind: 'loaded' }
  /** It cannot start, and was asked to be quiet: what is wrong, as text. */
  | { readonly kind: 'failed'; readonly words: string }
  /** It is about to accept connections: from here on it takes part in what clients choose. */
  | { readonly kind: 'join' }
  | ({ readonly kind: 'ready'; readonly fingerprint: string } & Omit<ServerNews, 'sources'>)
  /** In that round of reloading, the manifest is compiled, and waits for the supervisor's word. */
  | { readonly kind: 'prepared'; readonly round: number }
  /** What was prepared in that round is active here. */
  | { readonly kind: 'taken'; readonly round: number; readonly patience: Patience }
  /** In that round something was wrong, which has been printed. */
  | { readonly kind: 'refused'; readonly round: number }
  /** A client chose something; `set` is the sender's own number for it. From `untilMs` on (`machineMs`) it no longer counts. */
  | {
      readonly kind: 'choose';
      readonly set: number;
      readonly untilMs: number;
      readonly client: string;
      readonly change: ClientOptions;
    }
  /** The change with that number is active here. */
  | { readonly kind: 'adopted'; readonly number: number }
  /** A request of a client, to be counted; `ask` is the sender's own number for it. */
  | { readonly kind: 'count'; readonly ask: number; readonly client: string; readonly limit: RateLimit }
  /** In answer to `ping`. */
  | { readonly kind: 'pong' }
  /** The policy of the manifest stops the server, and why. */
  | { readonly kind: 'fatal'; readonly message: string };

/** What a supervisor sends to a server process. */
export type Order =
  | {
      readonly kind: 'welcome';
      /** The working directory, by the name that was given: it may lead elsewhere than when this process was started. */
      readonly folder: string;
      /** How many processes share the limits of the whole server. */
      readonly processes: number;
      /** Whether to print the warnings or errors of the manifest: one of the processes that start at a time does. */
      readonly aloud: boolean;
    }
  /** Listen where the others do, and with their settings; undefined: as command and manifest say. */
  | { readonly kind: 'serve'; readonly settings: StartSettings | undefined }
  /** All that is known of clients, in answer to `join`; later choices come as `adopt`. */
  | { readonly kind: 'clients'; readonly clients: readonly HeldClient[] }
  | { readonly kind: 'stop' | 'retire' | 'reopenLogs' }
  /** Answer with `pong` at once. */
  | { readonly kind: 'ping' }
  /** A part of a manifest that was found right; `reload` follows when all are sent. */
  | { readonly kind: 'part'; readonly text: string }
  /** Compile it, answer with `prepared` or `refused`, and wait for `decide`. If something is wrong with it, print that. */
  | { readonly kind: 'reload'; readonly round: number; readonly aloud: boolean; readonly verdict: Verdict }
  /** Whether what was prepared in that round is active now. */
  | { readonly kind: 'decide'; readonly round: number; readonly isActive: boolean }
  /** A client's choice, to be applied and answered with `adopted`; all processes get all choices in one order. */
  | { readonly kind: 'adopt'; readonly number: number; readonly client: string; readonly change: ClientOptions }
  /** In answer to `count`. */
  | { readonly kind: 'counted'; readonly ask: number; readonly verdict: RateVerdict }
  /** The choice that was sent as `set` is active in every process, or, `unconfirmed`, one of them is silent. */
  | { readonly kind: 'chosen' | 'unconfirmed'; readonly set: number };
