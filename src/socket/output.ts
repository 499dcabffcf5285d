import type { Socket } from 'node:net';
import type { TurnEnd } from './turn-end.ts';

/** One write takes no more than this: between two of them a slow peer shows that it is not a dead one. */
const PIECE_BYTES_MAX = 64 * 1024;

/** Larger pieces are sent as they are; smaller ones go together, since each write costs more than to copy so much. */
const COPIED_BYTES_MAX = 16 * 1024;

/** What is still to be sent over one socket. Never more than one write is under way, so that progress can be seen. */
export class Output {
  readonly #socket: Socket;
  readonly #onProgress: () => void;
  readonly #turnEnd: TurnEnd;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writingBytes = 0;
  #ending = false;
  /** The end of the turn will flush. */
  #waiting = false;

  /** `onProgress` is called whenever the system has taken what was given to it. */
  constructor(socket: Socket, turnEnd: TurnEnd, onProgress: () => void) {
    this.#socket = socket;
    this.#turnEnd = turnEnd;
    this.#onProgress = onProgress;
  }

  /** Bytes that the system has not taken yet: those of a peer that does not read pile up here. */
  get unsentBytes(): number {
    return this.#queuedBytes + this.#writingBytes;
  }

  /** Queues bytes for the end of the turn: several answers leave in one write. */
  add(bytes: Uint8Array): void {
    const last = this.#queue.length - 1;
    const joined = joinNeighbours(this.#queue[last], bytes);
    // Answers may share memory with many others: what has to wait for its peer does not keep all of that.
    if (this.#writingBytes > 0) this.#queue.push(new Uint8Array(bytes));
    else if (joined === undefined) this.#queue.push(bytes);
    else this.#queue[last] = joined;
    this.#queuedBytes += bytes.length;
    this.#flushLater();
  }

  /** Sends now, as much as the system takes. */
  flush(): void {
    this.#waiting = false;
    if (this.#writingBytes > 0 || this.#socket.destroyed) return;
    if (this.#queuedBytes === 0) {
      if (this.#ending && !this.#socket.writableEnded) this.#socket.end();
      return;
    }
    const piece = this.#takePiece();
    this.#queuedBytes -= piece.length;
    this.#writingBytes = piece.length;
    this.#socket.write(piece, this.#written);
  }

  /** Closes our direction once all is sent. */
  end(): void {
    this.#ending = true;
    this.#flushLater();
  }

  #flushLater(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#turnEnd.add(this);
  }

  readonly #written = (error?: Error | null): void => {
    this.#writingBytes = 0;
    if (error || this.#socket.destroyed) return;
    // Not at once: as long as the system takes all, a peer that reads fast would keep the turn from ending.
    if (this.#queuedBytes > 0) this.#flushLater();
    else this.flush();
    this.#onProgress();
  };

  #takePiece(): Uint8Array {
    const [only] = this.#queue;
    if (only !== undefined && this.#queue.length === 1 && only.length <= PIECE_BYTES_MAX) {
      this.#queue = [];
      return only;
    }
    const [first, ...more] = this.#queue;
    // What is large, or alone, is not copied: that took 0.8 µs of each pipelined request.
    const whole = first !== undefined && (more.length === 0 || first.length >= COPIED_BYTES_MAX);
    const [bytes, rest] = whole ? [first, more] : [Buffer.concat(this.#queue), []];
    const left = bytes.length > PIECE_BYTES_MAX ? [bytes.subarray(PIECE_BYTES_MAX)] : [];
    this.#queue = [...left, ...rest];
    return bytes.subarray(0, PIECE_BYTES_MAX);
  }
}

/** Bytes that stand side by side in memory, as pipelined answers do, need not be copied to be sent as one. */
function joinNeighbours(before: Uint8Array | undefined, after: Uint8Array): Uint8Array | undefined {
  if (before === undefined || before.buffer !== after.buffer) return undefined;
  if (before.byteOffset + before.length !== after.byteOffset) return undefined;
  return new Uint8Array(before.buffer, before.byteOffset, before.length + after.length);
}
