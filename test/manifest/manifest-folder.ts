import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** One mistake: the files that have it, the files without it, and where it is found. */
export interface Fixture {
  readonly code: string;
  /** `file:line:column` */
  readonly at: string;
  readonly broken: Readonly<Record<string, string>>;
  readonly mended: Readonly<Record<string, string>>;
}

/** The fixtures of this folder: a first line `expect file:line:column`, then files, each under `-- broken/name --` or `-- mended/name --`. */
export function readFixtures(): readonly Fixture[] {
  const folder = join(import.meta.dirname, 'fixtures');
  return readdirSync(folder)
    .sort()
    .map((name) => parseFixture(name.replace(/\.txt$/, ''), readFileSync(join(folder, name), 'utf8')));
}

function parseFixture(code: string, text: string): Fixture {
  const [head = '', ...parts] = text.split(/^-- (.+) --\n/m);
  const sides = { broken: new Map<string, string>(), mended: new Map<string, string>() };
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [side, file] = (parts[index] ?? '').split(/\/(.*)/s);
    if ((side !== 'broken' && side !== 'mended') || file === undefined) throw new Error(`${code}: ${parts[index]}`);
    sides[side].set(file, parts[index + 1] ?? '');
  }
  const at = /^expect (\S+)\n$/.exec(head)?.[1];
  if (at === undefined) throw new Error(`${code}: begins with no line "expect file:line:column"`);
  return { code, at, broken: Object.fromEntries(sides.broken), mended: Object.fromEntries(sides.mended) };
}

/** What a view shows. */
export function textOfPage(page: ReturnType<View> = []): string {
  return page.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString())).join('');
}
