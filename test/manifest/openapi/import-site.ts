import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importOpenapi } from '../../../src/cli/commands/import.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { type LoadResult, loadManifest } from '../../../src/manifest/load-manifest.ts';
import { plainTerminal } from '../../cli/plain-terminal.ts';

export interface ImportedSite {
  readonly folder: string;
  readonly code: number;
  readonly out: string;
  readonly err: string;
  read(name: string): string;
  load(): Promise<Extract<LoadResult, { kind: 'loaded' }>>;
}

/** Runs the command in this process, into a fresh folder or that of an earlier import, which is gone afterwards. */
export async function withImport<Result>(
  document: string,
  run: (site: ImportedSite) => Promise<Result>,
  { guards = false }: { readonly guards?: boolean } = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-imported-'));
  try {
    return await run(await importInto(folder, document, guards));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function importInto(folder: string, document: string, guards = false): Promise<ImportedSite> {
  const lines = { out: [] as string[], err: [] as string[] };
  const code = await importOpenapi({ kind: 'import', document, out: folder, guards }, terminalOf(lines));
  return {
    folder,
    code,
    out: lines.out.join('\n'),
    err: lines.err.join('\n'),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    load: async () => {
      const loaded = await loadManifest(join(folder, 'routes.yaml'));
      assert.ok(loaded.kind === 'loaded', JSON.stringify(loaded.diagnostics));
      return loaded;
    },
  };
}

function terminalOf(lines: { readonly out: string[]; readonly err: string[] }): Terminal {
  return plainTerminal({ out: (line) => void lines.out.push(line), err: (line) => void lines.err.push(line) });
}
