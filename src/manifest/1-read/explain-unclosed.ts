import type { CST, YAMLError } from 'yaml';
import type { AnyFinding } from '../findings/findings.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { commentFinding, findCommentValue } from './find-remarks.ts';

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
    return unclosed(source, offset, { what: `the text that this ${quote} begins is not closed`, hint });
  }
  if (text.includes('\n') || behind !== '' || !isLetter(source.text.charAt(at))) return undefined;
  const twice = quote === "'" ? "''" : '\\"';
  const place = spanOf(source, at, at + 1);
  return {
    code: 'bad-yaml',
    at: place,
    message: `Invalid YAML: the text before it ended at the ${quote}`,
    hint: `a ${quote} inside of the text is written ${twice}`,
  };
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
  return unclosed(source, offset, { what: `this ${bracket} is not closed`, hint });
}

function unclosed(
  source: Source,
  offset: number,
  { what, hint }: { readonly what: string; readonly hint: string },
): AnyFinding {
  return {
    code: 'bad-yaml',
    at: spanOf(source, offset, offset + 1),
    message: `Invalid YAML: ${what}`,
    hint,
  };
}

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
  return {
    code: 'bad-yaml',
    at: spanOf(source, at, at + 2),
    message:
      digits === undefined ? `"${written}" is not an escape of YAML` : `"${written}" must be followed by ${digits}`,
    hint: `in double quotes a backslash begins an escape: ${inSingleQuotes(text)}`,
  };
}

const HEX_DIGITS: ReadonlyMap<string, string> = new Map([
  ['\\x', 'the two hexadecimal digits of a character'],
  ['\\u', 'the four hexadecimal digits of a character'],
  ['\\U', 'the eight hexadecimal digits of a character, at most 0010FFFF'],
]);

function inSingleQuotes({ source }: QuotedText): string {
  const inner = source.slice(1, -1);
  return /['\n]/.test(inner) ? 'write it twice' : `write '${inner}'`;
}

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
  const visit = (token: CST.Token | null | undefined): void => {
    switch (token?.type) {
      case 'document':
        visit(token.value);
        break;
      case 'flow-collection': {
        const { offset, source } = token.start;
        const bracket = source === '{' ? '{' : '[';
        if (token.end[0]?.source !== CLOSERS[bracket]) brackets.push({ offset, bracket });
        visitItems(token.items);
        break;
      }
      case 'block-map':
      case 'block-seq':
        visitItems(token.items);
        break;
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        quotes.push({ offset: token.offset, source: token.source });
        break;
      default: // opens nothing
    }
  };
  const visitItems = (items: readonly Item[]): void => {
    for (const { key, value } of items) {
      visit(key);
      visit(value);
    }
  };
  for (const token of tokens) visit(token);
  return { brackets, quotes };
}

type Item = Pick<CST.CollectionItem, 'key' | 'value'>;

/** What closes each bracket. */
const CLOSERS = { '{': '}', '[': ']' } as const;
