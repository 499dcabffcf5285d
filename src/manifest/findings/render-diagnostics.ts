import type { Diagnostic, SourceSpan } from '../../contract/diagnostic.ts';
import { maskControls } from '../../http/control-characters.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import type { DiagnosticCode } from './diagnostic-codes.gen.ts';
import { inSourceOrder } from './findings.ts';
import type { SourceTexts } from './source.ts';

export interface RenderOptions {
  readonly color: boolean;
}

/** One block for each diagnostic, in source order, with its source line. Ends in a line end unless empty. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: SourceTexts,
  { color }: RenderOptions,
): string {
  const linesOf = splitOnce(sources);
  const paint = color ? (style: Style, text: string) => `\x1b[${STYLES[style]}m${text}\x1b[0m` : plain;
  const sorted = inSourceOrder(diagnostics, sources.keys());
  return sorted.map((diagnostic) => `${renderBlock(diagnostic, linesOf, paint)}\n`).join('\n');
}

type Style = 'place' | 'error' | 'warning' | 'faint';
type Paint = (style: Style, text: string) => string;
type LinesOf = (file: string) => readonly string[];

const STYLES: Readonly<Record<Style, string>> = { place: '1', error: '31', warning: '33', faint: '2' };

function plain(_style: Style, text: string): string {
  return text;
}

function renderBlock(diagnostic: Diagnostic, linesOf: LinesOf, paint: Paint): string {
  const { severity, code, message, hint, related } = diagnostic;
  return [
    `${paint('place', placeOf(diagnostic))} ${paint(severity, severity)} ${code}`,
    `  ${harmless(message)}`,
    ...renderFrame(diagnostic, linesOf, (style, text) => paint(style === 'error' ? severity : style, text)),
    ...(hint === undefined ? [] : [`  hint: ${harmless(hint)}`]),
    ...related.map((other) => paint('faint', `  see ${placeOf(other)}: ${harmless(other.message)}`)),
  ].join('\n');
}

function placeOf({ file, line, column }: SourceSpan): string {
  return `${harmless(file)}:${line}:${column}`;
}

/** Its line holds something secret. */
const SECRET: DiagnosticCode = 'written-password';

/** Longer lines show the part around the mistake. */
const FRAME_COLUMNS_MAX = 160;
const FRAME_COLUMNS_BEFORE = 60;

function renderFrame(span: Diagnostic, linesOf: LinesOf, paint: Paint): readonly string[] {
  const line = linesOf(span.file)[span.line - 1];
  if (line === undefined || span.code === SECRET) return [];
  const from = line.length <= FRAME_COLUMNS_MAX ? 0 : Math.max(0, span.column - 1 - FRAME_COLUMNS_BEFORE);
  const shown = line.slice(from, from + FRAME_COLUMNS_MAX);
  const start = span.column - 1 - from;
  // A mistake over several lines is underlined in its first.
  const end = span.endLine > span.line ? shown.trimEnd().length : Math.min(span.endColumn - 1 - from, shown.length);
  const number = String(span.line);
  const under = ' '.repeat(harmless(shown.slice(0, start)).length);
  const carets = '^'.repeat(Math.max(1, harmless(shown.slice(start, end)).length));
  return [
    `  ${paint('faint', `${number} |`)} ${harmless(shown)}`,
    `  ${paint('faint', `${' '.repeat(number.length)} |`)} ${under}${paint('error', carets)}`,
  ];
}

/** Tabs become a blank, and nothing from a file can control the terminal. */
function harmless(text: string): string {
  return maskControls(text.replaceAll('\t', ' '));
}

/** Many diagnostics can point into one long file. */
function splitOnce(sources: SourceTexts): LinesOf {
  const lines = new Map<string, readonly string[]>();
  return (file) => {
    return getOrMake(lines, file, () => sources.get(file)?.split(/\r?\n/) ?? []);
  };
}
