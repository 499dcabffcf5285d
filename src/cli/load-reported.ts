import { type LoadResult, loadManifest } from '../manifest/load-manifest.ts';
import type { ServerControl } from './server-control.ts';
import type { Terminal } from './terminal.ts';

/** A manifest without errors. */
export type LoadedManifest = Extract<LoadResult, { kind: 'loaded' }>;

/**
 * Loads a manifest for a start, and tells people what is wrong with it, or doubtful. undefined: there are errors. `quiet`: another
 * process tells what is doubtful.
 */
export async function loadReported(
  file: string,
  terminal: Terminal,
  { quiet, failed }: Pick<ServerControl, 'quiet' | 'failed'> = { quiet: false, failed: (words) => terminal.err(words) },
): Promise<LoadedManifest | undefined> {
  const loaded = await loadManifest(file, { env: terminal.env, scope: 'start' });
  if (loaded.diagnostics.length > 0 && (!quiet || loaded.kind === 'rejected')) {
    const { renderDiagnostics } = await import('../manifest/findings/render-diagnostics.ts');
    const words = renderDiagnostics(loaded.diagnostics, loaded.sources, { color: terminal.color }).trimEnd();
    if (loaded.kind === 'loaded') terminal.err(words);
    else failed(words);
  }
  return loaded.kind === 'loaded' ? loaded : undefined;
}
