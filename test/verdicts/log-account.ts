import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync } from 'node:fs';

/** One file of a log, while somebody may still write to it. */
interface Tail {
  readonly fd: number;
  path: string;
  offset: number;
  rest: Buffer;
  /** When it was last seen to grow, or was opened. */
  grownMs: number;
}

const CHUNK_BYTES = 4 * 1024 * 1024;
const RAW_SHOWN = 200;
/** Whoever has not written to a file that was moved away for so long writes to another one. */
const SILENT_MS = 60_000;

export interface LogAccountOptions {
  readonly path: string;
  /** Each whole line, and the record that it is. */
  onRecord(record: Readonly<Record<string, unknown>>, line: string): void;
  /** Each line that is no record. */
  onBroken(line: string): void;
}

/** Reads each line of a log once, across rotations: a file that was moved away is read on until it is closed. */
export class LogAccount {
  readonly #options: LogAccountOptions;
  readonly #tails: Tail[] = [];
  #rotations = 0;
  /** Whether the file of the name is one that is read already. */
  #followed = false;

  constructor(options: LogAccountOptions) {
    this.#options = options;
  }

  /** Reads what was written since the last time. */
  read(): void {
    this.#follow();
    for (const tail of this.#tails) this.#readOn(tail);
    const current = this.#followed ? this.#tails.length - 1 : this.#tails.length;
    const silentMs = performance.now() - SILENT_MS;
    for (const tail of this.#tails.slice(0, current)) if (tail.grownMs < silentMs) this.#close(tail);
  }

  /** Moves the file away, as logrotate does; whoever writes has to be told. */
  rotate(): void {
    this.#follow();
    if (!existsSync(this.#options.path)) return;
    this.#rotations++;
    const moved = `${this.#options.path}.${this.#rotations}`;
    renameSync(this.#options.path, moved);
    const tail = this.#tails.at(-1);
    if (tail !== undefined) tail.path = moved;
    this.#followed = false;
  }

  /** Reads the rest, when nobody writes any more: a line without an end is broken. */
  finish(): void {
    this.read();
    for (const tail of [...this.#tails]) this.#close(tail);
  }

  #close(tail: Tail): void {
    this.#tails.splice(this.#tails.indexOf(tail), 1);
    if (tail.rest.length > 0) this.#options.onBroken(shown(tail.rest));
    closeSync(tail.fd);
    rmSync(tail.path, { force: true });
  }

  #follow(): void {
    if (this.#followed || !existsSync(this.#options.path)) return;
    const fd = openSync(this.#options.path, 'r');
    this.#tails.push({ fd, path: this.#options.path, offset: 0, rest: Buffer.alloc(0), grownMs: performance.now() });
    this.#followed = true;
  }

  #readOn(tail: Tail): void {
    const { size } = fstatSync(tail.fd);
    while (tail.offset < size) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - tail.offset));
      const length = readSync(tail.fd, chunk, 0, chunk.length, tail.offset);
      if (length === 0) return;
      tail.offset += length;
      tail.grownMs = performance.now();
      this.#cut(tail, chunk.subarray(0, length));
    }
  }

  #cut(tail: Tail, chunk: Buffer): void {
    const end = chunk.lastIndexOf(0x0a);
    if (end < 0) {
      tail.rest = Buffer.concat([tail.rest, chunk]);
      return;
    }
    const whole = Buffer.concat([tail.rest, chunk.subarray(0, end)]);
    tail.rest = Buffer.from(chunk.subarray(end + 1));
    for (let start = 0; start <= whole.length; ) {
      const next = whole.indexOf(0x0a, start);
      const stop = next < 0 ? whole.length : next;
      this.#take(whole.subarray(start, stop));
      start = stop + 1;
    }
  }

  #take(bytes: Buffer): void {
    const line = bytes.toString('utf8');
    const record = recordOf(line);
    if (record === undefined) this.#options.onBroken(shown(bytes));
    else this.#options.onRecord(record, line);
  }
}

function recordOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function shown(bytes: Buffer): string {
  const text = bytes.subarray(0, RAW_SHOWN).toString('latin1');
  return `${JSON.stringify(text)} (${bytes.length} bytes)`;
}
