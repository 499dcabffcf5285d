import { dirname } from 'node:path';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Program } from '../contract/program.ts';
import { readIncludes } from './1-read/read-includes.ts';
import { type ManifestRequest, readManifest } from './1-read/read-manifest.ts';
import { readReferences } from './1-read/read-references.ts';
import type { Environment } from './1-read/replace-variables.ts';
import { runAtOnce } from './1-read/run-steps.ts';
import type { ManifestShape } from './2-validate/manifest-shape.gen.ts';
import { validateManifest } from './2-validate/validate-manifest.ts';
import { type HandlersOptions, handlersFile, loadHandlers } from './3-resolve/load-handlers.ts';
import { passwordFiles, readPasswords } from './3-resolve/read-passwords.ts';
import { readTls, tlsFiles } from './3-resolve/read-tls.ts';
import { readViews, viewsFolder } from './3-resolve/read-views.ts';
import { resolveSite } from './3-resolve/resolve-site.ts';
import { proveSite, type SoundSite } from './3-resolve/sound-site.ts';
import { lintManifest } from './4-lint/lint-manifest.ts';
import { lintDepth } from './4-lint/schemas/lint-depth.ts';
import { compileProgram } from './5-compile/compile-program.ts';
import type { Example } from './6-examples/compile-examples.ts';
import { Findings } from './findings/findings.ts';
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
  /**
   * Every file that the manifest is made of, as it is named: itself, what it includes and its schemas refer to, its views, users and
   * certificates. Never empty.
   */
  readonly files: readonly string[];
  /** Where a new file could change it: the folder of the views, and those that the patterns of `include` look into. */
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
  const findings = new Findings();
  const sources = new Map<string, string>();
  const files = new Set([file]);
  const folders = new Set<string>();
  const modules = new Set<string>();
  const quoted = new Map<string, string>();
  const compiled = await compile({
    ...{ file, env, scope, handlersMs, handlersFault, findings, sources, files, folders, modules, quoted },
  });
  const diagnostics = findings.inOrder([...sources.keys()]);
  for (const read of sources.keys()) files.add(read);
  // A change of code is no change of the manifest.
  for (const [name, text] of quoted) sources.set(name, text);
  const [handlersFile] = modules;
  const readings = { diagnostics, sources, files: [...files], folders: [...folders], handlersFile };
  return compiled === undefined || findings.hasErrors
    ? { ...readings, kind: 'rejected' }
    : { ...readings, ...compiled, kind: 'loaded' };
}

/** One load under way. */
interface Load extends ManifestRequest, HandlersOptions {
  readonly scope: LoadScope;
  readonly files: Set<string>;
  readonly folders: Set<string>;
  readonly modules: Set<string>;
}

async function compile(load: Load): Promise<Compiled | undefined> {
  const { scope, findings, sources, files, folders, modules } = load;
  const main = readManifest(load);
  if (main === undefined) return undefined;
  const included = readIncludes(main, load);
  for (const name of included.files) files.add(name);
  for (const folder of included.folders) folders.add(folder);
  const referred = readReferences(included.located, load);
  for (const name of referred.files) files.add(name);
  const valid = validateManifest(referred.located, findings);
  if (valid.manifest.views !== undefined) folders.add(viewsFolder(valid.manifest.views, valid.located));
  if (valid.manifest.handlers !== undefined) modules.add(handlersFile(valid.manifest.handlers, valid.located));
  for (const name of tlsFiles(valid)) files.add(name);
  const base = dirname(valid.located.source.file);
  for (const name of passwordFiles(valid, base)) files.add(name);
  const passwords = readPasswords(valid, base, findings);
  const tls = readTls(valid, findings);
  const views = readViews(valid, findings, sources);
  const handlers = await loadHandlers(valid, findings, load);
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
