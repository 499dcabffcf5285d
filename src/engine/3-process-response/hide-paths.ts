/** A text in quotation marks that begins as an absolute path does, up to the closing mark. */
const QUOTED_PATH = /(["'`])(?:file:\/\/)?(?:[A-Za-z]:)?[\\/][^"'`]*\1/g;
/** A path without quotes reaches to the next space, or to an unmatched closing bracket; a web address (`://`) is not a path. */
const BARE_PATH = /(?<![\w.~%/\\-])(?:file:\/\/)?(?:[A-Za-z]:)?(?!\/\/)[\\/](?:[^\s"'`()]|\([^\s"'`()]*\))+/g;

/** Masks absolute paths in a message that visitors can read: rather one text too many than one path. */
export function hidePaths(message: string): string {
  return message.replace(QUOTED_PATH, '$1[path]$1').replace(BARE_PATH, '[path]');
}
