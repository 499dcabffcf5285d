import type { ContentPiece } from '../../contract/content.ts';
import type { MessageMemory } from '../../contract/message-memory.ts';
import type { WrittenHead } from './write-head.ts';

/** Encoded content that is not copied yet: valid until the next content is encoded. */
export interface EncodedContent {
  readonly parts: readonly Uint8Array[];
  /** All of them together. */
  readonly bytes: number;
  /** Nobody writes to what stays as it is. */
  readonly lasts: boolean;
}

export const NO_CONTENT: EncodedContent = { parts: [], bytes: 0, lasts: false };

const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);
/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const UNIT_BYTES_MAX = 3;

/**
 * Encodes texts as UTF-8; bytes stay as they are. Counting the bytes of a text beforehand took as long as
 * writing them.
 */
export function encodeContent(pieces: readonly ContentPiece[], lasts = false): EncodedContent {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let used = 0;
  for (const piece of pieces) {
    let part: Uint8Array;
    if (typeof piece !== 'string') part = piece;
    else if (piece.length * UNIT_BYTES_MAX > SCRATCH.length - used) part = Buffer.from(piece);
    else {
      const end = used + SCRATCH.write(piece, used);
      part = SCRATCH.subarray(used, end);
      used = end;
    }
    parts.push(part);
    bytes += part.length;
  }
  return { parts, bytes, lasts };
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
  { parts, bytes, lasts }: EncodedContent,
): Message {
  const rest = lasts && parts.length === 1 && bytes > COPIED_BYTES_MAX ? parts[0] : undefined;
  const message = memory.take(text.length + (rest === undefined ? bytes : 0));
  message.write(text, 0, 'latin1');
  if (rest !== undefined) return { bytes: message, rest };
  let at = text.length;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return { bytes: message, rest };
}
