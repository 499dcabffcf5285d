import type { Program } from '../contract/program.ts';
import { loadManifest } from '../manifest/load-manifest.ts';
import { renderDiagnostics } from '../manifest/render-diagnostics.ts';
import type { Terminal } from './terminal.ts';

/** Loads a manifest and tells people all that is wrong with it, or doubtful. undefined: there are errors. */
export async function loadProgram(file: string, terminal: Terminal): Promise<Program | undefined> {
  const loaded = await loadManifest(file);
  if (loaded.diagnostics.length > 0) {
    terminal.err(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: terminal.color }).trimEnd());
  }
  return loaded.kind === 'loaded' ? loaded.program : undefined;
}
