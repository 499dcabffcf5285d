import { renderDiagnostics } from '../../manifest/findings/render-diagnostics.ts';
import { isCurrent, loadTypes } from '../../manifest/load-types.ts';
import type { TypesModule } from '../../manifest/types/types-module.ts';
import type { Command } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { writeReported } from './write-file.ts';

/** Writes the generated types of the handlers, or compares them. Resolves to the exit code. */
export async function types({ manifest, check }: Command & { kind: 'types' }, terminal: Terminal): Promise<number> {
  const loaded = loadTypes(manifest, { env: terminal.env });
  switch (loaded.kind) {
    case 'rejected':
      terminal.err(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: terminal.color }).trimEnd());
      return 1;
    case 'no-handlers':
      terminal.err(`Cannot write types: ${manifest} names no module of handlers`);
      return 1;
    case 'loaded': {
      const { module } = loaded;
      if (check) return compare(module, terminal);
      if (module.found !== module.text) return writeReported(module.file, module.text, terminal);
      terminal.out(`${module.file}: unchanged`);
      return 0;
    }
  }
}

function compare(module: TypesModule, terminal: Terminal): number {
  if (isCurrent(module)) {
    terminal.out(`${module.file}: up to date`);
    return 0;
  }
  const problem = module.found === undefined ? 'is missing' : 'is out of date';
  terminal.err(`"${module.file}" ${problem}; run the command \`types\``);
  return 1;
}
