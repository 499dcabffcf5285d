import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceFile } from './layer-rules.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Every TypeScript file below a folder of the repository, sorted: what is on the disk, committed or not, but for packages and
 * for the projects of other people that `init` writes.
 */
export function sourceFiles(folder: string): readonly SourceFile[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(?:node_modules|templates)\//.test(path))
    .sort()
    .map((path) => ({ path: path.slice(ROOT.length + 1), source: readFileSync(path, 'utf8') }));
}

/** The repository's own text files: what git tracks or would track; undefined where this is no clone. */
export function trackedFiles(): readonly SourceFile[] | undefined {
  if (!existsSync(join(ROOT, '.git'))) return undefined;
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
  return paths.map((path) => ({ path, source: readFileSync(join(ROOT, path), 'utf8') }));
}
