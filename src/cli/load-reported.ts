import { type LoadResult, loadManifest } from '../manifest/load-manifest.ts';
import { renderDiagnostics } from '../manifest/render-diagnostics.ts';
import type { Terminal } from './terminal.ts';

/**
 * Loads a manifest for a plain start and tells people all that is wrong with it, or doubtful.
 * undefined: there are errors.
 */
export async function loadReported(
  file: string,
  terminal: Terminal,
): Promise<Extract<LoadResult, { kind: 'loaded' }> | undefined> {
  const loaded = await loadManifest(file, { env: terminal.env, scope: 'start' });
  if (loaded.diagnostics.length > 0) {
    terminal.err(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: terminal.color }).trimEnd());
  }
  return loaded.kind === 'loaded' ? loaded : undefined;
}
