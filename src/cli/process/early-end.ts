import type { Terminal } from '../terminal.ts';

/** The exit code after an uncaught error, which Node.js has printed. */
const UNCAUGHT = 1;

/** Says why a process ends before its command is done, and makes its exit code 1. Returns what to call when the command is done. */
export function watchForEarlyEnd(terminal: Pick<Terminal, 'err'>): () => void {
  let nothingLeft = false;
  const onIdle = (): void => {
    nothingLeft = true;
  };
  const onExit = (): void => {
    // A server process whose supervisor has died before it could serve is ended by Node.js.
    if (process.connected === false) return;
    const code = Number(process.exitCode ?? 0);
    if (nothingLeft)
      terminal.err('Cannot load the handlers: their module waits at its top level for something that never comes');
    else if (code !== UNCAUGHT) terminal.err(`The handlers have called process.exit(${code})`);
    process.exitCode = 1;
  };
  process.once('beforeExit', onIdle);
  process.on('exit', onExit);
  return () => {
    process.off('beforeExit', onIdle);
    process.off('exit', onExit);
  };
}
