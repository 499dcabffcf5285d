import { loadProgram } from './load-program.ts';
import type { CheckCommand } from './parse-command.ts';
import type { Terminal } from './terminal.ts';

/** Validates and lints a manifest as `serve` would, without serving it. Resolves to the exit code. */
export async function check({ manifest }: CheckCommand, terminal: Terminal): Promise<number> {
  const program = await loadProgram(manifest, terminal);
  if (program === undefined) return 1;
  const { length } = program.routes;
  terminal.out(`${manifest}: no mistakes in ${length === 1 ? '1 route' : `${length} routes`}`);
  return 0;
}
