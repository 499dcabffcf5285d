import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshFolder } from '../start-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Packed {
  /** The tarball. */
  readonly file: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Builds the package and packs it. */
export function packPackage(): Packed {
  const into = freshFolder();
  const stdout = execFileSync('npm', ['pack', '--json', '--pack-destination', into], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Before it, npm prints what the build prints.
  const [found] = JSON.parse(stdout.slice(stdout.search(/^\[$/m)));
  return { ...found, file: join(into, found.filename) };
}

/** A tarball with a higher version, and the same otherwise. */
export function nextRelease(file: string): string {
  const folder = freshFolder();
  execFileSync('tar', ['xzf', file, '-C', folder]);
  const manifest = join(folder, 'package/package.json');
  const released = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify({ ...released, version: `${released.version}-next` }));
  const next = join(folder, 'next.tgz');
  execFileSync('tar', ['czf', next, '-C', folder, 'package']);
  return next;
}
