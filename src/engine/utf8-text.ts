import { isUtf8 } from 'node:buffer';
import { asBuffer } from '../http/octets.ts';

/**
 * Bytes as the UTF-8 text that they are, a byte order mark included; undefined: they are not. To ask again is to decode again:
 * nothing here outlives a request, whose body can be a password.
 */
export function utf8Text(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? asBuffer(bytes).toString() : undefined;
}

/** A text without the byte order mark that it can begin with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
