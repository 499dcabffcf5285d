/** A text in quotation marks that begins as an absolute path does, up to the closing mark. */
const QUOTED_PATH = /(["'`])(?:file:\/\/)?(?:[A-Za-z]:)?[\\/][^"'`]*\1/g;
/** A bare one reaches to the next blank, or to a bracket that closes none of its own; a web address (`://`) is no path. */
const BARE_PATH = /(?<![\w.~%/\\-])(?:file:\/\/)?(?:[A-Za-z]:)?(?!\/\/)[\\/](?:[^ \t\r\n"'`()]|\([^ \t\r\n"'`()]*\))+/g;

/** Masks absolute paths in a message that visitors can read: rather one text too many than one path. */
export function hidePaths(message: string): string {
  return message.replace(QUOTED_PATH, '$1[path]$1').replace(BARE_PATH, '[path]');
}
