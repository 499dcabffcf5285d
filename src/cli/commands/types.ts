import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { renderDiagnostics } from '../../manifest/findings/render-diagnostics.ts';
import { isCurrent, loadTypes } from '../../manifest/load-types.ts';
import type { TypesCommand } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';

/** Writes the generated types of the handlers, or compares them. Resolves to the exit code. */
export async function types({ manifest, check }: TypesCommand, terminal: Terminal): Promise<number> {
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
      if (check)
        return compare({ manifest, file: module.file, found: module.found, current: isCurrent(module) }, terminal);
      if (module.found !== module.text) return write(module, terminal);
      terminal.out(`${module.file}: unchanged`);
      return 0;
    }
  }
}

interface Comparison {
  readonly manifest: string;
  readonly file: string;
  readonly found: string | undefined;
  readonly current: boolean;
}

function compare({ manifest, file, found, current }: Comparison, terminal: Terminal): number {
  if (current) {
    terminal.out(`${file}: up to date`);
    return 0;
  }
  const problem = found === undefined ? 'there is none' : `it is not that of ${manifest}`;
  terminal.err(`Cannot use "${file}": ${problem}; the command \`types\` writes it`);
  return 1;
}

/** Renamed into place: a compiler that reads it meanwhile sees the old file or the new one. */
function write({ file, text }: { readonly file: string; readonly text: string }, terminal: Terminal): number {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    terminal.err(`Cannot write "${file}": ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  terminal.out(`${file}: written`);
  return 0;
}
