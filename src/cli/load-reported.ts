import { type LoadResult, loadManifest } from '../manifest/load-manifest.ts';
import type { Terminal } from './terminal.ts';

/** A manifest without errors. */
export type LoadedManifest = Extract<LoadResult, { kind: 'loaded' }>;

/**
 * Loads a manifest for a plain start and prints all errors and warnings.
 * undefined: there are errors. `failed`: another process prints the warnings, and gets the text of the errors here.
 */
export async function loadReported(
  file: string,
  terminal: Terminal,
  failed?: (words: string) => void,
): Promise<LoadedManifest | undefined> {
  const loaded = await loadManifest(file, { env: terminal.env, scope: 'start' });
  if (loaded.diagnostics.length > 0 && (failed === undefined || loaded.kind === 'rejected')) {
    const { renderDiagnostics } = await import('../manifest/findings/render-diagnostics.ts');
    const words = renderDiagnostics(loaded.diagnostics, loaded.sources, { color: terminal.color }).trimEnd();
    if (failed === undefined) terminal.err(words);
    else failed(words);
  }
  return loaded.kind === 'loaded' ? loaded : undefined;
}
