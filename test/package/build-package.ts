/**
 * Writes dist/, the code of the package: `npm run build`. JavaScript in a few files, since a start reads each of them; packages stay
 * outside. Declarations of what `velosiped` exports, and of what those name.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');
/** What is started by its name, or imported by users. */
const ENTRIES = ['src/main.ts', 'src/api.ts', 'src/cli/judge/judge-process.ts'];

rmSync(DIST, { recursive: true, force: true });
await writeModules();
writeDeclarations();

async function writeModules(): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Names stay, and a stack leads to a line of which there are not too many.
    minifyWhitespace: true,
    lineLimit: 160,
  });
  // The file of the command.
  const main = join(DIST, 'main.js');
  writeFileSync(main, `#!/usr/bin/env node\n${readFileSync(main, 'utf8')}`);
}

/** The compiler declares all modules; a user's compiler needs those that lead from api.d.ts. */
function writeDeclarations(): void {
  const all = join(DIST, 'all');
  mkdirSync(all);
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '../../src',
    outDir: '.',
  };
  const config = { extends: '../../tsconfig.json', compilerOptions, files: ['../../src/api.ts'], include: [] };
  writeFileSync(join(all, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', all], { stdio: 'inherit' });
  const files = new Set(['api.d.ts']);
  for (const file of files) {
    const text = readFileSync(join(all, file), 'utf8').replace(/(from '\.[^']+)\.ts'/g, "$1.js'");
    for (const [, path = ''] of text.matchAll(/from '(\.[^']+)\.js'/g)) files.add(join(dirname(file), `${path}.d.ts`));
    mkdirSync(dirname(join(DIST, file)), { recursive: true });
    writeFileSync(join(DIST, file), text);
  }
  rmSync(all, { recursive: true });
}
