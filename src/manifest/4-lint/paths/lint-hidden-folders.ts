import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { guarded } from '../../../http/guarded.ts';
import { isHiddenName } from '../../../http/percent-coding.ts';
import type { RoutePath } from '../../3-resolve/site.ts';
import type { FolderAnswer } from '../../3-resolve/site-answer.ts';
import type { LintInput } from '../lint-input.ts';
import { followPath, type PathClaim, type PathTree } from './follow-path.ts';

/** More files are not looked at: one of them is certainly reached. */
const FILES_MAX = 1000;
const STEPS_MAX = 100_000;
const TAKERS_SHOWN_MAX = 5;

/** A folder of whose files other routes take each one. Fault: unreachable-route. */
export function lintHiddenFolders({ site, findings }: LintInput, tree: PathTree): void {
  for (const { name, answer, path, paths } of site.routes.values()) {
    if (answer.kind !== 'folder' || path === undefined || answer.at.lost('root', 'index')) continue;
    const files = filesBelow(answer);
    const takers = files && takersOf(tree, paths, files);
    if (takers === undefined) continue;
    findings.add({
      code: 'unreachable-route',
      at: answer.root.at.value,
      message: `No request reaches a file of the route "${name}": more specific paths take those of all files in "${answer.root.text}"`,
      hint: 'give the folder a path of its own, such as /assets/{file...}, or remove it',
      related: [...takers].slice(0, TAKERS_SHOWN_MAX).map(({ route, path: taken }) => {
        return { ...(taken ?? path).at.value, message: `the route "${route.name}" takes some of its requests here` };
      }),
    });
  }
}

/** undefined: a file is reached, or it is not known. */
function takersOf(
  tree: PathTree,
  paths: readonly RoutePath[],
  files: readonly (readonly string[])[],
): ReadonlySet<PathClaim> | undefined {
  const budget = { steps: STEPS_MAX };
  const takers = new Set<PathClaim>();
  for (const { segments } of paths) {
    const above = segments.slice(0, -1).map((segment) => (segment.kind === 'literal' ? segment.text : FRESH));
    for (const file of files) {
      const asked = [...above, ...file].map((text) => ({ kind: 'fixed', text }) as const);
      const [found = []] = followPath(tree, asked, budget);
      const [taker] = found;
      const isOwn = found.some((claim) => paths.some((path) => path === claim.path));
      if (taker?.path === undefined || isOwn) return undefined;
      takers.add(taker);
    }
  }
  return takers;
}

/** For a parameter: no literal holds it. */
const FRESH = '\0';

/** Their names, one below the other; that of an index is left out, too. undefined: there are none, or too many, or they cannot be read. */
function filesBelow({ root, index }: FolderAnswer): readonly (readonly string[])[] | undefined {
  const files: (readonly string[])[] = [];
  const folders: (readonly string[])[] = [[]];
  for (let names = folders.pop(); names !== undefined; names = folders.pop()) {
    const entries: readonly Dirent[] | undefined = guarded(() =>
      readdirSync(join(root.path, ...(names ?? [])), { withFileTypes: true }),
    );
    if (entries === undefined) return undefined;
    for (const entry of entries) {
      if (isHiddenName(entry.name)) continue;
      const own = [...names, entry.name];
      if (entry.isDirectory()) folders.push(own);
      else files.push(own);
      // A folder is asked for by a path with a slash at its end.
      if (entry.name === index) files.push([...names, '']);
    }
    if (files.length > FILES_MAX || folders.length > FILES_MAX) return undefined;
  }
  return files.length === 0 ? undefined : files;
}
