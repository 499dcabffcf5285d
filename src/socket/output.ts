import type { Socket } from 'node:net';
import { MESSAGE_BLOCK_BYTES, type MessageMemory } from '../contract/message-memory.ts';
import type { Deadlines } from './deadlines.ts';
import type { TurnEnd } from './turn-end.ts';
import type { Unsent, UnsentBound } from './unsent-bound.ts';

/** The most that one write takes: between two writes a slow peer shows that it is alive. */
const PIECE_BYTES_MAX = MESSAGE_BLOCK_BYTES;

/** With more unsent output than this, no further answers are made. */
const UNSENT_BYTES_MAX = 64 * 1024;

/** Larger answers are sent as they are; smaller ones are copied together, since a write costs more than the copy. */
const COPIED_BYTES_MAX = 16 * 1024;

const NO_BYTES = new Uint8Array(0);

/** What leaves in one write, or in several if it is long. */
interface Piece {
  bytes: Uint8Array;
  /** The block that answers were copied into: `bytes` is its beginning, and more can follow. undefined: one answer, as it came. */
  block: Buffer | undefined;
  /** How much memory it keeps until all of it is sent. */
  heldBytes: number;
}

/** What the system is taking: a piece, or two. */
interface Writing {
  readonly piece: Piece;
  readonly more: Piece | undefined;
  readonly bytes: number;
}

/** Our direction of a connection, or both: what comes of the peer then is met by a reset. */
export type Closing = 'our side' | 'both sides';

/** What an output needs of the listener; all outputs share it. */
export interface OutputSurroundings {
  monotonicMs(): number;
  readonly turnEnd: TurnEnd;
  readonly memory: MessageMemory;
  readonly unsent: UnsentBound;
}

/** Whose output it is. */
export interface OutputOwner {
  readonly times: Pick<Deadlines, 'outputMoved'>;
  /** The system has taken less than it was given. */
  outputStuck(): void;
  /** The system has taken what was given to it. */
  outputTaken(nowMs: number): void;
}

/** What is still to be sent over one socket. At most one write is pending, so that progress can be seen. */
export class Output implements Unsent {
  readonly #socket: Socket;
  readonly #owner: OutputOwner;
  readonly #surroundings: OutputSurroundings;
  readonly #queue: Piece[] = [];
  #queuedBytes = 0;
  #heldBytes = 0;
  #writing: Writing | undefined;
  /** What is closed once all is sent. */
  #ending: Closing | 'nothing' = 'nothing';
  /** The end of the turn will flush. */
  #waiting = false;
  readonly #written: (error?: Error | null) => void;

  constructor(socket: Socket, surroundings: OutputSurroundings, owner: OutputOwner) {
    this.#socket = socket;
    this.#surroundings = surroundings;
    this.#owner = owner;
    this.#written = Output.#whenWritten(this);
  }

