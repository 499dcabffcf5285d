import { messageOf } from '../../http/describe-thrown.ts';
import type { Findings } from '../findings/findings.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { findOpenTag, type OpenTag } from './find-open-tag.ts';
import { Handlebars } from './handlebars.ts';
import { offsetOf, type ParsedView } from './parsed-view.ts';

/** Template to syntax tree. Fault: bad-view. */
export function parseView(name: string, source: Source, findings: Findings): ParsedView | undefined {
  const parsed = parseTemplate(name, source);
  if (parsed.kind === 'view') return parsed.view;
  const { reason, hint, start, end } = parsed.error;
  const message = `Cannot read this view: ${reason}`;
  findings.add({ code: 'bad-view', at: spanOf(source, start, end), message, hint });
  return undefined;
}

/** The same, and what is wrong is left to the caller. */
export function parseTemplate(
  name: string,
  source: Source,
): { readonly kind: 'view'; readonly view: ParsedView } | { readonly kind: 'error'; readonly error: ViewError } {
  try {
    return { kind: 'view', view: { name, source, ast: Handlebars.parse(source.text) } };
  } catch (error) {
    return { kind: 'error', error: explainViewError(error, source) };
  }
}

/** What the Handlebars parser says, and the offsets of the place. */
export interface ViewError {
  readonly reason: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the place of a parse error. Call it at once: the parser forgets its position. */
function explainViewError(error: unknown, source: Source): ViewError {
  const said = messageOf(error);
  const exact = /^(.*) - (\d+):(\d+)$/s.exec(said);
  if (exact !== null) {
    const start = offsetOf(source, Number(exact[2]), Number(exact[3]));
    const [, opened, closed] = /^(\S+) doesn't match (\S+)$/.exec(exact[1] ?? '') ?? [];
    if (opened === undefined) return { reason: `"${exact[1]}"`, start, end: start + 1 };
    const reason = `the block "${opened}" that begins here is not closed before {{/${closed}}}`;
    return { reason, hint: `close it with {{/${opened}}}`, start, end: start + 1 };
  }
  const { line, column, endColumn } = parserPosition();
  const start = offsetOf(source, line, column);
  const isAtEnd = /got 'EOF'$/.test(said);
  const open = findOpenTag(isAtEnd ? source.text : source.text.slice(0, start + BEGINNING_LENGTH));
  // What is wrong inside of a tag is said where it is.
  if (open !== undefined && (isAtEnd || isCutOff(source, open, start))) {
    const what = source.text.slice(open.start, open.end).split('\n', 1)[0];
    return { ...open, reason: `"${what}" is not closed`, hint: `close it with ${open.closer}` };
  }
  const end = start + Math.max(1, endColumn - column);
  if (isAtEnd) return { reason: 'something is still open at the end', start, end };
  const [reason, hint] = STRAYS.get(/got '(\w+)'$/.exec(said)?.[1] ?? '') ?? [NOT_ALLOWED, TAG_HINT];
  return { reason, hint, start, end };
}

const NOT_ALLOWED = 'this is not allowed here';
const TAG_HINT =
  'a tag has a name, or a helper with names, texts and numbers; what else a page shows, a handler or "data" gives it';

/** By what the parser got. */
const STRAYS: ReadonlyMap<string, readonly [reason: string, hint: string]> = new Map([
  ['OPEN_ENDBLOCK', ['no block is open that this could close', 'remove it, or open the block before it']],
  ['INVERSE', ['no block is open that this could be the other part of', 'a block has one {{else}}, before its end']],
  ['NUMBER', [NOT_ALLOWED, 'the first item of a list is written list.[0]']],
]);

/** That of `{{~!--`, the longest. */
const BEGINNING_LENGTH = 6;

/** Whether a tag has lost its own end, and not in the line in which the parser stumbled, unless that is where it begins. */
function isCutOff({ text }: Source, { start, closer }: OpenTag, stumbled: number): boolean {
  if (closer.startsWith('{')) return false;
  const [end, next] = [text.indexOf(closer, start), text.indexOf('{{', start + 3)];
  const isCut = end === -1 || (closer === '}}' && next !== -1 && next < end);
  return isCut && (start === stumbled || text.slice(start, stumbled).includes('\n'));
}

/** The parser's own errors name a line only; where its lexer stopped is exact, but in no type declaration. */
function parserPosition(): { readonly line: number; readonly column: number; readonly endColumn: number } {
  const at = property(property(property(Handlebars, 'Parser'), 'lexer'), 'yylloc');
  const number = (key: string, otherwise: number) => {
    const value = property(at, key);
    return typeof value === 'number' ? value : otherwise;
  };
  return { line: number('first_line', 1), column: number('first_column', 0), endColumn: number('last_column', 0) };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
