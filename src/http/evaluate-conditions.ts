import { isStrongMatch, isWeakMatch, readTags, type Validators } from './entity-tag.ts';
import { parseHttpDate } from './http-date.ts';

/** A request with conditions, about a representation that exists. */
export interface Conditional {
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

/** What becomes of a request (RFC 9110 §13.2.1). */
export type Verdict = 'go-on' | 'not-modified' | 'failed';

/** Evaluates the conditions of a request in the order of RFC 9110 §13.2.2, without If-Range. */
export function evaluateConditions({ method, headers, nowMs }: Conditional, validators: Validators): Verdict {
  const match = headers.get('if-match');
  if (match !== undefined) {
    if (!anyTag(match, validators, isStrongMatch)) return 'failed';
  } else {
    const unmodified = dateIn(headers.get('if-unmodified-since'), nowMs);
    const { modifiedMs } = validators;
    if (unmodified !== undefined && modifiedMs !== undefined && secondOf(modifiedMs) > unmodified) return 'failed';
  }
  const isRead = method === 'GET' || method === 'HEAD';
  const noneMatch = headers.get('if-none-match');
  if (noneMatch !== undefined) {
    if (!anyTag(noneMatch, validators, isWeakMatch)) return 'go-on';
    return isRead ? 'not-modified' : 'failed';
  }
  const since = isRead ? dateIn(headers.get('if-modified-since'), nowMs) : undefined;
  const { modifiedMs } = validators;
  return since !== undefined && modifiedMs !== undefined && secondOf(modifiedMs) <= since ? 'not-modified' : 'go-on';
}

/** Whether the Range field counts (RFC 9110 §13.1.5): a date has to be that of the representation, which is older than it can tell. */
export function meetsIfRange({ headers, nowMs }: Conditional, { tag, modifiedMs }: Validators): boolean {
  const field = headers.get('if-range');
  if (field === undefined) return true;
  if (field.includes('"')) return isStrongMatch(field, tag);
  const date = dateIn(field, nowMs);
  return (
    date !== undefined && modifiedMs !== undefined && secondOf(modifiedMs) === date && nowMs - date >= STRONG_AFTER_MS
  );
}

/** A file can change twice in the second of its date (RFC 9110 §8.8.2.2). */
const STRONG_AFTER_MS = 2000;

function anyTag(field: string, { tag }: Validators, matches: typeof isWeakMatch): boolean {
  const tags = readTags(field);
  return tags === '*' || tags.some((one) => matches(one, tag));
}

function dateIn(field: string | undefined, nowMs: number): number | undefined {
  return field === undefined ? undefined : parseHttpDate(field, nowMs);
}

/** Dates of HTTP have no fractions. */
function secondOf(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
