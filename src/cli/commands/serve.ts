import cluster from 'node:cluster';
import type { ServeCommand } from '../parse-command.ts';
import { controlBySignals } from '../server/control-by-signals.ts';
import type { ServerControl } from '../server-control.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Serves until it is told to stop, or has to. Resolves to the exit code. This process is the server itself, or, with
 * `--workers` or `--watch`, the supervisor of others: the same command in another role.
 */
export async function serve(command: ServeCommand, terminal: Terminal): Promise<number> {
  const { worker } = cluster;
  if (worker !== undefined) {
    const { controlBySupervisor } = await import('../server/control-by-supervisor.ts');
    return start(command, terminal, await controlBySupervisor(worker));
  }
  // A plain server does not even load what supervises.
  const supervised = command.watch || command.workers !== undefined;
  if (supervised) return (await import('../supervisor/supervise.ts')).supervise(command, terminal);
  return start(command, terminal, controlBySignals(command, terminal));
}

/**
 * The rest of the server is fetched while the manifest is read and compiled: one keeps another thread busy (that of tsx), and
 * the other this one.
 */
async function start(command: ServeCommand, terminal: Terminal, control: ServerControl): Promise<number> {
  const sinceMs = Date.now();
  const [manifest, server] = [import('../load-reported.ts'), import('../server/run-server.ts')];
  const loaded = await (await manifest).loadReported(command.manifest, terminal, control);
  if (loaded === undefined) return 1;
  return (await server).runServer({ command, terminal, control, loaded, sinceMs });
}
