import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guarded } from '../../http/guarded.ts';
import { CODE, IS_PACKAGE } from '../1-read/code-folder.ts';
import { readAtMost } from '../1-read/read-text.ts';
import type { Site } from '../3-resolve/site.ts';
import { writeTypes } from './write-types.ts';

/** The generated types of a manifest's handlers: what they must be, and what they are. */
export interface TypesModule {
  /** Beside the module of the handlers; relative where the manifest was named so. */
  readonly file: string;
  readonly text: string;
  /** The content of the file; undefined: there is none, or it cannot be read. */
  readonly found: string | undefined;
}

/** undefined: the manifest names no module of handlers, so it needs no types. */
export function typesModuleOf(
  site: Pick<Site, 'file' | 'module' | 'schemas' | 'routes' | 'groups'>,
): TypesModule | undefined {
  const { module } = site;
  if (module === undefined) return undefined;
  const folder = dirname(isAbsolute(module) ? module : join(dirname(site.file), module));
  const file = join(folder, FILE_NAME);
  return { file, text: writeTypes(site, contractFrom(folder)), found: readIfThere(file) };
}

/**
 * Whether the file has the types of the manifest. Comments do not count, and neither does the import: it depends on where this
 * program is on a machine, and the compiler reports an import that leads nowhere.
 */
export function isCurrent({ text, found }: TypesModule): boolean {
  return found !== undefined && typesOnly(found.replaceAll('\r\n', '\n')) === typesOnly(text);
}

const FILE_NAME = 'routes.gen.ts';

/** Comments and the import have lines of their own. */
function typesOnly(text: string): string {
  return text.replace(/^(?: *\/\*\* .* \*\/|\/\/ .*|import type .*)\n/gm, '');
}

function readIfThere(file: string): string | undefined {
  const bytes = readAtMost(file, Number.POSITIVE_INFINITY);
  return typeof bytes === 'string' ? undefined : bytes.toString();
}

/** Of the package by its name; else by its place: TypeScript follows links before it looks for an import, and so do we. */
function contractFrom(folder: string): string {
  if (IS_PACKAGE) return 'velosiped';
  const path = relative(guarded(() => realpathSync(folder)) ?? folder, CONTRACT)
    .split(sep)
    .join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

const CONTRACT = fileURLToPath(new URL('contract/route-types.ts', CODE));
