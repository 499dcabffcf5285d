import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { maskControls } from '../../http/control-characters.ts';
import { loadManifest } from '../../manifest/load-manifest.ts';
import { type ImportResult, importDocument } from '../../manifest/openapi/import/import-document.ts';
import { MANIFEST_NAME, MARK, type ManifestDraft, textsOf } from '../../manifest/openapi/import/manifest-draft.ts';
import { mendDraft } from '../../manifest/openapi/import/mend-draft.ts';
import { checkExamples } from '../judge/check-examples.ts';
import type { Command } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { writeWhole } from './write-file.ts';

const REPORT_NAME = 'import-report.md';

/** Makes a manifest of an OpenAPI document, which passes `check`. Resolves to the exit code. */
export async function importOpenapi(
  { document, out, guards }: Command & { kind: 'import' },
  terminal: Terminal,
): Promise<number> {
  const manifest = join(out, MANIFEST_NAME);
  if (existsSync(manifest) && !isOurs(manifest)) {
    terminal.err(`Cannot write "${manifest}": it was not made by an import; name another folder with --out`);
    return 1;
  }
  const imported = importDocument(document, { guards });
  if (imported.kind === 'rejected') {
    for (const { file, line, column, pointer, message } of imported.faults) {
      const place = pointer === '' ? '' : ` (#${pointer})`;
      terminal.err(maskControls(`${file}:${line}:${column}: ${message}${place}`));
    }
    return 1;
  }
  const source = basename(document);
  const left = await mend(imported, source);
  const texts = new Map([...textsOf(imported.draft, source), [REPORT_NAME, imported.report.text(document)]]);
  const problem = writeAll(out, texts, imported.draft.once);
  if (problem !== undefined) {
    terminal.err(problem);
    return 1;
  }
  for (const file of removeStale(out, texts)) terminal.out(`${file}: removed, it has nothing of the document any more`);
  for (const line of summaryOf(imported, out)) terminal.out(maskControls(line));
  for (const { file, line, message } of left) terminal.err(maskControls(`${file}:${line}: ${message}`));
  return left.length === 0 ? 0 : 1;
}

type Imported = Extract<ImportResult, { kind: 'imported' }>;

/** After so many times nothing is left that can be taken out. */
const MENDS_MAX = 12;
/** So often with care: each time costs as much as a check. */
const CAREFUL_MENDS = 2;

/** Checks the manifest as `check` does, and takes out what it refuses, until it refuses nothing. Resolves to what is left. */
async function mend({ draft, report }: Imported, source: string): Promise<readonly Diagnostic[]> {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-import-'));
  try {
    for (let mends = 0; ; mends++) {
      const texts = textsOf(draft, source);
      const problem = writeAll(folder, texts, draft.once);
      if (problem !== undefined) throw new Error(problem);
      const errors = await errorsOf(folder);
      if (errors.length === 0 || mends === MENDS_MAX) return errors;
      mendDraft({ draft, report, texts, errors, wholly: mends >= CAREFUL_MENDS });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function errorsOf(folder: string): Promise<readonly Diagnostic[]> {
  const loaded = await loadManifest(join(folder, MANIFEST_NAME));
  const ran = loaded.kind === 'loaded' ? (await checkExamples(loaded)).diagnostics : [];
  return [...loaded.diagnostics, ...ran]
    .filter(({ severity }) => severity === 'error')
    .map((error) => ({
      ...error,
      file: relative(folder, error.file),
      related: error.related.map((place) => ({ ...place, file: relative(folder, place.file) })),
    }));
}

/** Leaves files alone that have these texts already. undefined: all are written; else why not, in words. */
function writeAll(folder: string, texts: ReadonlyMap<string, string>, once: ManifestDraft['once']): string | undefined {
  for (const [name, text] of [...texts, ...once]) {
    const file = join(folder, name);
    const isThere = existsSync(file) && (once.has(name) || readFileSync(file, 'utf8') === text);
    const problem = isThere ? undefined : writeWhole(file, text);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Removes what an earlier import has made and this one has not. Returns their names. */
function removeStale(out: string, texts: ReadonlyMap<string, string>): readonly string[] {
  return ['', 'routes'].flatMap((folder) => {
    if (!existsSync(join(out, folder))) return [];
    const names = readdirSync(join(out, folder)).map((name) => join(folder, name));
    const stale = names.filter((name) => name.endsWith('.yaml') && !texts.has(name) && isOurs(join(out, name)));
    for (const name of stale) rmSync(join(out, name));
    return stale.map((name) => join(out, name));
  });
}

function isOurs(file: string): boolean {
  return statSync(file).isFile() && readFileSync(file, 'utf8').startsWith(MARK);
}

function summaryOf({ draft, report, operations }: Imported, out: string): readonly string[] {
  const routes = [...draft.files.values()].reduce((sum, { routes: own }) => sum + Object.keys(own ?? {}).length, 0);
  const { counts } = report;
  return [
    `${join(out, MANIFEST_NAME)}: ${routes} routes of ${operations} operations`,
    ...(counts.length === 0 ? [] : ['Not said, or said otherwise:']),
    ...counts.map(([kind, count]) => `  ${String(count).padStart(5)}  ${kind}`),
    `Places: ${join(out, REPORT_NAME)}`,
  ];
}
