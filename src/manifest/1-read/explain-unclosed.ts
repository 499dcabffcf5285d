import { CST, type YAMLError } from 'yaml';
import type { AnyFinding, Finding } from '../findings/findings.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { commentFinding, findCommentValue, inSingleQuotes } from './find-remarks.ts';

/**
 * What an error of the YAML parser says of a quote or a bracket that lost its end: the parser notices that far behind, perhaps at the end
 * of the file; and of what only seems to be a value. undefined: it is about something else. Faults: bad-yaml, comment-value.
 */
export function explainUnclosed(source: Source, error: YAMLError, openers: Openers): AnyFinding | undefined {
  return (
    ofQuote(source, error, openers) ??
    ofBracket(source, error, openers) ??
    ofEscape(source, error, openers) ??
    ofComment(source, error)
  );
}

function ofQuote(source: Source, { message, pos: [at] }: YAMLError, { quotes }: Openers): AnyFinding | undefined {
  const before = quotes.findLast(({ offset }) => offset < at);
  if (before === undefined) return undefined;
  const { offset, source: text } = before;
  const quote = text.charAt(0);
  const behind = source.text.slice(offset + text.length, at);
  // The text goes on to the quote that was to begin another one.
  const isOpen = /^Missing closing .quote/.test(message);
  const isTooLong = !isOpen && text.includes('\n') && /^[ \t]*$/.test(behind);
  if (isOpen || isTooLong) {
    const hint = `close it with ${quote} where it ends${isTooLong ? '; as it is written, it ends in the line of the next one' : ''}`;
    const what = `Invalid YAML: the text that this ${quote} begins is not closed`;
    return badYaml(source, [offset, offset + 1], { message: what, hint });
  }
  if (text.includes('\n') || behind !== '' || !isLetter(source.text.charAt(at))) return undefined;
  const twice = quote === "'" ? "''" : '\\"';
  const hint = `a ${quote} inside of the text is written ${twice}`;
  return badYaml(source, [at, at + 1], { message: `Invalid YAML: the text before it ended at the ${quote}`, hint });
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

function ofBracket(source: Source, { message, pos: [at] }: YAMLError, { brackets }: Openers): AnyFinding | undefined {
  const closer = /must .*end with an? ([}\]])$/.exec(message.split(/ at line \d/, 1)[0] ?? '')?.[1];
  if (closer === undefined) return undefined;
  const open = brackets.findLast(({ offset, bracket }) => offset < at && CLOSERS[bracket] === closer);
  if (open === undefined) return undefined;
  const { offset, bracket } = open;
  const comment = findCommentValue(source, offset, at);
  if (comment !== undefined) return { ...commentFinding(comment), severity: 'error' };
  const hint = `close it with ${closer}; a value that holds a bracket must be quoted`;
  return badYaml(source, [offset, offset + 1], { message: `Invalid YAML: this ${bracket} is not closed`, hint });
}

/** A finding about the text from one offset to another. */
export function badYaml(source: Source, [start, end]: readonly [number, number], said: Said): Finding {
  return { code: 'bad-yaml', at: spanOf(source, start, end), ...said };
}

type Said = Pick<Finding, 'message' | 'hint'>;

/** A `#` right behind what is not a blank: `[#0f0]`. */
function ofComment(source: Source, { message, pos: [at] }: YAMLError): AnyFinding | undefined {
  const text = /^Comments must be separated/.test(message) ? wordAt(source.text, at) : undefined;
  if (text === undefined) return undefined;
  const place = spanOf(source, at, at + text.length);
  return { ...commentFinding({ kind: 'comment', at: place, text }), severity: 'error' };
}

function wordAt(text: string, at: number): string | undefined {
  return /^#[^\s,[\]{}]+/.exec(text.slice(at, at + WORD_LENGTH_MAX))?.[0];
}

const WORD_LENGTH_MAX = 80;

/** A backslash in double quotes. */
function ofEscape(source: Source, { code, pos: [at] }: YAMLError, { quotes }: Openers): AnyFinding | undefined {
  const text = code === 'BAD_DQ_ESCAPE' ? quotes.findLast(({ offset }) => offset <= at) : undefined;
  if (text === undefined) return undefined;
  const written = source.text.slice(at, at + 2);
  const digits = HEX_DIGITS.get(written);
  const message =
    digits === undefined ? `"${written}" is not an escape of YAML` : `"${written}" must be followed by ${digits}`;
  const hint = `in double quotes a backslash begins an escape: ${inSingleQuotes(text.source, 'it')}`;
  return badYaml(source, [at, at + 2], { message, hint });
}

const HEX_DIGITS: ReadonlyMap<string, string> = new Map([
  ['\\x', 'the two hexadecimal digits of a character'],
  ['\\u', 'the four hexadecimal digits of a character'],
  ['\\U', 'the eight hexadecimal digits of a character, at most 0010FFFF'],
]);

/** A bracket that is not closed by its own kind, or that nothing closes. */
interface OpenBracket {
  readonly offset: number;
  readonly bracket: '{' | '[';
}

/** A text in quotes, closed or not. */
interface QuotedText {
  readonly offset: number;
  /** With its quotes. */
  readonly source: string;
}

/** Where things begin that may have lost their end. */
export interface Openers {
  readonly brackets: readonly OpenBracket[];
  readonly quotes: readonly QuotedText[];
}

/** In the order of the text. */
export function findOpeners(tokens: readonly CST.Token[]): Openers {
  const brackets: OpenBracket[] = [];
  const quotes: QuotedText[] = [];
  const note = (token: CST.Token | null | undefined): void => {
    if (token?.type === 'flow-collection') {
      const { offset, source } = token.start;
      const bracket = source === '{' ? '{' : '[';
      if (token.end[0]?.source !== CLOSERS[bracket]) brackets.push({ offset, bracket });
    } else if (token?.type === 'single-quoted-scalar' || token?.type === 'double-quoted-scalar')
      quotes.push({ offset: token.offset, source: token.source });
  };
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    CST.visit(token, ({ key, value }) => {
      note(key);
      note(value);
    });
  }
  return { brackets: brackets.toSorted(byOffset), quotes: quotes.toSorted(byOffset) };
}

function byOffset(one: { readonly offset: number }, other: { readonly offset: number }): number {
  return one.offset - other.offset;
}

/** What closes each bracket. */
const CLOSERS = { '{': '}', '[': ']' } as const;
