import { parseCommand } from './parse-command.ts';
import { setPurpose } from './process/set-purpose.ts';
import type { Signals } from './process/signals.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs the command that `args` asks for, and resolves to its exit code: 0 done, 1 failed, 2 wrong command.
 * Loads only what the command needs: a server starts sooner without the other commands.
 */
export async function run(args: readonly string[], terminal: Terminal, signals: Signals): Promise<number> {
  const command = parseCommand(args);
  // Only a server has something to finish.
  if (command.kind !== 'serve') {
    signals.release();
    // The judge of `check` is another process.
    setPurpose('types');
  }
  switch (command.kind) {
    case 'serve':
      return (await import('./commands/serve.ts')).serve(command, terminal, signals);
    case 'check':
      return (await import('./commands/check.ts')).check(command, terminal);
    case 'routes':
      return (await import('./commands/routes.ts')).routes(command, terminal);
    case 'explain':
      return (await import('./commands/explain.ts')).explain(command, terminal);
    case 'types':
      return (await import('./commands/types.ts')).types(command, terminal);
    case 'init':
      return (await import('./commands/init.ts')).init(command, terminal);
    case 'openapi':
      return (await import('./commands/openapi.ts')).openapi(command, terminal);
    case 'import':
      return (await import('./commands/import.ts')).importOpenapi(command, terminal);
    case 'help':
      terminal.out((await import('./commands/help.ts')).helpText(command.manifest, terminal.env));
      return 0;
    case 'version':
      terminal.out((await import('./version.ts')).VERSION);
      return 0;
    case 'wrong':
      terminal.err(`${command.message}; see --help`);
      return 2;
  }
}
