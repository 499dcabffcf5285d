import { codeOf } from '../http/describe-thrown.ts';

/** Nothing that can be served has this name: nothing at all, a name that is too long, a circle of links, a socket. */
export function isMissing(error: unknown): boolean {
  return MISSING.has(codeOf(error) ?? '');
}

const MISSING: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ELOOP',
  'EINVAL',
  'ENXIO',
  'EILSEQ',
]);

/** The process has no right to it. */
export function isRefused(error: unknown): boolean {
  return REFUSED.has(codeOf(error) ?? '');
}

const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);
