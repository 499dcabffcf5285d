/** The output of a command. */
export interface Terminal {
  /** Prints a line on stdout. */
  out(line: string): void;
  /** From here on stdout is for `out` alone: what other code prints there (that of handlers, say) goes to stderr. */
  keepOut(): void;
  /** Prints a line on stderr. */
  err(line: string): void;
  /** Shows a text at the end of stderr, in place of the one that this showed before; '' removes it. Only for terminals. */
  status(text: string): void;
  /** Whether stderr shows colours (https://no-color.org). */
  readonly color: boolean;
  /** As `color`, for stdout. */
  readonly outColor: boolean;
  /** How many columns stdout shows; undefined if it is not a terminal. */
  readonly outColumns: number | undefined;
  /** Whether stderr is a terminal, where a progress bar can move. */
  readonly interactive: boolean;
  /** The variables of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** This process's own streams. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  // That nobody reads any more is no reason to stop serving.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const write = stdout.write.bind(stdout);
  const { NO_COLOR } = env;
  const colorful = NO_COLOR === undefined || NO_COLOR === '';
  return {
    out: (line) => void write(`${line}\n`),
    keepOut: () => {
      stdout.write = stderr.write.bind(stderr);
    },
    err: (line) => void stderr.write(`${line}\n`),
    status: (text) => void stderr.write(`\r\x1b[2K${text}`),
    color: stderr.isTTY && colorful,
    outColor: stdout.isTTY && colorful,
    outColumns: stdout.isTTY ? stdout.columns : undefined,
    interactive: stderr.isTTY,
    env,
  };
}
