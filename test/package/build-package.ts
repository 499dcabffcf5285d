/**
 * Writes dist/, the code of the package: `npm run build`. JavaScript in a few files, since a start reads each of them; packages stay
 * outside. Declarations of what `velosiped` exports, and of what those name.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeBundle } from './write-bundle.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
await writeBundle(DIST);
writeDeclarations();

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
