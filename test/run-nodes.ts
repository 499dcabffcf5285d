/**
 * Runs the tests on the Node.js of this machine and on the newest releases of others, one after another:
 * `npm run test:nodes -- [--only 22,24] [FOLDER_OR_FILE…]`. Exits with 1 where a test failed on one of them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** Each is a package that holds a Node.js, and nothing to run at its installation. */
const RELEASES = ['22', '24'];
const ROOT = join(import.meta.dirname, '..');

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
const wanted = values.only?.split(',') ?? [ownRelease(), ...RELEASES];
const failed = wanted.filter((release) => !passes(release));
console.log(failed.length === 0 ? `All passed on ${wanted.join(', ')}` : `Failed on ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function ownRelease(): string {
  const [major = ''] = process.versions.node.split('.');
  return major;
}

function passes(release: string): boolean {
  const node = release === ownRelease() ? process.execPath : install(release);
  console.log(`\n=== Node.js ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`);
  const ran = spawnSync(node, ['--import', 'tsx', join(import.meta.dirname, 'run.ts'), ...positionals], {
    cwd: ROOT,
    stdio: 'inherit',
    // What tests call `node` is the same.
    env: { ...process.env, PATH: `${join(node, '..')}:${process.env['PATH']}` },
  });
  return ran.status === 0;
}

/** Its path. What is there already is brought up to date. */
function install(release: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(ROOT, 'node_modules/.cache/nodes', release);
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${name}@${release}`];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return join(folder, 'node_modules', name, 'bin/node');
}
