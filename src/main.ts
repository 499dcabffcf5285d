import module from 'node:module';
// Nothing else of ours is imported here: it would be loaded before this runs, and until then a signal ends the process.
import { signals } from './cli/process/catch-signals.ts';

/** How long the process can still take to hand over its last output. */
const EXIT_MS = 100;

// Without an await at the top level: where one never settles, current Node.js prints a warning of its own.
void main();

async function main(): Promise<void> {
  keepCompiled();
  const [{ watchForEarlyEnd }, { run }, { processTerminal }] = await Promise.all([
    import('./cli/process/early-end.ts'),
    import('./cli/run.ts'),
    import('./cli/terminal.ts'),
  ]);
  const terminal = processTerminal();
  const done = watchForEarlyEnd(terminal);
  const code = await run(process.argv.slice(2), terminal, signals);
  done();
  process.exitCode = code;
  // What a handlers' module left running, such as a timer or a database pool, must not keep the process alive.
  setTimeout(() => process.exit(code), EXIT_MS).unref();
}

/** Newer Node.js keeps what it has compiled for the next start, in a folder of TMPDIR. Where it cannot, it says so to nobody. */
function keepCompiled(): void {
  const enable: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enable === 'function') enable();
}
