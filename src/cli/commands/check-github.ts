import { normalize } from 'node:path';
import type { Diagnostic } from '../../contract/diagnostic.ts';

/**
 * Findings as commands that make a GitHub workflow show them beside their lines
 * (docs.github.com, "Workflow commands for GitHub Actions").
 */
export function githubAnnotations(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((diagnostic) => {
    const { severity, code, message, hint } = diagnostic;
    const properties = Object.entries({ ...placeOf(diagnostic), title: code });
    const words = hint === undefined ? message : `${message}\n${hint}`;
    return `::${severity} ${properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',')}::${escapeText(words)}`;
  });
}

/** Columns are only valid within one line. */
function placeOf({ file, line, column, endLine, endColumn }: Diagnostic): Readonly<Record<string, string | number>> {
  const place = { file: normalize(file), line, endLine };
  return line === endLine ? { ...place, col: column, endColumn } : place;
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
