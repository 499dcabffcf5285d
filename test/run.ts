/**
 * Runs every `*.test.ts` below test/, or below the folders and files given as arguments; each file in a process of its own.
 * Start it with `node --import tsx test/run.ts`: the test processes inherit the flag. Node 20's own `--test` finds no
 * TypeScript files and calls an empty run a success; here it is an error.
 */
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { writeBundle } from './package/write-bundle.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FILE_MS_MAX = 600_000;
const PACKAGES = `${sep}node_modules${sep}`;

const given = process.argv.slice(2);
const files = testFiles(given.length > 0 ? given.map((path) => resolve(path)) : [import.meta.dirname]);
if (files.length === 0) throw new Error(`Cannot find a *.test.ts file below ${given.join(', ') || 'test/'}`);

// On a build machine everything that a test needs is installed, so there "needs curl" means that the tests shrank.
const { CI } = process.env;

// Servers in processes of their own run from a bundle, as they do where the package is installed: a start takes a third of the
// time. A file that is run alone starts them from src/.
process.env['VELOSIPED_MAIN'] ??= await bundle(join(ROOT, `node_modules/.cache/bundle-${process.pid}`));

run({ files, concurrency: availableParallelism(), timeout: FILE_MS_MAX })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .on('test:pass', ({ name, skip }) => {
    if (CI !== 'true' || typeof skip !== 'string' || !skip.startsWith('needs ')) return;
    process.exitCode = 1;
    console.error(`✖ skipped under CI: ${name} (${skip})`);
  })
  .compose(new spec())
  .pipe(process.stdout);

/** Bundles the code into `folder/dist`, beside which it finds its data. The path of its entry. Each run has its own. */
async function bundle(folder: string): Promise<string> {
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await writeBundle(join(folder, 'dist'));
  const { files: packed }: { readonly files: readonly string[] } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  for (const data of ['package.json', ...packed.filter((name) => name !== 'dist')])
    cpSync(join(ROOT, data), join(folder, data), { recursive: true });
  return join(folder, 'dist/main.js');
}

function testFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const entries = readdirSync(path, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes(PACKAGES)) // the bench's peers bring tests of their own
      .sort();
  });
}
