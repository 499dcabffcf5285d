import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal without colours, columns or variables, whose lines a test takes; `parts` say what is otherwise. */
export function plainTerminal(parts: Pick<Terminal, 'out' | 'err'> & Partial<Terminal>): Terminal {
  return {
    keepOut: () => undefined,
    status: () => undefined,
    color: false,
    outColor: false,
    outColumns: undefined,
    interactive: false,
    env: {},
    ...parts,
  };
}
