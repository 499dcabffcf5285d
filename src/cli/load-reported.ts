import { type LoadResult, loadManifest } from '../manifest/load-manifest.ts';
import type { ServerControl } from './server/server-control.ts';
import type { Terminal } from './terminal.ts';

/** A manifest without errors. */
export type LoadedManifest = Extract<LoadResult, { kind: 'loaded' }>;

/**
 * Loads a manifest for a start and prints all errors and warnings. undefined: there are errors. `quiet`: another process prints the
 * warnings.
 */
export async function loadReported(
  file: string,
  terminal: Terminal,
  { quiet, failed }: Pick<ServerControl, 'quiet' | 'failed'> = { quiet: false, failed: (words) => terminal.err(words) },
): Promise<LoadedManifest | undefined> {
  const { loaded, strays } = await loadListening(file, terminal);
  const isRight = loaded.kind === 'loaded' && strays.length === 0;
  const diagnostics = [...loaded.diagnostics];
  if (loaded.kind === 'loaded' && !isRight) {
    const { strayFinding } = await import('./stray-finding.ts');
    diagnostics.push(...strays.map((stray) => strayFinding(loaded, stray)));
  }
  if (diagnostics.length > 0 && (!quiet || !isRight)) {
    const { renderDiagnostics } = await import('../manifest/findings/render-diagnostics.ts');
    const words = renderDiagnostics(diagnostics, loaded.sources, { color: terminal.color }).trimEnd();
    if (isRight) terminal.err(words);
    else failed(words);
  }
  return isRight ? loaded : undefined;
}

/** With what the handlers' code has left behind meanwhile, and left uncaught. */
async function loadListening(
  file: string,
  { env }: Terminal,
): Promise<{ readonly loaded: LoadResult; readonly strays: readonly unknown[] }> {
  const strays: unknown[] = [];
  const hear = (error: unknown): void => void strays.push(error);
  for (const event of STRAY_EVENTS) process.on(event, hear);
  const loaded = await loadManifest(file, { env, scope: 'start' });
  // A promise that nobody waits for is heard a turn later.
  await new Promise((resolve) => setImmediate(resolve));
  for (const event of STRAY_EVENTS) process.off(event, hear);
  return { loaded, strays };
}

const STRAY_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;
