import type { FieldLine } from '../contract/request.ts';
import { wordSet } from './word-list.ts';

/** What is coded already, what is a part, and what has a digest of its bytes (RFC 9530). */
const OF_THESE_BYTES = wordSet('content-encoding content-range content-digest repr-digest');

/** Whether an answer with these fields can be transformed. */
export function canBeCoded(headers: readonly FieldLine[]): boolean {
  return !headers.some(forbids);
}

function forbids([name, value]: FieldLine): boolean {
  const key = name.toLowerCase();
  if (OF_THESE_BYTES.has(key)) return true;
  return key === 'cache-control' && /(?:^|[\t ,])no-transform(?:$|[\t ,])/i.test(value);
}
