import type { ContentPiece } from '../../contract/content.ts';
import type { MessageMemory } from '../../contract/message-memory.ts';
import type { WrittenHead } from './write-head.ts';

/** Content whose length is known; its texts are not encoded yet. */
export interface SizedContent {
  readonly pieces: readonly ContentPiece[];
  /** All of them together, the texts as UTF-8. */
  readonly bytes: number;
  /** Nobody writes to what stays as it is. */
  readonly lasts: boolean;
}

export const NO_CONTENT: SizedContent = { pieces: [], bytes: 0, lasts: false };

/** To encode the texts in another place first, which shows their length too, takes as long. */
export function sizeContent(pieces: readonly ContentPiece[], lasts = false): SizedContent {
  let bytes = 0;
  for (const piece of pieces) bytes += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
  return { pieces, bytes, lasts };
}

/** Copies the pieces into a buffer, texts as UTF-8, from a position on. */
export function copyPieces(pieces: readonly ContentPiece[], to: Buffer, from: number): void {
  let at = from;
  for (const piece of pieces) {
    if (typeof piece === 'string') at += to.write(piece, at);
    else {
      to.set(piece, at);
      at += piece.length;
    }
  }
}

/** A message as it is sent: `rest` comes behind `bytes`. */
export interface Message {
  readonly bytes: Uint8Array;
  readonly rest: Uint8Array | undefined;
}

/** From here on the copy costs more than a second piece: of 100 KiB, it and its memory were a fifth of the answer's cost. */
const COPIED_BYTES_MAX = 16 * 1024;

/**
 * Head and content in one buffer. Content that stays as it is can be too large for a copy, if it lasts.
 * A head is ASCII: each of its characters is one byte.
 */
export function joinMessage(
  memory: MessageMemory,
  { text }: WrittenHead & { kind: 'head' },
  { pieces, bytes, lasts }: SizedContent,
): Message {
  const [first, second] = pieces;
  const isCopied = !lasts || bytes <= COPIED_BYTES_MAX || second !== undefined || typeof first === 'string';
  const message = memory.take(text.length + (isCopied ? bytes : 0));
  message.write(text, 0, 'latin1');
  if (!isCopied) return { bytes: message, rest: first };
  copyPieces(pieces, message, text.length);
  return { bytes: message, rest: undefined };
}
