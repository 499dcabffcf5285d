/** Where finished lines go. Each line is one JSON object without its line end. */
export interface LogSink {
  access(line: string): void;
  error(line: string): void;
}
