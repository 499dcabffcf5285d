import cluster from 'node:cluster';
import type { ServeCommand } from '../parse-command.ts';
import type { Signals } from '../process/signals.ts';
import { controlBySignals } from '../server/control-by-signals.ts';
import type { ServerControl } from '../server/server-control.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Serves until it is stopped, or must stop. Resolves to the exit code. This process is the server itself, or, with
 * `--workers` or `--watch`, the supervisor of others: the same command in another role.
 */
export async function serve(command: ServeCommand, terminal: Terminal, signals: Signals): Promise<number> {
  const { worker } = cluster;
  if (worker !== undefined) {
    // Ctrl-C and service managers signal the whole group of processes: what is to be done is for the supervisor to say.
    signals.ignore();
    const { controlBySupervisor } = await import('../server/control-by-supervisor.ts');
    return serveHere(command, terminal, await controlBySupervisor(worker));
  }
  // A plain server does not load the supervisor.
  const supervised = command.watch || command.workers !== undefined;
  if (supervised) return (await import('../supervisor/supervise.ts')).supervise(command, terminal, signals);
  return serveHere(command, terminal, controlBySignals(command, terminal, signals));
}

/** Loads the manifest and serves it in this process. A supervisor loads nothing of this. */
async function serveHere(command: ServeCommand, terminal: Terminal, control: ServerControl): Promise<number> {
  const [{ loadReported }, { runServer }] = await Promise.all([
    import('../load-reported.ts'),
    import('../server/run-server.ts'),
  ]);
  const sinceMs = Date.now();
  // Handlers may take long to load.
  const loaded = await Promise.race([loadReported(command.manifest, terminal, control), control.interrupted]);
  if (loaded === 'interrupted') return 0;
  return loaded === undefined ? 1 : runServer({ command, terminal, control, loaded, sinceMs });
}
