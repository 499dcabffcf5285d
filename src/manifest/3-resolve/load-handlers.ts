import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeThrown } from '../../http/describe-thrown.ts';
import { inTime } from '../1-read/in-time.ts';
import { hintFor, irregularity, NO_SUCH_FILE, type Reading } from '../1-read/read-text.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import { type CodePlace, codeSpan } from './code-place.ts';
import { readTypeScript } from './read-typescript.ts';

/** What the manifest's module of handlers exports. */
export type LoadedHandlers =
  | {
      readonly kind: 'loaded';
      readonly byName: ReadonlyMap<string, unknown>;
      readonly guards: ReadonlyMap<string, unknown>;
    }
  /** The manifest names no module. */
  | { readonly kind: 'none' }
  /** Its names are unknown, and that it could not be loaded is reported. */
  | { readonly kind: 'not-loaded' };

/** The files of the manifest are no longer where it names them; that is reported. */
interface Moved {
  readonly kind: 'moved';
}

export interface HandlersOptions {
  /** How long the module can take to load. */
  readonly handlersMs: number;
  /** Why it must not be loaded. */
  readonly handlersFault?: string | undefined;
}

/**
 * Imports the module of the handlers, whether or not a route needs it: what is named has to be there, in time. A mistake in its code,
 * or in code that it imports, is found where it is. Fault: cannot-load-handlers.
 */
export async function loadHandlers(
  { manifest, located, damage }: ValidManifest,
  reading: Reading,
  { handlersMs, handlersFault }: HandlersOptions,
): Promise<LoadedHandlers | Moved> {
  const { handlers } = manifest;
  if (handlers === undefined) return { kind: damage.touches([], ['handlers']) ? 'not-loaded' : 'none' };
  const file = isAbsolute(handlers) ? handlers : join(dirname(located.source.file), handlers);
  reading.handlersFile = file;
  const folder = resolve('.');
  const imported: Imported =
    handlersFault === undefined
      ? await importHandlers(resolve(file), handlersMs)
      : { kind: 'failed', reason: handlersFault };
  const hasMoved = resolve('.') !== folder && !isAbsolute(located.source.file);
  if (imported.kind === 'loaded' && !hasMoved) return imported;
  const { reason, hint, place } = imported.kind === 'loaded' ? MOVED : imported;
  const message = `Cannot load the handlers "${handlers}": ${reason}`;
  const named = located.valueAt(['handlers']);
  const at = place && codeSpan(place, located.source.file, reading.quoted);
  const related = at === undefined ? [] : [{ ...named, message: 'the module of the handlers is named here' }];
  reading.findings.add({ code: 'cannot-load-handlers', at: at ?? named, message, hint, related });
  return { kind: hasMoved ? 'moved' : 'not-loaded' };
}

const MOVED: Omit<Imported & { kind: 'failed' }, 'kind'> = {
  reason: 'it changes the working directory, from where all files of the manifest are named',
  hint: "name its own files as in new URL('./data.json', import.meta.url)",
};

type Imported =
  | (LoadedHandlers & { readonly kind: 'loaded' })
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly hint?: string | undefined;
      /** Undefined where it is not a matter of code. */
      readonly place?: CodePlace | undefined;
    };

/** A user's own call may be far up: a package that was called may have called itself. */
const FRAMES_MAX = 100;

async function importHandlers(file: string, limitMs: number): Promise<Imported> {
  // Importing a FIFO waits for a writer, and keeps the process from ending.
  const irregular = irregularity(file);
  if (irregular !== undefined) return { kind: 'failed', reason: irregular };
  const { stackTraceLimit } = Error;
  try {
    await readTypeScript(file);
    Error.stackTraceLimit = FRAMES_MAX;
    // A module that waits at its top level for ever must not end all reloads. A process that only waits ends.
    const late = `it did not finish within ${limitMs / 1000} s`;
    const module = await inTime<object>(import(pathToFileURL(file).href), { limitMs, late, keepsAlive: false });
    return await readModule(module, file);
  } catch (error) {
    return { kind: 'failed', ...(await explainFailure(error, file)) };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Rejects with what a getter throws. */
async function readModule(module: object, file: string): Promise<Imported> {
  const handlers = exportedMap(module, 'handlers');
  const guards = exportedMap(module, 'guards');
  // A module of guards needs no handlers.
  if (!isMap(handlers) && !(handlers === undefined && isMap(guards))) {
    return { kind: 'failed', reason: 'it has no export "handlers" that maps names to functions', hint: EXPORT_HINT };
  }
  if (guards !== undefined && !isMap(guards)) {
    const hint = 'export const guards = { … }';
    return { kind: 'failed', reason: 'its export "guards" does not map names to functions', hint };
  }
  const byName = new Map<string, unknown>();
  const guardsByName = new Map<string, unknown>();
  for (const [noun, exported, read] of [
    ['handler', handlers ?? {}, byName],
    ['guard', guards ?? {}, guardsByName],
  ] as const) {
    for (const name of Object.keys(exported)) {
      try {
        read.set(name, Reflect.get(exported, name));
      } catch (error) {
        const { reason, place } = await explainFailure(error, file);
        return { kind: 'failed', reason: `its ${noun} "${name}" cannot be read: ${reason}`, place };
      }
    }
  }
  return { kind: 'loaded', byName, guards: guardsByName };
}

function isMap(exported: unknown): exported is object {
  return (
    typeof exported === 'object' &&
    exported !== null &&
    ![Array, Map, Set, Promise].some((other) => exported instanceof other)
  );
}

const EXPORT_HINT = 'export const handlers = { … }, or, in CommonJS, module.exports = { handlers: { … } }';

/**
 * The export of that name; of a CommonJS module it can be a property of `module.exports`, and that, compiled from an ES module, have
 * a default export of its own.
 */
function exportedMap(module: object, name: 'handlers' | 'guards'): unknown {
  let holder: unknown = module;
  for (let depth = 0; depth < 3 && isHolder(holder); depth++) {
    const exported: unknown = Reflect.get(holder, name);
    if (exported !== undefined) return exported;
    holder = Reflect.get(holder, 'default');
  }
  return undefined;
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** In one line: messages of compilers have several. The place is shown, so the stack says no more. */
async function explainFailure(
  error: unknown,
  file: string,
): Promise<Pick<Imported & { kind: 'failed' }, 'reason' | 'hint' | 'place'>> {
  const words = describeThrown(error).replace(/^Error: /, '');
  if (words.startsWith(`Cannot find module '${file}'`))
    return { reason: NO_SUCH_FILE, hint: hintFor(NO_SUCH_FILE, file) };
  // No start that succeeds needs it.
  const { findThrownPlace } = await import('./find-thrown-place.ts');
  const place = findThrownPlace(error, file);
  const said = place?.message ?? (place === undefined ? words.replace(OUR_IMPORT, '') : words);
  const hint = words.includes('strip-only mode') ? ERASABLE_HINT : undefined;
  return { reason: said.replace(/\s*\n\s*/g, ' ').trim(), hint, place };
}

const ERASABLE_HINT = 'Node.js only takes types out: "erasableSyntaxOnly" in tsconfig.json finds what it cannot';

/** The module of the handlers itself cannot be imported: that it is ours that does so helps nobody. */
const OUR_IMPORT = / (?:resolving ES modules )?imported from \S+$/;
