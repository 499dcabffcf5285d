import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');
/** What is started by its name, or imported by users. */
const ENTRIES = ['src/main.ts', 'src/api.ts', 'src/cli/judge/judge-process.ts'];

/** Bundles the code into a folder called `dist`: JavaScript in a few files, since a start reads each of them; packages stay outside. */
export async function writeBundle(dist: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outbase: 'src',
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // A place in a stack leads to a line of which there are not too many.
    minify: true,
    lineLimit: 160,
  });
  // The file of the command.
  const main = join(dist, 'main.js');
  writeFileSync(main, `#!/usr/bin/env node\n${readFileSync(main, 'utf8')}`);
}
