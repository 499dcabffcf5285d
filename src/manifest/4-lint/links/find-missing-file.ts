import { realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { guarded } from '../../../http/guarded.ts';
import { isDotSegment, isHiddenName } from '../../../http/percent-coding.ts';
import { hintFor, NO_SUCH_FILE } from '../../1-read/read-text.ts';
import type { FolderAnswer } from '../../3-resolve/site-answer.ts';

/** Why a folder has nothing to show. */
export interface MissingFile {
  /** Follows the link. */
  readonly reason: string;
  readonly hint: string;
}

/** What is asked of a folder. */
export interface AskedOfFolder {
  /** The decoded segments below it; the last one is empty if the path ends with a slash. None: the folder itself, without its slash. */
  readonly texts: readonly string[];
  /** A page, and so HTML: then the fallback answers. */
  readonly isPage: boolean;
}

/** undefined: the file is there, or it is not known. */
export function findMissingFile(folder: FolderAnswer, { texts, isPage }: AskedOfFolder): MissingFile | undefined {
  const { root, index, fallback, at } = folder;
  if (at.lost('root', 'index', 'fallback') || !look(root.path)?.isDirectory()) return undefined;
  const names = texts.at(-1) === '' ? texts.slice(0, -1) : texts;
  const written = names.join('/');
  if (names.some(isHiddenName)) {
    return { reason: `"${written}" is hidden`, hint: 'names that begin with a dot are not served, except .well-known' };
  }
  const missing = names.some(isImpossible)
    ? { reason: 'no file can have this name', hint: `files are found in "${root.text}" by their names` }
    : findBelow({ ...folder, names, isFolder: names.length < texts.length || names.length === 0 }, index);
  return missing !== undefined && fallback !== undefined && isPage ? undefined : missing;
}

function findBelow(
  { root, names, isFolder }: FolderAnswer & { readonly names: readonly string[]; readonly isFolder: boolean },
  index: string | undefined,
): MissingFile | undefined {
  const path = join(root.path, ...names);
  const named = names.length === 0 ? `"${root.text}"` : `"${names.join('/')}" in "${root.text}"`;
  const found = look(path);
  if (found === undefined) {
    const near = hintFor(NO_SUCH_FILE, path) ?? `the files of this path are in "${root.text}"`;
    return { reason: `there is no ${named}`, hint: near };
  }
  if (!isInside(path, root.path)) return { reason: `${named} is a link that leads out of it`, hint: 'copy the file' };
  if (found.isDirectory()) {
    if (index === undefined) return { reason: `${named} is a folder`, hint: '"index: null" shows none' };
    if (look(join(path, index))?.isFile()) return undefined;
    return { reason: `${named} is a folder without "${index}"`, hint: `add "${index}", or name a file` };
  }
  if (!found.isFile()) return { reason: `${named} is not a regular file`, hint: 'only regular files are served' };
  return isFolder ? { reason: `${named} is a file`, hint: 'remove the slash at the end' } : undefined;
}

function isImpossible(name: string): boolean {
  return name === '' || isDotSegment(name) || /[/\\\0]/.test(name);
}

function look(path: string): Stats | undefined {
  return guarded(() => statSync(path, { throwIfNoEntry: false }));
}

/** What cannot be resolved counts as inside. */
function isInside(path: string, root: string): boolean {
  const [real, around] = [path, root].map((one) => guarded(() => realpathSync(one)));
  return real === undefined || around === undefined || real === around || real.startsWith(around + sep);
}
