import { lstatSync, statSync } from 'node:fs';
import { guarded } from '../../http/guarded.ts';
import { type LoadOptions, type LoadResult, loadManifest } from '../../manifest/load-manifest.ts';

/** A manifest as it was last read, and when (wall clock) that reading began. */
export interface SettledLoad {
  readonly loaded: LoadResult;
  readonly sinceMs: number;
}

/** A file that changed so shortly before it was read, or since, may have been read half written. */
const SETTLED_MS = 30;
const WAIT_MS = 50;
/** If a file keeps changing, it is taken as it is after this time. */
const READINGS_MAX = 4;

/** Loads a manifest while people save it: again, if a file of it was just being written, or was gone for a moment. */
export async function loadSettled(file: string, options: LoadOptions): Promise<SettledLoad> {
  for (let reading = 1; ; reading++) {
    const sinceMs = Date.now();
    const loaded = await loadManifest(file, options);
    const settled = loaded.files.every((part) => isOlder(part, sinceMs - SETTLED_MS));
    if (settled || reading === READINGS_MAX) return { loaded, sinceMs };
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

function isOlder(file: string, thanMs: number): boolean {
  // If it is gone, another file is perhaps about to take its name. An old link that leads nowhere, such as the lock of an editor, stays.
  const changes = guarded(() => [lstatSync(file), guarded(() => statSync(file))]);
  return changes?.every((stats) => stats === undefined || stats.ctimeMs < thanMs) ?? false;
}