  /**
   * V8 takes `this.#written = () => …` for a method that is there to stay, and makes it where short collections do not look: it
   * kept its whole connection until a long one. Together with sets (`GuestList`) and a `WeakMap` (`Peer.known`) that took 8 % of the CPU
   * time of a connection for each request.
   */
  static #whenWritten(output: Output): (error?: Error | null) => void {
    return (error) => output.#taken(error);
  }

  /** Bytes that the system has not taken yet: those of a peer that does not read pile up here. */
  get unsentBytes(): number {
    return this.#queuedBytes + (this.#writing?.bytes ?? 0);
  }

  /** All that was ever added; what is being written counts twice. */
  get sentBytes(): number {
    return this.#socket.bytesWritten + this.unsentBytes;
  }

  /** A peer that does not read gets no more answers. */
  get isFull(): boolean {
    return this.unsentBytes > UNSENT_BYTES_MAX;
  }

  /** Queues bytes for the end of the turn, and `rest` behind them: several answers leave in one write. */
  add(bytes: Uint8Array, rest?: Uint8Array): void {
    if (this.#socket.destroyed) return;
    // A peer has as long for it as for any other, however long it had nothing to take.
    if (this.unsentBytes === 0) this.#owner.times.outputMoved(this.#surroundings.monotonicMs());
    const last = this.#queue.at(-1);
    const alone = last === undefined && this.#writing === undefined;
    if (last !== undefined && isFollowedBy(last, bytes)) this.#extend(last, bytes);
    else if (alone || bytes.length > COPIED_BYTES_MAX)
      this.#queue.push({ bytes, block: undefined, heldBytes: this.#hold(bytes.length) });
    else this.#copy(bytes);
    this.#queuedBytes += bytes.length;
    if (rest === undefined) this.#flushLater();
    else this.add(rest);
  }

  /** Sends now, as much as the system takes. */
  flush(): void {
    this.#waiting = false;
    if (this.#writing !== undefined || this.#socket.destroyed) return;
    const piece = this.#takePiece(PIECE_BYTES_MAX);
    if (piece === undefined) {
      if (this.#ending === 'both sides') this.#closeSoon();
      else if (this.#ending === 'our side' && !this.#socket.writableEnded) this.#socket.end();
      return;
    }
    // A large answer comes as its head and its content: together they are one write of the system.
    const room = PIECE_BYTES_MAX - piece.bytes.length;
    const more = room > 0 && this.#queue[0]?.block === undefined ? this.#takePiece(room) : undefined;
    const bytes = piece.bytes.length + (more?.bytes.length ?? 0);
    this.#queuedBytes -= bytes;
    this.#writing = { piece, more, bytes };
    if (more === undefined) this.#socket.write(piece.bytes, this.#written);
    else {
      this.#socket.cork();
      this.#socket.write(piece.bytes);
      this.#socket.write(more.bytes, this.#written);
      this.#socket.uncork();
    }
    // Not only when the system has taken it: with a connection for each request that took 2 % more CPU time.
    if (this.#ending === 'our side' && this.#queuedBytes === 0) this.#socket.end();
    if (this.#socket.writableLength === 0) return;
    this.#surroundings.unsent.stuck(this);
    this.#owner.outputStuck();
  }

  /** The connection is closed: nothing is sent any more. */
  close(): void {
    this.#surroundings.unsent.moved(this);
    this.#letGo(this.#heldBytes);
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    this.#writing = undefined;
  }

  giveUp(): void {
    this.close();
    this.#socket.destroy();
  }

  /** Closes once all is sent. */
  end(closes: Closing): void {
    this.#ending = closes;
    this.#flushLater();
  }

  /** Not within the callback of a write: Node.js would create an error there that nobody reads (11 µs). */
  #closeSoon(): void {
    queueMicrotask(() => this.#socket.destroy());
  }

  #flushLater(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#surroundings.turnEnd.add(this);
  }

  /**
   * Answers made one after another often lie one behind another in memory, which the first of them keeps anyway. Not copying those
   * of pipelined requests saves some 5 % of their CPU time.
   */
  #extend(piece: Piece, { length }: Uint8Array): void {
    piece.bytes = Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.length + length);
    piece.heldBytes += this.#hold(length);
  }

  /** Answers share memory with those to other peers: what must wait here is copied, so that it does not keep all of that. */
  #copy(bytes: Uint8Array): void {
    const last = this.#queue.at(-1);
    const piece = last !== undefined && hasRoom(last, bytes.length) ? last : this.#newPiece();
    const usedBytes = piece.bytes.length;
    if (piece.block === undefined) {
      piece.heldBytes += this.#hold(MESSAGE_BLOCK_BYTES - piece.heldBytes);
      piece.block = this.#surroundings.memory.takeBlock();
      piece.block.set(piece.bytes);
      this.#surroundings.memory.giveBack(piece.bytes);
    }
    piece.block.set(bytes, usedBytes);
    this.#surroundings.memory.giveBack(bytes);
    piece.bytes = piece.block.subarray(0, usedBytes + bytes.length);
  }

  #newPiece(): Piece {
    const piece = { bytes: NO_BYTES, block: undefined, heldBytes: 0 };
    this.#queue.push(piece);
    return piece;
  }

  #hold(bytes: number): number {
    this.#heldBytes += bytes;
    this.#surroundings.unsent.add(bytes);
    return bytes;
  }

  #letGo(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#surroundings.unsent.subtract(bytes);
  }

  #taken(error?: Error | null): void {
    const { piece, more } = this.#writing ?? {};
    this.#writing = undefined;
    if (error || this.#socket.destroyed) return;
    const nowMs = this.#surroundings.monotonicMs();
    this.#owner.times.outputMoved(nowMs);
    this.#surroundings.unsent.moved(this);
    if (piece !== undefined) this.#reuse(piece);
    if (more !== undefined) this.#reuse(more);
    // Not at once: if the system takes everything, a fast reader would keep the turn from ending.
    if (this.#queuedBytes > 0) this.#flushLater();
    else this.flush();
    this.#owner.outputTaken(nowMs);
  }

  #reuse({ bytes, block, heldBytes }: Piece): void {
    this.#letGo(heldBytes);
    this.#surroundings.memory.giveBack(block ?? bytes);
  }

  /** The first piece, or as much of it as is wanted: only an answer as it came is that long. */
  #takePiece(bytesMax: number): Piece | undefined {
    const [first] = this.#queue;
    if (first === undefined || first.bytes.length <= bytesMax) return this.#queue.shift();
    const piece = { bytes: first.bytes.subarray(0, bytesMax), block: undefined, heldBytes: 0 };
    first.bytes = first.bytes.subarray(bytesMax);
    return piece;
  }
}

function hasRoom({ bytes, block }: Piece, moreBytes: number): boolean {
  const copied = block !== undefined || bytes.length <= COPIED_BYTES_MAX;
  return copied && bytes.length + moreBytes <= MESSAGE_BLOCK_BYTES;
}

function isFollowedBy({ bytes, block }: Piece, next: Uint8Array): boolean {
  return block === undefined && bytes.buffer === next.buffer && bytes.byteOffset + bytes.length === next.byteOffset;
}
