/** The exit code of Node.js if nothing is left to do while a module still waits at its top level. */
const WAITS_FOR_EVER = 13;
/** The exit code after an uncaught error, which Node.js has printed. */
const UNCAUGHT = 1;

/**
 * Why a process ends before its command is done, in a line for people; undefined if that was said. `code` is the exit code
 * that it would have, which is wrong: the command is neither done nor stopped.
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
