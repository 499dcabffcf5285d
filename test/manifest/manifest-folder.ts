import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { View } from '../../src/contract/page-data.ts';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Loads `routes.yaml` out of a fresh folder with these files; beside them stands `handlers.mjs` with a handler `hello`. */
export async function loadFiles(files: Files): Promise<LoadResult> {
  return inFolder(files, (folder) => loadManifest(join(folder, 'routes.yaml')));
}

/** Runs something in a fresh folder, which is gone afterwards. */
export async function inFolder<Result>(files: Files, run: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-manifest-'));
  try {
    const handlers = 'export const handlers = { hello: () => ({}) };\n';
    for (const [name, content] of Object.entries({ 'handlers.mjs': handlers, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `code file:line:column`, the file as it is called inside its folder, for each finding. */
export function placesOf({ diagnostics }: Pick<LoadResult, 'diagnostics'>): readonly string[] {
  return diagnostics.map(({ code, file, line, column }) => `${code} ${insideFolder(file)}:${line}:${column}`);
}

function insideFolder(file: string): string {
  return /velosiped-manifest-[^/]+\/(.*)$/.exec(file)?.[1] ?? file;
}

/** What a view shows. */
export function textOfPage(page: ReturnType<View> = []): string {
  return page.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString())).join('');
}
