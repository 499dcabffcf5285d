import { isAbsolute, sep } from 'node:path';
import type { LoadResult } from '../manifest/load-manifest.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';

/**
 * Where a change means that a manifest has to be read again, whose reading began at `sinceMs` (wall clock). What is named relative
 * is watched through the links that lead to the working directory.
 */
export function watchPlan({ files, folders, handlersFile }: LoadResult, sinceMs: number, folder: string): WatchPlan {
  // As it stands: the system goes up from where a link leads, and not from the link.
  const through = (name: string): string => (isAbsolute(name) ? name : `${folder}${sep}${name}`);
  return {
    sinceMs,
    files: files.map(through),
    folders: folders.map(through),
    handlers: handlersFile === undefined ? undefined : through(handlersFile),
  };
}
