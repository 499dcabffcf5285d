/** The exit code of Node.js where nothing is left to do, and a module still waits at its top level. */
const WAITS_FOR_EVER = 13;
/** An error that nobody caught: Node.js has shown it. */
const UNCAUGHT = 1;

/**
 * Why a process ends before its command is done, in a line for people; undefined where that was said. `code` is the exit code
 * that it would have: it says nothing true, since neither is anything done nor was anybody told to stop.
 */
export function earlyEndWords(code: number): string | undefined {
  switch (code) {
    case WAITS_FOR_EVER:
      return 'Cannot load the handlers: their module waits at its top level for something that never comes';
    case UNCAUGHT:
      return undefined;
    default:
      return `The handlers have called process.exit(${code})`;
  }
}
