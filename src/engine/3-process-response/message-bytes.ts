import type { ContentPiece } from '../../contract/content.ts';
import type { WrittenHead } from './write-head.ts';

/** Encoded content that is not copied yet: valid until the next content is encoded. */
export interface EncodedContent {
  readonly parts: readonly Uint8Array[];
  /** All of them together. */
  readonly bytes: number;
}

export const NO_CONTENT: EncodedContent = { parts: [], bytes: 0 };

const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);
/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const UNIT_BYTES_MAX = 3;

/**
 * Encodes texts as UTF-8; bytes stay as they are. Counting the bytes of a text beforehand took as long as
 * writing them.
 */
export function encodeContent(pieces: readonly ContentPiece[]): EncodedContent {
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
  return { parts, bytes };
}

/** Content so long that a copy would cost more than a second piece of a write: of 64 KiB, the copy took half of the request. */
export function longContent({ parts, bytes }: EncodedContent): Uint8Array | undefined {
  const [only] = parts;
  return parts.length === 1 && bytes > COPIED_BYTES_MAX && only?.buffer !== SCRATCH.buffer ? only : undefined;
}

/** As much as an output copies to send it with what is before it. */
const COPIED_BYTES_MAX = 16 * 1024;

/** Head and content in one buffer. A head is ASCII: each of its characters is one byte. */
export function joinMessage({ text }: WrittenHead & { kind: 'head' }, content: EncodedContent): Uint8Array {
  const message = allocate(text.length + content.bytes);
  message.write(text, 0, 'latin1');
  let at = text.length;
  for (const part of content.parts) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}

/** Memory for a dozen messages: one allocation for each cost 2 µs, and as much again in collections. */
const SLAB_BYTES = 64 * 1024;
let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
let slabUsed = 0;

/** Consecutive messages share a block: code that keeps one for long keeps them all, and should copy it. */
function allocate(bytes: number): Buffer {
  if (bytes > SLAB_BYTES / 2) return Buffer.allocUnsafeSlow(bytes);
  if (bytes > SLAB_BYTES - slabUsed) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    slabUsed = 0;
  }
  slabUsed += bytes;
  return slab.subarray(slabUsed - bytes, slabUsed);
}
