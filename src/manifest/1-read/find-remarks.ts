import type { Scalar } from 'yaml';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { losesDigits } from './decimal.ts';

/** What is odd about how a value is written, though YAML can read it. It is said where nothing else is wrong with the value. */
export type Remark =
  | CommentValue
  /** A number that becomes another one. */
  | { readonly kind: 'digits'; readonly at: SourceSpan; readonly text: string; readonly value: number }
  /** Backslashes that were hardly meant to be escapes. */
  | { readonly kind: 'escapes'; readonly at: SourceSpan; readonly text: string }
  /** An anchor that was hardly meant to be one: `&copy; 2026`. */
  | { readonly kind: 'anchor'; readonly at: SourceSpan; readonly text: string };

/** A comment without a blank behind its `#`, as `#0f0` is one: it seems to be the value, or its `end`. */
export interface CommentValue {
  readonly kind: 'comment' | 'end';
  readonly at: SourceSpan;
  readonly text: string;
}

/** Finds what is odd about a scalar. */
export function findRemark(source: Source, node: Scalar, path: readonly string[]): Remark | undefined {
  const { value, type, range, anchor } = node;
  if (!range) return undefined;
  const [start, end] = range;
  if (value === null && start === end) return commentAt(source, start);
  if (anchor?.endsWith(';')) return anchorBefore(source, start, anchor);
  if (typeof value === 'number' && type === 'PLAIN') {
    const text = source.text.slice(start, end);
    return isAnother(text, value, path.at(-1))
      ? { kind: 'digits', at: spanOf(source, start, end), text, value }
      : undefined;
  }
  if (typeof value === 'string' && type === 'PLAIN') return endAfter(source, value, end);
  if (type !== 'QUOTE_DOUBLE') return undefined;
  const text = source.text.slice(start, end);
  const isOdd = text.includes('\\') && (isWindowsPath(text) || (isPattern(path) && hasEscapeOfYaml(text)));
  return isOdd ? { kind: 'escapes', at: spanOf(source, start, end), text } : undefined;
}

/** The first in a part of a text whose brackets it left open. */
export function findCommentValue(source: Source, start: number, end: number): CommentValue | undefined {
  const found = /(\S)[ \t]+(?=#[^\s#,[\]{}]+[ \t]*[,}\]])/.exec(source.text.slice(start, lineEnd(source.text, end)));
  const comment = found === null ? undefined : commentAt(source, start + found.index + found[0].length);
  return comment && { ...comment, kind: /[:,[{-]/.test(found?.[1] ?? '') ? 'comment' : 'end' };
}

/** The finding for it: an error where it left a bracket open, or where a text is due. */
export function commentFinding({ kind, at, text }: CommentValue) {
  const [what, quoted] =
    kind === 'comment' ? ['a value', `it in quotes: '${text}'`] : ['part of the value', 'all of the value in quotes'];
  return {
    code: 'comment-value',
    at,
    message: `"${text}" is a comment here, not ${what}: "#" begins a comment`,
    hint: `put ${quoted}`,
  } as const;
}

/** How to write a text in double quotes whose backslashes are meant. */
export function inSingleQuotes(quoted: string, each: 'it' | 'each of them'): string {
  const inner = quoted.slice(1, -1);
  return /['\n]/.test(inner) ? `write ${each} twice` : `write '${inner}'`;
}

/**
 * Behind a text of several words, or a number as in `Fixes #12`: behind a single word it is mostly a comment about it, and so it is behind
 * a request line (`GET /`), which ends with its target.
 */
function endAfter(source: Source, value: string, end: number): CommentValue | undefined {
  const blank = /^[ \t]+(?=#)/.exec(source.text.slice(end, end + BLANKS_MAX))?.[0];
  const comment = blank === undefined ? undefined : commentAt(source, end + blank.length);
  const isEnd =
    comment !== undefined && (value.includes(' ') || /^#\d+$/.test(comment.text)) && !/^[A-Z]+ \/\S*$/.test(value);
  return isEnd ? { ...comment, kind: 'end' } : undefined;
}

const BLANKS_MAX = 80;

function anchorBefore(source: Source, start: number, anchor: string): Remark | undefined {
  const text = `&${anchor}`;
  const from = source.text.lastIndexOf(text, start);
  return from === -1 ? undefined : { kind: 'anchor', at: spanOf(source, from, from + text.length), text };
}

/** A single word: most comments have several, or a blank before them. */
function commentAt(source: Source, start: number): CommentValue | undefined {
  COMMENT.lastIndex = start;
  const text = COMMENT.exec(source.text)?.[1];
  return text === undefined ? undefined : { kind: 'comment', at: spanOf(source, start, start + text.length), text };
}

const COMMENT = /(#[^\s#,[\]{}]+)[ \t]*(?:[,}\]].*|#.*)?(?=\r?\n|$)/y;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Also what is hardly a number, but the code of a place, a telephone, or a version: `01234`, `+491234567`, `1.10`. */
function isAnother(text: string, value: number, key = ''): boolean {
  if (/^0[xo]/.test(text)) return BigInt(text) !== BigInt(value);
  if (/^[-+]?0\d|^\+\d{7}/.test(text) || (/^version$|(?:V|[_-]v)ersion$/.test(key) && /\.\d*0$/.test(text)))
    return true;
  return losesDigits(text, value);
}

/** A drive and names behind backslashes. Of text in lines, such as "Q:\nWhy?", it is none. */
function isWindowsPath(text: string): boolean {
  if (!/^"[A-Za-z]:(?:\\{1,2}[^\\/:*?"<>|]{2,})+\\{0,2}"$/.test(text) || /\\n[A-Z]/.test(text)) return false;
  return !text.includes(' ') || /(?<!\\)\\[^n\\]/.test(text);
}

/** Regular expressions stand in schemas, under this key. */
function isPattern(path: readonly string[]): boolean {
  return path.at(-1) === 'pattern' && !path.some((key) => NO_SCHEMA.has(key));
}

const NO_SCHEMA: ReadonlySet<string> = new Set(['data', 'examples', 'json']);

/** Whether an escape means one character to YAML and another thing to a regular expression: `\b`, `\P`. */
function hasEscapeOfYaml(text: string): boolean {
  return [...text.matchAll(/\\(.)/gs)].some(([, letter = '']) => 'abeNLP_'.includes(letter));
}
