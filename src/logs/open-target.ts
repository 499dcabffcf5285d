import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';

/** An open log: a file of one kind or another. */
export interface LogTarget {
  readonly descriptor: number;
  /** A regular file: a write to it never waits for anybody. */
  readonly regular: boolean;
  /** Device and inode: whether a path still means the same file. */
  readonly identity: string;
  /** Lets go of the descriptor. Stdout stays open: it is not ours alone. */
  release(): void;
}

/** The path that means stdout in a manifest. */
export const STDOUT = '-';

const STDOUT_DESCRIPTOR = 1;
/** A log holds whole requests, cookies and passwords included: nothing for everybody's eyes. */
const MODE = 0o640;

/** Opens a file for appending, and makes it where it is missing. Throws what node:fs throws. */
export function openTarget(path: string): LogTarget {
  if (path === STDOUT) return asTarget(STDOUT_DESCRIPTOR, () => undefined);
  const descriptor = openSync(path, openFlags(path), MODE);
  return asTarget(descriptor, () => closeSync(descriptor));
}

function openFlags(path: string): number {
  const { O_RDWR, O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  // Held for reading too, a FIFO keeps its lines while its reader restarts, and needs no reader to be opened.
  if (statSync(path, { throwIfNoEntry: false })?.isFIFO() === true) return O_RDWR | O_NONBLOCK;
  return O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK;
}

function asTarget(descriptor: number, release: () => void): LogTarget {
  const stats: Stats = fstatSync(descriptor);
  return { descriptor, regular: stats.isFile(), identity: `${stats.dev}:${stats.ino}`, release };
}
