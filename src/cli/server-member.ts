import cluster, { type Worker } from 'node:cluster';
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
   * - hung: it has not answered, and was killed;
   * - retiring: another one serves in its place, it finishes what it has begun;
   * - discarded: it is not wanted any more, and was not ready yet.
   */
  state: 'starting' | 'serving' | 'hung' | 'retiring' | 'discarded';
  /** It hears orders. */
  welcomed: boolean;
  /** It has read its manifest and its code. */
  loaded: boolean;
  /** How many beats of the supervisor ago it was heard of (heartbeat.ts). */
  silentBeats: number;
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
  /** It has ended, and all that it said before was heard. Never called before the member is known. */
  ended(end: MemberEnd): void;
}

/** How a server process ended. */
export type MemberEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  /** It never ran: the system has no process, open file or memory for it. */
  | { readonly kind: 'not-started'; readonly why: string };

/** How it ended, in a few words. */
export function endText(end: MemberEnd): string {
  switch (end.kind) {
    case 'exited':
      return `code ${end.code}`;
    case 'killed':
      return end.signal;
    case 'not-started':
      return end.why;
  }
}

/** Starts a server process: the same command in the role of a worker. One that cannot be started is a member that ends. */
export function startMember({ slot, aloud, follow, hear, ended }: MemberEvents): Member {
  const { worker, end } = fork();
  void end.then(ended);
  if (worker?.process.stdout) follow(worker.process.stdout);
  worker?.on('message', (message: unknown) => {
    if (isNews(message)) hear(message);
  });
  return {
    id: ++members,
    slot,
    aloud,
    state: 'starting',
    welcomed: false,
    loaded: false,
    silentBeats: 0,
    sinceMs: 0,
    send(order) {
      if (worker?.isConnected()) worker.send(order, () => undefined);
    },
    killIn(ms) {
      if (ms === 0) worker?.process.kill('SIGKILL');
      else setTimeout(() => worker?.process.kill('SIGKILL'), ms).unref();
    },
  };
}

/** How many there were. */
let members = 0;

interface Forked {
  /** undefined: there is no process. To kill such a one would kill the whole group of this one. */
  readonly worker: Worker | undefined;
  readonly end: Promise<MemberEnd>;
}

function fork(): Forked {
  let worker: Worker;
  try {
    worker = cluster.fork();
  } catch (error) {
    return { worker: undefined, end: Promise.resolve(notStarted(error)) };
  }
  // Also of sending to one that has just died; that it died is told by other events.
  const failed = new Promise<unknown>((resolve) => worker.on('error', resolve));
  // For want of processes and files, Node.js throws nothing.
  if (worker.process.pid !== undefined) return { worker, end: endOf(worker) };
  delete cluster.workers?.[worker.id];
  return { worker: undefined, end: failed.then(notStarted) };
}

function notStarted(error: unknown): MemberEnd {
  return { kind: 'not-started', why: error instanceof Error ? error.message : String(error) };
}

async function endOf(worker: Worker): Promise<MemberEnd> {
  const exited = new Promise<MemberEnd>((resolve) => {
    worker.on('exit', (code: number | null, signal: string | null) =>
      resolve(code === null ? { kind: 'killed', signal: signal ?? 'a signal' } : { kind: 'exited', code }),
    );
  });
  // Its last words may come after its end was noticed.
  await new Promise((resolve) => worker.on('disconnect', resolve));
  return exited;
}
