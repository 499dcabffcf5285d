import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');
/** What is started by its name, or imported by users. */
const ENTRIES = ['src/main.ts', 'src/api.ts', 'src/cli/judge/judge-process.ts'];

/**
 * Bundles the code into a folder called `dist`: JavaScript in a few files, since a start reads each of them. Packages stay outside, but
 * for `yaml`: every start needs it, and it is seventy files.
 */
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
    plugins: [YAML_INSIDE],
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // A place in a stack leads to a line of which there are not too many.
    minify: true,
    lineLimit: 160,
  });
  // Its licence asks for it.
  copyFileSync(join(YAML, 'LICENSE'), join(dist, 'LICENSE-yaml'));
  // The file of the command.
  const main = join(dist, 'main.js');
  writeFileSync(main, `#!/usr/bin/env node\n${readFileSync(main, 'utf8')}`);
}

const YAML = join(ROOT, 'node_modules/yaml');

/** Its modules for browsers are the same code, of which esbuild can leave out what is not used. */
const YAML_INSIDE: Plugin = {
  name: 'yaml inside',
  setup({ onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({ path: join(YAML, 'browser/index.js') }));
  },
};
