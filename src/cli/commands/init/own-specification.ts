import { readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guarded } from '../../../http/guarded.ts';
import { PACKAGE } from '../../../manifest/1-read/code-folder.ts';
import { recordOf } from '../../../manifest/1-read/is-record.ts';
import { VERSION } from '../../version.ts';

/**
 * How a project in `folder` names this package: as the project that it is installed in does (a version, a URL, a file). Where it is not
 * installed, by the place of its sources.
 */
export function ownSpecification(folder: string): string {
  const own = fileURLToPath(PACKAGE);
  const modules = dirname(own);
  if (basename(modules) !== 'node_modules') return fileSpecification(folder, own);
  const home = dirname(modules);
  const written = writtenIn(join(home, 'package.json'));
  const [, file] = /^file:(.+)$/.exec(written ?? '') ?? [];
  return file === undefined ? (written ?? VERSION) : fileSpecification(folder, resolve(home, file));
}

function fileSpecification(folder: string, file: string): string {
  const path = relative(folder, file);
  return `file:${(isAbsolute(path) ? file : path).split(sep).join('/')}`;
}

/** What a package.json says of us; undefined: nothing, or there is none. */
function writtenIn(file: string): string | undefined {
  // npm keeps packages that are installed for all users without one.
  const { dependencies, devDependencies } = recordOf(guarded(() => JSON.parse(readFileSync(file, 'utf8'))));
  const versions = [dependencies, devDependencies].map((listed) => recordOf(listed)['velosiped']);
  return versions.find((version) => typeof version === 'string');
}
