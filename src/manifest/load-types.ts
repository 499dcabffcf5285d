import type { Diagnostic } from '../contract/diagnostic.ts';
import { readIncludes } from './1-read/read-includes.ts';
import { readManifest } from './1-read/read-manifest.ts';
import { readReferences } from './1-read/read-references.ts';
import { newReading } from './1-read/read-text.ts';
import { runAtOnce } from './1-read/run-steps.ts';
import { validateManifest } from './2-validate/validate-manifest.ts';
import { noViews } from './3-resolve/read-views.ts';
import { resolveSite } from './3-resolve/resolve-site.ts';
import type { SourceTexts } from './findings/source.ts';
import type { LoadOptions } from './load-manifest.ts';
import { type TypesModule, typesModuleOf } from './types/types-module.ts';

export { isCurrent } from './types/types-module.ts';

/** The types of a manifest's handlers, or why there are none. */
export type TypesResult =
  | { readonly kind: 'loaded'; readonly module: TypesModule }
  /** The manifest names no module of handlers. */
  | { readonly kind: 'no-handlers' }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[]; readonly sources: SourceTexts };

/**
 * Reads and validates a manifest, and makes the types of its handlers. The handlers are not loaded, and mistakes that only
 * `check` finds do not matter: a handler that does not fit yet needs its new types most.
 */
export function loadTypes(file: string, { env = {} }: LoadOptions = {}): TypesResult {
  const reading = newReading();
  const { findings, sources } = reading;
  const main = readManifest({ file, env }, reading);
  const whole = main && readReferences(readIncludes(main, reading), reading);
  const valid = whole && validateManifest(whole, findings);
  if (valid === undefined || findings.hasErrors) {
    return { kind: 'rejected', diagnostics: findings.inOrder([...sources.keys()]), sources };
  }
  const module = typesModuleOf(runAtOnce(resolveSite(valid, UNREAD)));
  return module === undefined ? { kind: 'no-handlers' } : { kind: 'loaded', module };
}

const UNREAD = {
  handlers: { kind: 'not-loaded' },
  views: noViews('not-loaded'),
  passwords: new Map(),
  tls: undefined,
} as const;
