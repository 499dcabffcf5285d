import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Program } from '../contract/program.ts';
import { readIncludes } from './1-read/read-includes.ts';
import { type ManifestRequest, readManifest } from './1-read/read-manifest.ts';
import { readReferences } from './1-read/read-references.ts';
import { newReading, type Reading } from './1-read/read-text.ts';
import type { Environment } from './1-read/replace-variables.ts';
import { runAtOnce } from './1-read/run-steps.ts';
import type { ManifestShape } from './2-validate/manifest-shape.gen.ts';
import { validateManifest } from './2-validate/validate-manifest.ts';
import { type HandlersOptions, loadHandlers } from './3-resolve/load-handlers.ts';
import { readPasswords } from './3-resolve/read-passwords.ts';
import { readTls } from './3-resolve/read-tls.ts';
import { readViews } from './3-resolve/read-views.ts';
import { resolveSite } from './3-resolve/resolve-site.ts';
import { proveSite, type SoundSite } from './3-resolve/sound-site.ts';
import { lintManifest } from './4-lint/lint-manifest.ts';
import { lintDepth } from './4-lint/schemas/lint-depth.ts';
import { compileProgram } from './5-compile/compile-program.ts';
import type { Example } from './6-examples/compile-examples.ts';
import type { SourceTexts } from './findings/source.ts';
import { RuleCompiler } from './schemas/compile-rule.ts';

export type { SourceTexts } from './findings/source.ts';

/** A program, or the mistakes that keep the manifest from being one. */
export type LoadResult =
  /** The diagnostics are warnings. */
  (Readings & Compiled & { readonly kind: 'loaded' }) | (Readings & { readonly kind: 'rejected' });

interface Compiled {
  readonly program: Program;
  /** Not run yet: `runExamples` does that. */
  readonly examples: readonly Example[];
  /** What the program was made of, to describe it. */
  readonly site: SoundSite;
  /** What the site was made of. */
  readonly manifest: ManifestShape;
}

/** What a load has read and found, whatever its outcome. */
interface Readings {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceTexts;
  /** As in `Reading`: at least the manifest itself. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** The handlers' module; undefined if the manifest names none, or could not be read. */
  readonly handlersFile: string | undefined;
}

/** What a manifest is given besides its files. */
export interface LoadOptions {
  /** The variables of `server`, `logs` and `clients`. Default: there are none. */
  readonly env?: Environment;
  /** Default: check. */
  readonly scope?: LoadScope;
  /** How long the handlers' module can take to load. Default: 20 s. */
  readonly handlersMs?: number;
  /** Why the handlers' module must not be loaded: its effect on a process is known. */
  readonly handlersFault?: string;
}

/**
 * What a load looks at. A plain start leaves out what an edited path would need other edits for, and what is a warning alone: examples,
 * where links and redirects lead, what nothing uses or reaches, words that mean nothing here, and limits that make no sense together.
 */
export type LoadScope = 'start' | 'check';

/** Less than a supervisor waits for a process that prepares a reload. */
export const HANDLERS_MS = 20_000;

/**
 * Compiles a manifest: read, validate, resolve, lint, compile. Never throws because of a file; every
 * mistake is a diagnostic, all of them at once and in source order. `file` is shown as it is given.
 */
export async function loadManifest(file: string, options: LoadOptions = {}): Promise<LoadResult> {
  const { env = {}, scope = 'check', handlersMs = HANDLERS_MS, handlersFault } = options;
  const reading = newReading();
  const { findings, sources, files, folders, quoted } = reading;
  const compiled = await compile({ file, env, scope, handlersMs, handlersFault }, reading);
  const diagnostics = findings.inOrder([...sources.keys()]);
  for (const [name, text] of quoted) sources.set(name, text);
  const { handlersFile } = reading;
  const readings = { diagnostics, sources, files: [...files], folders: [...folders], handlersFile };
  return compiled === undefined || findings.hasErrors
    ? { ...readings, kind: 'rejected' }
    : { ...readings, ...compiled, kind: 'loaded' };
}

/** One load under way. */
interface Load extends ManifestRequest, HandlersOptions {
  readonly scope: LoadScope;
}

async function compile(load: Load, reading: Reading): Promise<Compiled | undefined> {
  const { scope } = load;
  const { findings } = reading;
  const main = readManifest(load, reading);
  if (main === undefined) return undefined;
  const valid = validateManifest(readReferences(readIncludes(main, reading), reading), findings);
  const passwords = readPasswords(valid, reading);
  const tls = readTls(valid, reading);
  const views = readViews(valid, reading);
  const handlers = await loadHandlers(valid, reading, load);
  if (handlers.kind === 'moved') return undefined;
  const site = runAtOnce(resolveSite(valid, { handlers, views, passwords, tls }));
  const rules = new RuleCompiler();
  const input = { site, rules, findings };
  // Nothing else can look at such schemas.
  if (lintDepth(input) === 'too-deep') return undefined;
  await lintManifest(input);
  const more = scope === 'check' ? await import('./check-parts.ts') : undefined;
  more?.lintUsage(input);
  if (findings.hasErrors) return undefined;
  const sound = runAtOnce(proveSite(site));
  if (sound === undefined) throw new Error('A manifest is not sound, and no lint has said why');
  return {
    program: runAtOnce(compileProgram(sound, { rules, findings, preparePages: more !== undefined })),
    examples: more?.compileExamples(sound, rules) ?? [],
    site: sound,
    manifest: valid.manifest,
  };
}
