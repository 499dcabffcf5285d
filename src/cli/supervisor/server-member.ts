import cluster, { type Worker } from 'node:cluster';
import type { Readable } from 'node:stream';
import { listenTo, tell } from '../process/own-message.ts';
import { isCaught } from '../process/signals.ts';
import { startFailure, startVariables } from '../process/start-place.ts';
import type { Member, ServerSlot } from './server-slot.ts';
import type { News } from './supervisor-messages.ts';

export interface MemberEvents {
  readonly slot: ServerSlot | undefined;
  readonly aloud: boolean;
  /** Where it is started. */
  readonly folder: string;
  /** What it prints on stdout. */
  follow(stdout: Readable): void;
  hear(news: News): void;
  /** It has ended, and all its messages were heard. Never called before the member is known. */
  ended(end: MemberEnd): void;
}

/** How a server process ended. */
export type MemberEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  /** By a signal that it would have caught, had it come to its first line: sent to the whole group, it was not meant for this one. */
  | { readonly kind: 'interrupted'; readonly signal: string }
  /** It never ran: the system has no process, open file or memory for it. */
  | { readonly kind: 'not-started'; readonly why: string };

/** How it ended, in a few words. */
export function endText(end: MemberEnd): string {
  switch (end.kind) {
    case 'exited':
      return `code ${end.code}`;
    case 'killed':
    case 'interrupted':
      return end.signal;
    case 'not-started':
      return end.why;
  }
}

/** Starts a server process: the same command in the role of a worker. One that cannot be started is a member that ends. */
export function startMember({ slot, aloud, folder, follow, hear, ended }: MemberEvents): Member {
  const { worker, end } = fork(folder);
  if (worker?.process.stdout) follow(worker.process.stdout);
  if (worker !== undefined) listenTo<News>(worker.process, hear);
  const member: Member = {
    id: ++members,
    slot,
    aloud,
    state: 'starting',
    welcomed: false,
    loaded: false,
    silentBeats: 0,
    sinceMs: 0,
    send(order) {
      if (worker !== undefined) tell(worker.process, order);
    },
    killIn(ms) {
      if (ms === 0) worker?.process.kill('SIGKILL');
      else setTimeout(() => worker?.process.kill('SIGKILL'), ms).unref();
    },
  };
  void end.then((known) => ended(member.welcomed ? known : beforeItsFirstLine(known)));
  return member;
}

/** How many there were. */
let members = 0;

interface Forked {
  /** undefined: there is no process. Killing that would kill the whole group of this process. */
  readonly worker: Worker | undefined;
  readonly end: Promise<MemberEnd>;
}

function fork(folder: string): Forked {
  let worker: Worker;
  try {
    worker = cluster.fork(startVariables());
  } catch (error) {
    return { worker: undefined, end: Promise.resolve(notStarted(error, folder)) };
  }
  // Also when sending to a process that has just died; other events report its death.
  const failed = new Promise<unknown>((resolve) => worker.on('error', resolve));
  // For want of processes and files, Node.js throws nothing.
  if (worker.process.pid !== undefined) return { worker, end: endOf(worker) };
  delete cluster.workers?.[worker.id];
  return { worker: undefined, end: failed.then((error) => notStarted(error, folder)) };
}

function beforeItsFirstLine(end: MemberEnd): MemberEnd {
  return end.kind === 'killed' && isCaught(end.signal) ? { kind: 'interrupted', signal: end.signal } : end;
}

function notStarted(error: unknown, folder: string): MemberEnd {
  return { kind: 'not-started', why: startFailure(error, folder) };
}

async function endOf(worker: Worker): Promise<MemberEnd> {
  const exited = new Promise<MemberEnd>((resolve) => {
    worker.on('exit', (code: number | null, signal: string | null) =>
      resolve(code === null ? { kind: 'killed', signal: signal ?? 'a signal' } : { kind: 'exited', code }),
    );
  });
  // Its last messages can come after its end was noticed.
  await new Promise((resolve) => worker.on('disconnect', resolve));
  return exited;
}
