import { dirname, resolve } from 'node:path';
import type { LoadResult } from '../manifest/load-manifest.ts';
import type { WatchPlan } from '../manifest/watch-manifest.ts';

/** Where a change means that a manifest has to be read again, whose reading began at `sinceMs` (wall clock). */
export function watchPlan({ files, folders, handlersFile }: LoadResult, sinceMs: number): WatchPlan {
  return {
    sinceMs,
    files: files.map((file) => resolve(file)),
    folders: folders.map((folder) => resolve(folder)),
    code: handlersFile === undefined ? undefined : dirname(resolve(handlersFile)),
  };
}
