import { run } from './cli/run.ts';
import { processTerminal } from './cli/terminal.ts';

/** How long the process may still take to hand its last words to whoever reads them. */
const EXIT_MS = 100;

const code = await run(process.argv.slice(2), processTerminal());
process.exitCode = code;
// What a handlers' module left running, a timer or a database pool, must not keep the process.
setTimeout(() => process.exit(code), EXIT_MS).unref();
