import { dirname, resolve } from 'node:path';
import type { LoadResult } from '../manifest/load-manifest.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';

/** Where a change means that a manifest, whose reading began at `sinceMs` (wall clock), must be read again. */
export function watchPlan({ files, folders, handlersFile }: LoadResult, sinceMs: number): WatchPlan {
  return {
    sinceMs,
    files: files.map((file) => resolve(file)),
    folders: folders.map((folder) => resolve(folder)),
    code: handlersFile === undefined ? undefined : dirname(resolve(handlersFile)),
  };
}
