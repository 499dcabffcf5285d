/** Where a command's words go. */
export interface Terminal {
  /** Prints a line on stdout. */
  out(line: string): void;
  /** Prints a line on stderr. */
  err(line: string): void;
  /** Whether stderr shows colours (https://no-color.org). */
  readonly color: boolean;
}

/** This process's own streams. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  // That nobody reads any more is no reason to stop serving.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const { NO_COLOR } = env;
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    color: stderr.isTTY && (NO_COLOR === undefined || NO_COLOR === ''),
  };
}
