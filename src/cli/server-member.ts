import cluster from 'node:cluster';
import type { Readable } from 'node:stream';
import type { ServerSlot } from './server-slot.ts';
import { isNews, type News, type Order } from './supervisor-messages.ts';

/** A server process, as its supervisor sees it. */
export interface Member {
  readonly id: number;
  /** Whose place it takes; undefined: it is kept for the first that becomes free. */
  slot: ServerSlot | undefined;
  /** It says what is wrong with its manifest, or doubtful. */
  readonly aloud: boolean;
  /**
   * - starting: it reads its manifest and its code, or has read them and waits for a place;
   * - serving: it accepts connections;
   * - retiring: another one serves in its place, it finishes what it has begun;
   * - discarded: it is not wanted any more, and was not ready yet.
   */
  state: 'starting' | 'serving' | 'retiring' | 'discarded';
  /** It hears orders. */
  welcomed: boolean;
  /** It has read its manifest and its code. */
  loaded: boolean;
  /** When it began to serve, in monotonic milliseconds. */
  sinceMs: number;
  /** To one that is gone, nothing is sent. */
  send(order: Order): void;
  /** Ends it, for certain, in so many milliseconds; 0 is now. */
  killIn(ms: number): void;
}

export interface MemberEvents {
  readonly slot: ServerSlot | undefined;
  readonly aloud: boolean;
  /** What it prints on stdout. */
  follow(stdout: Readable): void;
  hear(news: News): void;
  /** It has ended, and all that it said before was heard. */
  ended(code: number | null, signal: string | null): void;
}

/** Starts a server process: the same command in the role of a worker. */
export function startMember({ slot, aloud, follow, hear, ended }: MemberEvents): Member {
  const worker = cluster.fork();
  const { stdout } = worker.process;
  if (stdout !== null) follow(stdout);
  worker.on('message', (message: unknown) => {
    if (isNews(message)) hear(message);
  });
  // Sending to one that has just died; that it died is told by other events.
  worker.on('error', () => undefined);
  const exited = new Promise<readonly [code: number | null, signal: string | null]>((resolve) => {
    worker.on('exit', (code: number | null, signal: string | null) => resolve([code, signal]));
  });
  const disconnected = new Promise<void>((resolve) => {
    worker.on('disconnect', resolve);
  });
  // Its last words may come after its end was noticed.
  void Promise.all([exited, disconnected]).then(([[code, signal]]) => ended(code, signal));
  return {
    id: worker.id,
    slot,
    aloud,
    state: 'starting',
    welcomed: false,
    loaded: false,
    sinceMs: 0,
    send(order) {
      if (worker.isConnected()) worker.send(order, () => undefined);
    },
    killIn(ms) {
      if (ms === 0) worker.process.kill('SIGKILL');
      else setTimeout(() => worker.process.kill('SIGKILL'), ms).unref();
    },
  };
}
