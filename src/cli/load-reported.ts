import { type LoadResult, loadManifest } from '../manifest/load-manifest.ts';
import type { Terminal } from './terminal.ts';

/** A manifest without errors. */
export type LoadedManifest = Extract<LoadResult, { kind: 'loaded' }>;

/**
 * Loads a manifest for a plain start and tells people all that is wrong with it, or doubtful.
 * undefined: there are errors. `quiet`: somebody else tells.
 */
export async function loadReported(
  file: string,
  terminal: Terminal,
  quiet = false,
): Promise<LoadedManifest | undefined> {
  const loaded = await loadManifest(file, { env: terminal.env, scope: 'start' });
  if (!quiet && loaded.diagnostics.length > 0) {
    const { renderDiagnostics } = await import('../manifest/render-diagnostics.ts');
    terminal.err(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: terminal.color }).trimEnd());
  }
  return loaded.kind === 'loaded' ? loaded : undefined;
}
