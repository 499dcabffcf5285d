import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Installs the newest Node.js of a release line, or brings it up to date. Returns its path. It comes as a package that has nothing to run. */
export function installNode(release: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(ROOT, 'node_modules/.cache/nodes', release);
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${name}@${release}`];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return join(folder, 'node_modules', name, 'bin/node');
}
