import type { ContentPiece } from '../../contract/content.ts';

const CR_LF = '\r\n';
const NOTHING = new Uint8Array(0);

/** A chunk of content, which has so many bytes (RFC 9112 §7.1). Empty content is not a chunk: it would be the last one. */
export function writeChunk(content: ContentPiece, bytes: number): Uint8Array {
  if (bytes === 0) return NOTHING;
  const size = `${bytes.toString(16)}${CR_LF}`;
  if (typeof content === 'string') return Buffer.from(`${size}${content}${CR_LF}`);
  const chunk = Buffer.allocUnsafe(size.length + content.length + CR_LF.length);
  chunk.write(size, 'latin1');
  chunk.set(content, size.length);
  chunk.write(CR_LF, size.length + content.length, 'latin1');
  return chunk;
}

/** What ends the chunks, without trailer fields. */
export const LAST_CHUNK: Uint8Array = Buffer.from(`0${CR_LF}${CR_LF}`, 'latin1');
