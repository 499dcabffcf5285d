/** Two or more segments from a root, as file systems and stack frames write them, with `file://`, and a line and column behind. */
const ABSOLUTE_PATH = /(?<![\w.~%/-])(?:file:\/\/)?(?:[A-Za-z]:)?(?:[\\/][\w.@+~%-]+){2,}[\\/]?(?::\d+){0,2}/g;

/** Masks absolute paths in a message that visitors may read (S6). */
export function hidePaths(message: string): string {
  return message.replace(ABSOLUTE_PATH, '[path]');
}
