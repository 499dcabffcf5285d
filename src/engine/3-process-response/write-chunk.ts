import type { ContentPiece } from '../../contract/content.ts';

const CR_LF = '\r\n';

interface Chunk {
  readonly bytes: Uint8Array;
  readonly contentBytes: number;
}

const NO_CHUNK: Chunk = { bytes: new Uint8Array(0), contentBytes: 0 };

/** A chunk of content (RFC 9112 §7.1). Empty content is not a chunk: it would be the last one. */
export function writeChunk(content: ContentPiece): Chunk {
  if (content.length === 0) return NO_CHUNK;
  if (typeof content !== 'string') return { bytes: chunkOf(content), contentBytes: content.length };
  const contentBytes = Buffer.byteLength(content);
  return { bytes: Buffer.from(`${contentBytes.toString(16)}${CR_LF}${content}${CR_LF}`), contentBytes };
}

function chunkOf(content: Uint8Array): Uint8Array {
  const size = `${content.length.toString(16)}${CR_LF}`;
  const chunk = Buffer.allocUnsafe(size.length + content.length + CR_LF.length);
  chunk.write(size, 'latin1');
  chunk.set(content, size.length);
  chunk.write(CR_LF, size.length + content.length, 'latin1');
  return chunk;
}

/** What ends the chunks, without trailer fields. */
export const LAST_CHUNK: Uint8Array = Buffer.from(`0${CR_LF}${CR_LF}`, 'latin1');
