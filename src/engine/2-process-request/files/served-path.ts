import { indexOrEnd } from '../../../http/index-or-end.ts';
import { encodeSegment, isDotSegment, isHiddenName } from '../../../http/percent-coding.ts';

/** What the last parameter of a folder's route names. */
export type ServedPath =
  /** `isFolder`: it ends with a slash, or is empty. */
  | { readonly kind: 'path'; readonly names: readonly string[]; readonly isFolder: boolean }
  /** No file can have it: an encoded slash, a backslash, a step up, an empty name. */
  | { readonly kind: 'impossible' }
  /** A name begins with a dot: it is not for visitors. */
  | { readonly kind: 'hidden' };

const IMPOSSIBLE: ServedPath = { kind: 'impossible' };
const HIDDEN: ServedPath = { kind: 'hidden' };

/** `rest`: the parameter's value, decoded; `path`: that of the whole request, as it came. */
export function readServedPath(rest: string, path: string): ServedPath {
  if (/%2f/i.test(path) || rest.includes('\\') || rest.includes('\0')) return IMPOSSIBLE;
  const names = rest.split('/');
  const isFolder = names.at(-1) === '';
  if (isFolder) names.pop();
  if (names.some((name) => name === '' || isDotSegment(name))) return IMPOSSIBLE;
  if (names.some(isHiddenName)) return HIDDEN;
  return { kind: 'path', names, isFolder };
}

/** The same address with a slash behind its path; undefined: a browser would take it for another host. */
export function withSlash(segments: readonly string[], target: string): string | undefined {
  const path = `/${segments.map(encodeSegment).join('/')}/`;
  if (/^\/[/\\]/.test(path)) return undefined;
  // It is kept as it came: a target holds nothing that no field may have.
  return path + target.slice(indexOrEnd(target, '?', 0));
}
