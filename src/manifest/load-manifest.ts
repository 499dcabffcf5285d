import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Program } from '../contract/program.ts';
import { readManifest } from './1-read/read-manifest.ts';
import { validateManifest } from './2-validate/validate-manifest.ts';
import { loadHandlers } from './3-gather/load-handlers.ts';
import { readViews } from './3-gather/read-views.ts';
import { lintManifest } from './4-lint/lint-manifest.ts';
import { compileProgram } from './5-compile/compile-program.ts';
import { RuleCompiler } from './compile-rule.ts';
import { Findings } from './findings.ts';
import type { SourceTexts } from './source.ts';

export type { SourceTexts } from './source.ts';

/** A program, or the mistakes that keep the manifest from being one. */
export type LoadResult =
  /** The diagnostics are warnings. */
  | {
      readonly kind: 'loaded';
      readonly program: Program;
      readonly diagnostics: readonly Diagnostic[];
      readonly sources: SourceTexts;
    }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[]; readonly sources: SourceTexts };

/**
 * Compiles a manifest: read, validate, gather what it names, lint, compile. Never throws for what is in a file; every
 * mistake is a diagnostic, all of them at once and in source order. `file` is shown as it is given.
 */
export async function loadManifest(file: string): Promise<LoadResult> {
  const findings = new Findings();
  const sources = new Map<string, string>();
  const program = await compile(file, findings, sources);
  const diagnostics = findings.inOrder([...sources.keys()]);
  if (program === undefined || !findings.isEmpty) return { kind: 'rejected', diagnostics, sources };
  return { kind: 'loaded', program, diagnostics, sources };
}

async function compile(file: string, findings: Findings, sources: Map<string, string>): Promise<Program | undefined> {
  const located = readManifest(file, findings, sources);
  if (located === undefined) return undefined;
  const valid = validateManifest(located, findings);
  const views = readViews(valid, findings, sources);
  const handlers = await loadHandlers(valid, findings);
  const input = { ...valid, views, handlers, rules: new RuleCompiler(), findings };
  lintManifest(input);
  return findings.isEmpty ? compileProgram(input) : undefined;
}
