/**
 * Runs the tests on the Node.js of this machine and on the newest releases of others, one after another:
 * `npm run test:nodes -- [--only 22,24] [FOLDER_OR_FILE…]`. Exits with 1 where a test failed on one of them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installNode } from './install-node.ts';

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
  const node = release === ownRelease() ? process.execPath : installNode(release);
  console.log(`\n=== Node.js ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`);
  const ran = spawnSync(node, ['--import', 'tsx', join(import.meta.dirname, 'run.ts'), ...positionals], {
    cwd: ROOT,
    stdio: 'inherit',
    // What tests call `node` is the same.
    env: { ...process.env, PATH: `${join(node, '..')}:${process.env['PATH']}` },
  });
  return ran.status === 0;
}
