import { loadReported } from '../load-reported.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { ServerControl } from '../server-control.ts';
import type { Terminal } from '../terminal.ts';
import { runServer } from './run-server.ts';

/** Loads the manifest and serves it in this process. A supervisor loads nothing of this. Resolves to the exit code. */
export async function serveHere(command: ServeCommand, terminal: Terminal, control: ServerControl): Promise<number> {
  const sinceMs = Date.now();
  // Handlers may take long to load.
  const loaded = await Promise.race([loadReported(command.manifest, terminal, control), control.interrupted]);
  if (loaded === 'interrupted') return 0;
  if (loaded === undefined) return 1;
  return runServer({ command, terminal, control, loaded, sinceMs });
}
