import { isAbsolute, sep } from 'node:path';
import type { LoadResult } from '../manifest/load-manifest.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';

/**
 * Where a change means that a manifest, whose reading began at `sinceMs` (wall clock), must be read again. Relative names are
 * watched through the links that lead to the working directory.
 */
export function watchPlan({ files, folders, handlersFile }: LoadResult, sinceMs: number, folder: string): WatchPlan {
  // As it is written: the system goes up from where a link leads, and not from the link.
  const through = (name: string): string => (isAbsolute(name) ? name : `${folder}${sep}${name}`);
  return {
    sinceMs,
    files: files.map(through),
    folders: folders.map(through),
    handlers: handlersFile === undefined ? undefined : through(handlersFile),
  };
}
