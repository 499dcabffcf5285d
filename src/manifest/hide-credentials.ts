/** A URL with a name or a password in it, or what was meant as one: all up to the last "@" of its line, whatever it holds. */
const CREDENTIALS = /((?:\brediss?:|\bstore["']?[ \t]*:[ \t]*["']?)\/{0,2})(\S.*)(?=@)/gi;
/** One whose "@" was forgotten: behind the first colon there should be a port. */
const UNFINISHED = /(\brediss?:\/{0,2})([^\s"',}]*:(?!\d{1,5}(?:[/\s"',}]|$))[^\s"']*)/gi;

/** A line of a manifest, or a message about one, as people may see it: of the same length, without what a Redis URL would be opened with. */
export function hideCredentials(line: string): string {
  return line.replace(CREDENTIALS, starred).replace(UNFINISHED, starred);
}

function starred(_whole: string, before: string, secret: string): string {
  return before + '*'.repeat(secret.length);
}
