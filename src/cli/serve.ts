import cluster from 'node:cluster';
import { controlBySignals } from './control-by-signals.ts';
import type { ServeCommand } from './parse-command.ts';
import { runServer } from './run-server.ts';
import type { Terminal } from './terminal.ts';

/**
 * Serves until it is told to stop, or has to. Resolves to the exit code. This process is the server itself, or, where the
 * handlers' code is watched, the supervisor of another: the same command in another role.
 */
export async function serve(command: ServeCommand, terminal: Terminal): Promise<number> {
  const { worker } = cluster;
  if (worker !== undefined) {
    const { controlBySupervisor } = await import('./control-by-supervisor.ts');
    return runServer(command, terminal, await controlBySupervisor(worker));
  }
  // A plain server does not even load what watches.
  if (command.watch) return (await import('./supervise.ts')).supervise(command, terminal);
  return runServer(command, terminal, controlBySignals(terminal));
}
