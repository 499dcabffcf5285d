import type { PathSegment } from '../../../contract/program.ts';
import { wordList } from '../../../http/word-list.ts';

/** One reason why a path does not fit, or is not the one that is taken. Segments count from 1. */
export type Difference =
  | { readonly kind: 'literal'; readonly segment: number; readonly found: string; readonly expected: string }
  /** A parameter takes no empty segment. */
  | { readonly kind: 'empty'; readonly segment: number; readonly parameter: string }
  /** The request has segments that the path does not have. */
  | { readonly kind: 'extra'; readonly count: number; readonly slash: boolean }
  /** The path has segments that the request does not have. */
  | { readonly kind: 'missing'; readonly count: number; readonly slash: boolean }
  | { readonly kind: 'method'; readonly takes: readonly string[] }
  /** Another path fits too, and is more specific from this segment on. */
  | { readonly kind: 'outranked'; readonly segment: number; readonly by: string }
  /** A parameter has a value that breaks its rule. */
  | { readonly kind: 'value'; readonly message: string };

/** What keeps a path from fitting the decoded segments of a request; empty if it fits. */
export function pathDifferences(path: readonly PathSegment[], segments: readonly string[]): readonly Difference[] {
  const differences: Difference[] = [];
  const compared = Math.min(path.length, segments.length);
  for (let index = 0; index < compared; index++) {
    const [expected, found = ''] = [path[index], segments[index]];
    if (expected === undefined) break;
    if (expected.kind === 'rest') return [...differences, ...restDifference(expected.name, segments, index)];
    if (expected.kind === 'literal' && expected.text !== found) {
      differences.push({ kind: 'literal', segment: index + 1, found, expected: expected.text });
    } else if (expected.kind === 'parameter' && found === '') {
      differences.push({ kind: 'empty', segment: index + 1, parameter: expected.name });
    }
  }
  const [extra, missing] = [segments.slice(path.length), path.slice(segments.length)];
  const [onlyMissing] = missing;
  if (extra.length > 0) differences.push({ kind: 'extra', count: extra.length, slash: isSlash(extra) });
  if (onlyMissing !== undefined) {
    const slash = missing.length === 1 && onlyMissing.kind === 'literal' && onlyMissing.text === '';
    differences.push({ kind: 'missing', count: missing.length, slash });
  }
  return differences;
}

function restDifference(name: string, segments: readonly string[], index: number): readonly Difference[] {
  const empty = index === segments.length - 1 && segments[index] === '';
  return empty ? [{ kind: 'empty', segment: index + 1, parameter: `${name}...` }] : [];
}

/** A path as the manifest writes it; in its literals only characters with another meaning are percent-encoded. */
export function pathText(path: readonly PathSegment[]): string {
  return `/${path.map(segmentText).join('/')}`;
}

function segmentText(segment: PathSegment): string {
  switch (segment.kind) {
    case 'literal':
      return segment.text.replace(/[/%?#{}\s\p{Cc}\p{Bidi_Control}]/gu, encodeURIComponent);
    case 'parameter':
      return `{${segment.name}}`;
    case 'rest':
      return `{${segment.name}...}`;
  }
}

/** The reasons of one path, each a clause that follows its name. */
export function describeDifferences(differences: readonly Difference[]): readonly string[] {
  const fits = differences.every(({ kind }) => kind === 'method' || kind === 'value');
  return differences.map((one, index) => `${fits && index === 0 ? 'matches, but ' : ''}${describe(one)}`);
}

function describe(difference: Difference): string {
  switch (difference.kind) {
    case 'literal':
      return describeLiteral(difference);
    case 'empty':
      return `segment ${difference.segment} is empty, {${difference.parameter}} needs a value`;
    case 'extra':
      return difference.slash
        ? 'there is a slash too many at the end'
        : `${segments(difference.count)} more than this path has`;
    case 'missing':
      return difference.slash
        ? 'the slash at the end is missing'
        : `${segments(difference.count)} fewer than this path has`;
    case 'method':
      return `takes ${wordList(difference.takes, 'and')} only`;
    case 'outranked':
      return `matches too, but ${difference.by} is more specific at segment ${difference.segment}`;
    case 'value':
      return difference.message;
  }
}

function describeLiteral({ segment, found, expected }: Difference & { kind: 'literal' }): string {
  const capitals = found.toLowerCase() === expected.toLowerCase() ? ' (capitals count)' : '';
  const has = expected === '' ? 'ends in "/"' : `has ${quote(expected)}`;
  return `segment ${segment} is ${found === '' ? 'empty' : quote(found)}, this path ${has}${capitals}`;
}

function isSlash(extra: readonly string[]): boolean {
  return extra.length === 1 && extra[0] === '';
}

function segments(count: number): string {
  return count === 1 ? 'one segment' : `${count} segments`;
}

const SHOWN_LENGTH_MAX = 60;

/** A peer can send kilobytes; the beginning is enough. */
function quote(text: string): string {
  return `"${text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text}"`;
}
