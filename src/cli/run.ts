import { check } from './check.ts';
import { explain } from './explain.ts';
import { helpText } from './help.ts';
import { parseCommand } from './parse-command.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';
import type { Terminal } from './terminal.ts';
import { types } from './types.ts';
import { version } from './version.ts';

/** Runs the command that `args` asks for, and resolves to its exit code: 0 done, 1 failed, 2 the command was wrong. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'serve':
      return serve(command, terminal);
    case 'check':
      return check(command, terminal);
    case 'routes':
      return routes(command, terminal);
    case 'explain':
      return explain(command, terminal);
    case 'types':
      return types(command, terminal);
    case 'help':
      terminal.out(helpText(command.manifest, terminal.env));
      return 0;
    case 'version':
      terminal.out(version());
      return 0;
    case 'wrong':
      terminal.err(`${command.message}; see --help`);
      return 2;
  }
}
