import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { Program } from '../../contract/program.ts';
// Not used here, but loaded with this: who loads this early has all that a reload needs.
import '../../manifest/check-parts.ts';
import { renderDiagnostics } from '../../manifest/findings/render-diagnostics.ts';
import type { LoadResult } from '../../manifest/load-manifest.ts';
import { checkExamples } from '../check-examples.ts';
import type { Terminal } from '../terminal.ts';
import { loadSettled } from './load-settled.ts';

export interface TryOptions {
  /** The manifest. */
  readonly file: string;
  readonly terminal: Pick<Terminal, 'err' | 'color' | 'env'>;
  /** The files were read, whatever is in them. */
  onRead(loaded: LoadResult, sinceMs: number): void;
}

/** What became of a manifest that may replace the one in force. */
export interface TriedManifest {
  readonly loaded: LoadResult;
  /** undefined: there are errors. */
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** All of them for people; empty where there is none. */
  readonly rendered: string;
}

/** Reads, checks and tries a whole manifest while people save it. */
export async function tryManifest({ file, terminal, onRead }: TryOptions): Promise<TriedManifest> {
  const { loaded, sinceMs } = await loadSettled(file, { env: terminal.env });
  onRead(loaded, sinceMs);
  const failed = loaded.kind === 'loaded' ? (await checkExamples(loaded)).diagnostics : [];
  const diagnostics = [...loaded.diagnostics, ...failed];
  return {
    loaded,
    program: loaded.kind === 'loaded' && failed.length === 0 ? loaded.program : undefined,
    diagnostics,
    rendered: renderDiagnostics(diagnostics, loaded.sources, { color: terminal.color }).trimEnd(),
  };
}
