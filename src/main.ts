import { earlyEndWords } from './cli/early-end.ts';
import { run } from './cli/run.ts';
import { processTerminal } from './cli/terminal.ts';

/** How long the process can still take to hand over its last output. */
const EXIT_MS = 100;

const terminal = processTerminal();
process.on('exit', endEarly);
const code = await run(process.argv.slice(2), terminal);
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
