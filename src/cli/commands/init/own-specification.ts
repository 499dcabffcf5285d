import { readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE } from '../../../manifest/1-read/code-folder.ts';
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
  try {
    const text: unknown = JSON.parse(readFileSync(file, 'utf8'));
    for (const key of ['dependencies', 'devDependencies'])
      if (typeof text === 'object' && text !== null) {
        const found: unknown = Reflect.get(Reflect.get(text, key) ?? {}, 'velosiped');
        if (typeof found === 'string') return found;
      }
  } catch {
    // npm keeps packages that are installed for all users without one.
  }
  return undefined;
}
