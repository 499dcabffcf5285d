import { FIELD_TEXT, HEXDIG, latin1, OWS, QDTEXT, skip, TCHAR } from '../../http/octets.ts';
import type { LineFault } from './line-fault.ts';

/** One line before a chunk (RFC 9112 §7.1). */
export interface ChunkLine {
  readonly kind: 'chunk';
  /** 0 for the last chunk. */
  readonly bytes: number;
  readonly extensionBytes: number;
}

/** All the chunk extensions of one body together (RFC 9112 §7.1.1 asks for a limit). */
export const CHUNK_EXTENSION_BYTES_MAX = 4096;
/** A line without its end is given up beyond this. */
export const CHUNK_LINE_BYTES_MAX = CHUNK_EXTENSION_BYTES_MAX + 32;

/** Sixteen digits write any size; a size beyond 2^53 is over every limit, so its lost low bits do no harm. */
const SIZE_DIGITS_MAX = 16;

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const DQUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads `chunk-size [ chunk-ext ]` between two positions, the line end left out; extensions are checked and dropped. */
export function readChunkLine(bytes: Buffer, from: number, to: number): ChunkLine | LineFault {
  const sizeEnd = skip(bytes, from, to, HEXDIG);
  if (sizeEnd === from) return badChunk(from, 'a chunk begins without a size');
  if (sizeEnd - from > SIZE_DIGITS_MAX) return badChunk(from, `a chunk size has over ${SIZE_DIGITS_MAX} digits`);
  const extensionsEnd = skipExtensions(bytes, sizeEnd, to);
  if (extensionsEnd !== to) return badChunk(extensionsEnd, 'a chunk extension does not follow the grammar');
  const size = Number.parseInt(latin1(bytes, from, sizeEnd), 16);
  return { kind: 'chunk', bytes: size, extensionBytes: to - sizeEnd };
}

/**
 * Returns the position up to which it could read: `to` if all is well.
 * Answers where it can go no further: `to`, if all is well.
 */
function skipExtensions(bytes: Buffer, from: number, to: number): number {
  let position = from;
  while (position < to) {
    const semicolon = skip(bytes, position, to, OWS);
    if (semicolon === to || bytes[semicolon] !== SEMICOLON) return position;
    const nameFrom = skip(bytes, semicolon + 1, to, OWS);
    const nameEnd = skip(bytes, nameFrom, to, TCHAR);
    if (nameEnd === nameFrom) return nameFrom === to ? semicolon : nameFrom;
    position = nameEnd;
    const equals = skip(bytes, nameEnd, to, OWS);
    if (equals < to && bytes[equals] === EQUALS) {
      const valueEnd = skipExtensionValue(bytes, skip(bytes, equals + 1, to, OWS), to);
      if (valueEnd === undefined) return equals;
      position = valueEnd;
    }
  }
  return position;
}

/** chunk-ext-val = token / quoted-string; returns where it ends, or undefined if there is none. */
function skipExtensionValue(bytes: Buffer, from: number, to: number): number | undefined {
  if (bytes[from] !== DQUOTE || from >= to) {
    const end = skip(bytes, from, to, TCHAR);
    return end === from ? undefined : end;
  }
  let position = from + 1;
  for (;;) {
    position = skip(bytes, position, to, QDTEXT);
    if (position >= to) return undefined;
    if (bytes[position] === DQUOTE) return position + 1;
    // quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text ) (RFC 9110 §5.6.4)
    if (
      bytes[position] !== BACKSLASH ||
      skip(bytes, position + 1, Math.min(position + 2, to), FIELD_TEXT) !== position + 2
    ) {
      return undefined;
    }
    position += 2;
  }
}

function badChunk(position: number, reason: string): LineFault {
  return { kind: 'fault', code: 'bad-chunk', position, message: `The chunked body is wrong: ${reason}` };
}
