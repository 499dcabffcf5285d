import { statSync } from 'node:fs';
import { hintFor, NO_SUCH_FILE, reasonOf } from '../../1-read/read-text.ts';
import { answersOfKind, type FolderAnswer, type NamedPlace } from '../../3-resolve/site-answer.ts';
import type { LintInput } from '../lint-input.ts';

/** The files and folders that routes serve are there, and a folder's path names what is below it. Faults: cannot-read, bad-folder. */
export function lintFiles(input: LintInput): void {
  for (const { answer, path } of input.site.routes.values()) {
    for (const { file } of answersOfKind(answer, 'file')) lintPlace(input, file, 'file');
    for (const folder of answersOfKind(answer, 'folder')) {
      if (folder.at.lost('root')) continue;
      if (folder.parameter === undefined && path !== undefined) addWithoutRest(input, path);
      lintFolder(input, folder);
    }
  }
}

function lintFolder(input: LintInput, { root, fallback }: FolderAnswer): void {
  if (lintPlace(input, root, 'folder') && fallback !== undefined) lintPlace(input, fallback, 'file');
}

function lintPlace({ findings }: LintInput, { text, at, path }: NamedPlace, wanted: 'file' | 'folder'): boolean {
  const reason = whyNot(path, wanted);
  if (reason === undefined) return true;
  const message = `Cannot serve the ${wanted} "${text}": ${reason}`;
  findings.add({ code: 'cannot-read', at: at.value, message, hint: hintFor(reason, path) });
  return false;
}

/** In words why it is not what is wanted. */
function whyNot(path: string, wanted: 'file' | 'folder'): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return NO_SUCH_FILE;
    if (wanted === 'folder') return stats.isDirectory() ? undefined : 'it is not a folder';
    if (stats.isDirectory()) return 'it is a folder, which is served by the key "folder"';
    return stats.isFile() ? undefined : 'it is not a regular file';
  } catch (error) {
    return reasonOf(error);
  }
}

function addWithoutRest(
  { findings }: LintInput,
  { text, at }: { readonly text: string; readonly at: NamedPlace['at'] },
): void {
  const message = `The path "${text}" of a folder does not say where the names of its files are`;
  findings.add({
    code: 'bad-folder',
    at: at.value,
    message,
    hint: `end it with a parameter: ${text.replace(/\/$/, '')}/{file...}`,
  });
}
