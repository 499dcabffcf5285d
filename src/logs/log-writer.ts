/**
 * A destination of lines. It never throws and never makes the server wait: what cannot be written is dropped and
 * counted, and writing is tried again with the next lines.
 */
export interface LogWriter {
  /** Takes one line, without its line end, for the next `flush`. */
  append(line: string): void;
  /** Starts writing all that was appended; a regular file has it when this returns. */
  flush(): void;
  /** Resolves when nothing waits: all that was appended is written, or lost. */
  idle(): Promise<void>;
  /** Flushes, waits for a slow reader until it has taken nothing for a second, and releases the descriptor. */
  close(): Promise<void>;
}
