import { trimOws } from './white-space.ts';

/** Bytes of a representation, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export type RangeRequest =
  /** The field does not count: all of it is sent. */
  | { readonly kind: 'whole' }
  | { readonly kind: 'one'; readonly range: ByteRange }
  /** In the order in which they were asked for. */
  | { readonly kind: 'several'; readonly ranges: readonly ByteRange[] }
  /** 416 (RFC 9110 §15.5.17). */
  | { readonly kind: 'unsatisfiable' };

const WHOLE: RangeRequest = { kind: 'whole' };

/** More than these are not a reader's wish but an attack (RFC 9110 §17.15). */
const RANGES_MAX = 32;
/** What each part of a multipart answer costs besides its content, at least. */
const PART_BYTES = 100;

/**
 * Reads a Range field (RFC 9110 §14.2). Another unit and a malformed set are ignored, and so are several ranges that overlap, or
 * that cost more than the whole: a small request must not make a large answer.
 */
export function readRanges(field: string | undefined, size: number): RangeRequest {
  const set = field === undefined ? undefined : /^bytes=(.*)$/i.exec(field)?.[1];
  if (set === undefined) return WHOLE;
  const ranges: ByteRange[] = [];
  let some = false;
  for (const item of set.split(',')) {
    const text = trimOws(item);
    if (text === '') continue;
    const range = readRange(text, size);
    if (range === 'malformed') return WHOLE;
    // There is no way to write a part of nothing.
    if (range === 'nothing') return WHOLE;
    some = true;
    if (range !== 'unsatisfiable') ranges.push(range);
  }
  if (!some) return WHOLE;
  const [first] = ranges;
  if (first === undefined) return { kind: 'unsatisfiable' };
  if (ranges.length === 1) return { kind: 'one', range: first };
  return isCheap(ranges, size) ? { kind: 'several', ranges } : WHOLE;
}

function readRange(text: string, size: number): ByteRange | 'malformed' | 'unsatisfiable' | 'nothing' {
  const [, from, to] = /^(\d*)-(\d*)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return 'malformed';
  if (from === '') {
    const length = Number(to);
    if (length === 0) return 'unsatisfiable';
    return size === 0 ? 'nothing' : { first: Math.max(0, size - length), last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && isLess(to, from)) return 'malformed';
  if (first >= size) return 'unsatisfiable';
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}

/** Of decimal digits, however many. */
function isLess(one: string, other: string): boolean {
  return BigInt(one) < BigInt(other);
}

function isCheap(ranges: readonly ByteRange[], size: number): boolean {
  if (ranges.length > RANGES_MAX) return false;
  const bytes = ranges.reduce((sum, { first, last }) => sum + last - first + 1 + PART_BYTES, 0);
  if (bytes > size) return false;
  const sorted = ranges.toSorted((a, b) => a.first - b.first);
  return sorted.every(({ first }, index) => index === 0 || first > (sorted[index - 1]?.last ?? -1));
}
