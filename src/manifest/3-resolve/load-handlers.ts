import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Handler } from '../../contract/handler.ts';
import { irregularity } from '../1-read/read-text.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import type { Findings } from '../findings/findings.ts';

/** What the manifest's module of handlers exports. */
export type LoadedHandlers =
  | { readonly kind: 'loaded'; readonly byName: ReadonlyMap<string, unknown> }
  /** The manifest names no module. */
  | { readonly kind: 'none' }
  /** Whatever its names may be: that the module is missing has been said. */
  | { readonly kind: 'not-loaded' };

/** Whether what a module exports under a name is a handler. Its parameters are the manifest's to check. */
export function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

export interface HandlersOptions {
  /** How long the module may take to load. */
  readonly handlersMs: number;
  /** Why it is not to be loaded. */
  readonly handlersFault: string | undefined;
}

/**
 * Imports the module of the handlers, whether or not a route needs it: what is named has to be there, in time.
 * Fault: cannot-load-handlers.
 */
export async function loadHandlers(
  valid: ValidManifest,
  findings: Findings,
  { handlersMs, handlersFault }: HandlersOptions,
): Promise<LoadedHandlers> {
  const { manifest, located, damage } = valid;
  if (manifest.handlers === undefined) return { kind: damage.touches([], ['handlers']) ? 'not-loaded' : 'none' };
  const file = handlersFile(manifest.handlers, located);
  const imported =
    handlersFault === undefined
      ? await importHandlers(resolve(file), handlersMs)
      : ({ kind: 'failed', reason: handlersFault } as const);
  if (imported.kind === 'loaded') return imported;
  const message = `Cannot load the handlers "${manifest.handlers}": ${imported.reason}`;
  findings.add({ code: 'cannot-load-handlers', at: located.valueAt(['handlers']), message });
  return { kind: 'not-loaded' };
}

/** Where the module is that a manifest names; relative where the manifest was named so. */
export function handlersFile(handlers: string, { source }: ValidManifest['located']): string {
  return isAbsolute(handlers) ? handlers : join(dirname(source.file), handlers);
}

type Imported =
  | { readonly kind: 'loaded'; readonly byName: ReadonlyMap<string, unknown> }
  | { readonly kind: 'failed'; readonly reason: string };

async function importHandlers(file: string, limitMs: number): Promise<Imported> {
  // An import of a FIFO waits for a writer, and lets the process not end.
  const irregular = irregularity(file);
  if (irregular !== undefined) return { kind: 'failed', reason: irregular };
  let exported: unknown;
  try {
    exported = (await inTime(import(pathToFileURL(file).href), limitMs)).handlers;
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error, file) };
  }
  if (typeof exported === 'object' && exported !== null) {
    return { kind: 'loaded', byName: new Map(Object.entries(exported)) };
  }
  return { kind: 'failed', reason: 'it has no export "handlers" that maps names to functions' };
}

/** A module that waits at its top level for what never comes must not end all reloads. The clock keeps no process alive: one that only waits ends. */
async function inTime<T>(imported: Promise<T>, limitMs: number): Promise<T> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`it has not finished within ${limitMs / 1000} s`);
    clock = setTimeout(() => reject(error), limitMs).unref();
  });
  try {
    return await Promise.race([imported, late]);
  } finally {
    clearTimeout(clock);
  }
}

/** The message alone: a stack says nothing of the manifest. Messages of compilers have several lines. */
function reasonOf(error: unknown, file: string): string {
  const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  const message = error instanceof Error ? error.message : String(error);
  if (missing && message.startsWith(`Cannot find module '${file}'`)) return 'there is no such file';
  const lines = message.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
