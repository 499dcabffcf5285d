import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshFolder } from './start-server.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * The package as `npm install` would put it there, but made of this repository's sources. Returns a folder with `npx`: npm's own would
 * look for the package in a registry.
 */
export function installHere(folder: string): string {
  const installed = join(folder, 'node_modules/velosiped');
  mkdirSync(installed, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  for (const name of ['src', 'schemas']) symlinkSync(join(ROOT, name), join(installed, name));
  const exports = { '.': './src/api.ts', './schema': './schemas/manifest.schema.json' };
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'velosiped', type: 'module', exports }));
  const programs = freshFolder();
  const main = `exec ${process.execPath} --import ${import.meta.resolve('tsx')} ${join(ROOT, 'src/main.ts')} "$@"`;
  const npm = `#!/bin/sh\n[ "$1" = test ] && exec ${process.execPath} --import ${import.meta.resolve('tsx')} --test\nexit 1\n`;
  writeFileSync(join(programs, 'npm'), npm, { mode: 0o755 });
  const npx = `#!/bin/sh\nprogram=$1\nshift\n[ "$program" = velosiped ] && ${main}\nexec ${ROOT}/node_modules/.bin/$program "$@"\n`;
  writeFileSync(join(programs, 'npx'), npx, { mode: 0o755 });
  writeFileSync(join(programs, 'velosiped'), `#!/bin/sh\n${main}\n`, { mode: 0o755 });
  // As in a terminal, where nobody sees it go.
  writeFileSync(join(programs, '.curlrc'), 'no-progress-meter\n');
  return programs;
}
