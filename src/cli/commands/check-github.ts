import { realpathSync } from 'node:fs';
import { isAbsolute, normalize, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { guarded } from '../../http/guarded.ts';

/**
 * Findings as commands that a GitHub workflow shows beside the lines they are about (docs.github.com, "Workflow commands for GitHub
 * Actions"). Files are looked for from the root of the repository, which is `workspace`, and not from where a step works.
 */
export function githubAnnotations(
  diagnostics: readonly Diagnostic[],
  workspace: string | undefined,
): readonly string[] {
  return diagnostics.map((diagnostic) => {
    const { severity, code, message, hint } = diagnostic;
    const file = nameIn(workspace, diagnostic.file);
    const properties = Object.entries({ file, ...placeOf(diagnostic), title: code });
    const words = hint === undefined ? message : `${message}\n${hint}`;
    return `::${severity} ${properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',')}::${escapeText(words)}`;
  });
}

/** Columns are understood within one line only. */
function placeOf({ line, column, endLine, endColumn }: Diagnostic): Readonly<Record<string, number>> {
  const place = { line, endLine };
  return line === endLine ? { ...place, col: column, endColumn } : place;
}

/** From the workspace on; where there is none, or the file is elsewhere, as it is named. */
function nameIn(workspace: string | undefined, file: string): string {
  if (workspace === undefined || workspace === '') return normalize(file);
  // Either may be named by a link, and a file in the workspace may be a link to one elsewhere.
  const names = [
    relative(realPath(workspace), realPath(file)),
    relative(realPath(workspace), file),
    relative(workspace, file),
  ];
  const name = names.find((one) => one !== '' && !isAbsolute(one) && one !== '..' && !one.startsWith(`..${sep}`));
  return name?.replaceAll(sep, '/') ?? normalize(file);
}

function realPath(path: string): string {
  // That it is not there is perhaps what was found.
  return guarded(() => realpathSync(path)) ?? resolve(path);
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
