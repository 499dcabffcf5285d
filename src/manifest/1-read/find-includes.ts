import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { guarded } from '../../http/guarded.ts';
import type { Findings } from '../findings/findings.ts';
import { loadTinyglobby } from './late-packages.ts';
import type { LocatedManifest } from './located-manifest.ts';
import { hintFor, NO_SUCH_FILE } from './read-text.ts';

/** A file that `include` names, as diagnostics call it, and the place that names it. */
export interface IncludedFile {
  readonly name: string;
  readonly at: SourceSpan;
}

/** The files of `include`, and the folders that it searches, at any depth. */
export interface FoundIncludes {
  readonly files: readonly IncludedFile[];
  readonly folders: readonly string[];
  /** False where a pattern names no file. */
  readonly complete: boolean;
}

/**
 * The files of `include`: those of a pattern sorted by their names, each file once, the manifest itself never. Anything but
 * a list of texts is left to the schema to refuse. Fault: bad-include.
 */
export function findIncludes(main: LocatedManifest, findings: Findings): FoundIncludes {
  const patterns = patternsOf(main);
  if (patterns.length === 0) return { files: [], folders: [], complete: true };
  const folder = dirname(main.source.file);
  const itself = identityOf(main.source.file);
  const seen = new Set<string>([itself]);
  const files: IncludedFile[] = [];
  const folders = new Set<string>();
  let complete = true;
  for (const [index, pattern] of patterns) {
    const at = main.valueAt(['include', String(index)]);
    const found = loadTinyglobby().isDynamicPattern(pattern) ? filesLike(pattern, folder) : fileCalled(pattern, folder);
    folders.add(inFolder(folder, fixedPart(pattern)));
    const others = found.names.filter((name) => identityOf(name) !== itself);
    if (others.length === 0) {
      complete = false;
      const { reason, hint } = found.names.length > 0 ? ITSELF : found;
      findings.add({ code: 'bad-include', at, message: `Cannot include "${pattern}": ${reason}`, hint });
    }
    for (const name of others) {
      const identity = identityOf(name);
      if (!seen.has(identity)) files.push({ name, at });
      seen.add(identity);
    }
  }
  return { files, folders: [...folders], complete };
}

function patternsOf({ value, spoilt }: LocatedManifest): readonly (readonly [index: number, pattern: string])[] {
  const list: unknown = typeof value === 'object' && value !== null && 'include' in value ? value.include : undefined;
  if (!Array.isArray(list)) return [];
  return [...list.entries()].filter(
    ([index, pattern]) => typeof pattern === 'string' && pattern !== '' && !spoilt.has(`/include/${index}`),
  );
}

/** The names, and the reason if there are none. */
interface Found {
  readonly names: readonly string[];
  readonly reason: string;
  readonly hint?: string | undefined;
}

const ITSELF = { reason: 'it matches only this manifest', hint: 'name the files that hold further routes' };

function fileCalled(name: string, folder: string): Found {
  const file = inFolder(folder, name);
  switch (kindOf(file)) {
    case 'file':
      return { names: [file], reason: '' };
    case 'folder':
      return { names: [], reason: 'it is a folder', hint: `for the files in it, write "${join(name, '*.yaml')}"` };
    case 'nothing':
      return { names: [], reason: NO_SUCH_FILE, hint: hintFor(NO_SUCH_FILE, file) };
  }
}

/** What no pattern reaches by itself: it can hold a great many files, none of which is meant. */
const NEVER_MEANT = 'node_modules';

function filesLike(pattern: string, folder: string): Found {
  const ignore = pattern.includes(NEVER_MEANT) ? [] : [`**/${NEVER_MEANT}/**`];
  try {
    const found = loadTinyglobby().globSync(pattern, {
      ...{
        cwd: resolve(folder),
        expandDirectories: false,
        ignore,
        fs: { realpathSync: realPathOrOwn, statSync: lstatSync },
      },
    });
    return { names: found.toSorted().map((name) => inFolder(folder, name)), reason: 'no file matches it' };
  } catch {
    return { names: [], reason: 'it is not a valid pattern' };
  }
}

/** A link that leads nowhere counts as a file, and whoever reads it says that it is none: left out, its routes would be missing silently. */
const realPathOrOwn = new Proxy(realpathSync, {
  apply: (target, self, given: [string]) => guarded(() => Reflect.apply(target, self, given)) ?? given[0],
});

/** One file may have several names: links lead to it, and in circles too. */
function identityOf(name: string): string {
  return guarded(() => realpathSync(name)) ?? resolve(name);
}

function inFolder(folder: string, name: string): string {
  return isAbsolute(name) ? name : join(folder, name);
}

/** The folder of a name, or the last one before a pattern begins to vary. */
function fixedPart(pattern: string): string {
  const parts = dirname(pattern).split('/');
  const varies = parts.findIndex((part) => loadTinyglobby().isDynamicPattern(part));
  const fixed = (varies === -1 ? parts : parts.slice(0, varies)).join('/');
  return fixed === '' ? (isAbsolute(pattern) ? '/' : '.') : fixed;
}

function kindOf(name: string): 'file' | 'folder' | 'nothing' {
  try {
    const found = statSync(name, { throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    // If it is not a regular file, but a device for example, the reader reports that.
    return found.isDirectory() ? 'folder' : 'file';
  } catch {
    // This process has no access to it: the reader will report why.
    return 'file';
  }
}
