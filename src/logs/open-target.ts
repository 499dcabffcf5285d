import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';

/** An open log: a file of one kind or another. */
export interface LogTarget {
  readonly descriptor: number;
  /** A regular file: a write to it never has to wait. */
  readonly regular: boolean;
  /** Device and inode: to find out whether a path still leads to the same file. */
  readonly identity: string;
  /** Releases the descriptor. Stdout stays open: others use it too. */
  release(): void;
}

/** The path that means stdout in a manifest. */
export const STDOUT = '-';

const STDOUT_DESCRIPTOR = 1;
/** Not readable by everybody: a log holds whole requests, with cookies and passwords. */
const MODE = 0o640;

/** Opens a file for appending, and creates it if it is missing. Throws what node:fs throws. */
export function openTarget(path: string): LogTarget {
  if (path === STDOUT) return asTarget(STDOUT_DESCRIPTOR, () => undefined);
  const descriptor = openSync(path, openFlags(path), MODE);
  return asTarget(descriptor, () => closeSync(descriptor));
}

function openFlags(path: string): number {
  const { O_RDWR, O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  // Opened for reading too, a FIFO keeps its lines while its reader restarts, and opening it does not wait for a reader.
  if (statSync(path, { throwIfNoEntry: false })?.isFIFO() === true) return O_RDWR | O_NONBLOCK;
  return O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK;
}

function asTarget(descriptor: number, release: () => void): LogTarget {
  const stats: Stats = fstatSync(descriptor);
  return { descriptor, regular: stats.isFile(), identity: `${stats.dev}:${stats.ino}`, release };
}
