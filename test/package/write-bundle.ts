import { build } from 'esbuild';

const ROOT = new URL('../..', import.meta.url).pathname;
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
  });
}
