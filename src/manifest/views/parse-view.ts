import type { Findings } from '../findings/findings.ts';
import { type Source, spanOf } from '../findings/source.ts';
import { Handlebars } from './handlebars.ts';
import { offsetOf, type ParsedView } from './parsed-view.ts';

/** Template to syntax tree. Fault: bad-view. */
export function parseView(name: string, source: Source, findings: Findings): ParsedView | undefined {
  try {
    return { name, source, ast: Handlebars.parse(source.text) };
  } catch (error) {
    const { message, start, end } = explainViewError(error, source);
    findings.add({ code: 'bad-view', at: spanOf(source, start, end), message });
    return undefined;
  }
}

/** The message of the Handlebars parser, and the offsets of the place. */
interface ViewError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the place of a parse error. Call it at once: the parser forgets its position. */
function explainViewError(error: unknown, source: Source): ViewError {
  const said = error instanceof Error ? error.message : String(error);
  const exact = /^(.*) - (\d+):(\d+)$/s.exec(said);
  if (exact !== null) {
    const start = offsetOf(source, Number(exact[2]), Number(exact[3]));
    return { message: `Cannot read this view: "${exact[1]}"`, start, end: start + 1 };
  }
  const { line, column, endColumn } = parserPosition();
  const start = offsetOf(source, line, column);
  const found = /got '([A-Z_]+)'$/.exec(said)?.[1];
  const what = found === 'EOF' ? 'something is still open at the end' : 'this is not allowed here';
  const end = start + Math.max(1, endColumn - column);
  return { message: `Cannot read this view: ${what}`, start, end };
}

/** The parser's own errors name only a line; the position of its lexer is exact, but not in the type declarations. */
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
