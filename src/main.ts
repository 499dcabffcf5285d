// Nothing else is imported here: it would be loaded before this runs, and until then a signal ends the process.
import { signals } from './cli/catch-signals.ts';

/** How long the process can still take to hand over its last output. */
const EXIT_MS = 100;

const [{ earlyEndWords }, { run }, { processTerminal }] = await Promise.all([
  import('./cli/early-end.ts'),
  import('./cli/run.ts'),
  import('./cli/terminal.ts'),
]);
const terminal = processTerminal();
process.on('exit', endEarly);
const code = await run(process.argv.slice(2), terminal, signals);
process.off('exit', endEarly);
process.exitCode = code;
// What a handlers' module left running, such as a timer or a database pool, must not keep the process alive.
setTimeout(() => process.exit(code), EXIT_MS).unref();

/** The command is not done. A server process whose supervisor has died before it could serve is ended by Node.js. */
function endEarly(): void {
  if (process.connected === false) return;
  const words = earlyEndWords(Number(process.exitCode ?? 0));
  if (words !== undefined) terminal.err(words);
  process.exitCode = 1;
}
