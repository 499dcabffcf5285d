import { type SourceFile, targetsOf } from './layer-rules.ts';

const LOW = ['collections', 'findings', '1-read', '2-validate'];
const RESOLVED = [...LOW, 'schemas', 'views', '3-resolve'];

/** The steps of the control plane, and the shelves that they share: whom each may import besides its own files. */
const MAY_IMPORT: ReadonlyMap<string, readonly string[]> = new Map([
  ['collections', []],
  ['findings', ['collections']],
  ['1-read', ['collections', 'findings']],
  ['2-validate', ['collections', 'findings', '1-read']],
  ['schemas', LOW],
  ['views', LOW],
  ['3-resolve', [...LOW, 'schemas', 'views']],
  ['4-lint', RESOLVED],
  ['5-compile', RESOLVED],
  ['6-examples', RESOLVED],
  ['types', RESOLVED],
  // An import asks what `check` asks of schemas, before it has written a manifest.
  ['openapi', [...RESOLVED, '4-lint']],
  ['watch', ['collections']],
]);

/** At the top of manifest/ are only its entry points. */
const LOOSE_FILES_MAX = 8;

const ROOT = 'src/manifest/';

/** Every import in src/manifest that reaches for a later step, or for an entry point, and every file that has no place there. */
export function orderBreaches(files: readonly SourceFile[]): string[] {
  const own = files.filter(({ path }) => path.startsWith(ROOT));
  const loose = own.filter(({ path }) => folderOf(path) === undefined);
  const crowd = loose.length > LOOSE_FILES_MAX ? [`${ROOT} has ${loose.length} loose files`] : [];
  return [...crowd, ...own.flatMap(fileBreaches)];
}

function fileBreaches({ path, source }: SourceFile): string[] {
  const folder = folderOf(path);
  if (folder === undefined) return [];
  const allowed = MAY_IMPORT.get(folder);
  if (allowed === undefined) return [`${path}: belongs to no step and no shelf`];
  return targetsOf({ path, source }).flatMap((target) => {
    const other = target.startsWith(ROOT) ? (folderOf(target) ?? 'an entry point') : undefined;
    if (other === undefined || other === folder || allowed.includes(other)) return [];
    return [`${path}: imports ${target}: ${folder} may not import ${other}`];
  });
}

function folderOf(path: string): string | undefined {
  const [folder, ...inside] = path.slice(ROOT.length).split('/');
  return inside.length === 0 ? undefined : folder;
}
