/** What people are shown where a URL is wrong. It holds no secret, whatever it looks like. */
export const REDIS_URL_FORM = 'redis://USER:PASSWORD@HOST:PORT/DATABASE';

/** A URL with a name or a password in it, or what was meant as one: all up to the last "@" of its line, whatever it holds. */
const CREDENTIALS = /((?:\brediss?:|\bstore["']?[ \t]*:[ \t]*["']?)\/{0,2})(\S.*)(?=@)/gi;
/** One whose scheme is misspelt, or another. A page of the web may have an "@" in its path. */
const FOREIGN = /(\b(?!https?:)[a-z][\w+.-]{0,30}:\/\/)([^\s"']+)(?=@)/gi;
const WEB = /(\bhttps?:\/\/)([^\s"'/?#]+)(?=@)/gi;
/** One whose "@" was forgotten: behind the first colon there should be a port. */
const UNFINISHED = /(\brediss?:\/{0,2})([^\s"',}]*:(?!\d{1,5}(?:[/\s"',}]|$))[^\s"']*)/gi;

/** A line of a manifest, or a message about one, as people may see it: of the same length, without what a Redis URL would be opened with. */
export function hideCredentials(text: string): string {
  return [CREDENTIALS, FOREIGN, WEB, UNFINISHED].reduce((shown, secret) => shown.replace(secret, starred), text);
}

/**
 * The lines of a file, each of the same length, without the value of `clients.store` where that goes on below its key: one line of it
 * does not tell which part is secret. It is found without reading YAML, since the mistake may be that it is none.
 */
export function hideBelowStore(lines: readonly string[]): readonly string[] {
  const shown: string[] = [];
  let below: Below | undefined;
  for (const [index, line] of lines.entries()) {
    const inside = below !== undefined && isInside(line, below);
    shown.push(inside ? line.replace(/\S/g, '*') : line);
    if (inside && below !== undefined) below = goesOn(line, below);
    else if (line.trim() !== '') below = storeBelow(lines, index);
  }
  return shown;
}

function starred(_whole: string, before: string, secret: string): string {
  return before + '*'.repeat(secret.length);
}

/** A value that may go on in the next lines. */
interface Below {
  /** Of the line of its key: what is deeper belongs to it. */
  readonly indent: number;
  /** The quote that has to come before it ends. */
  readonly quote: string | undefined;
  /** Nothing of it was there yet, so that it may stand below its key, no deeper. */
  readonly due: boolean;
}

const STORE = /^(.*[\s{,]|)["']?store["']?[ \t]*:(?:[ \t]+|$)(.*)$/;
const PARENT = /(?:^|[\s{,])["']?clients["']?[ \t]*:/;

function storeBelow(lines: readonly string[], index: number): Below | undefined {
  const [, before, value] = STORE.exec(lines[index] ?? '') ?? [];
  if (before === undefined || value === undefined || !(PARENT.test(before) || isOfClients(lines, index))) {
    return undefined;
  }
  const indent = indentOf(lines[index] ?? '');
  // Tags, anchors and remarks are no value.
  const written = value.replace(/^(?:[!&][^\s]*\s+)*/, '').replace(/^(?:[!&]\S*|#.*)$/, '');
  const quote = /^["']/.exec(written)?.[0];
  if (quote !== undefined) return isClosed(written, quote) ? undefined : { indent, quote, due: false };
  // In braces a comma ends what has no quotes, and so does the brace.
  if (before.includes('{') && /[,}]/.test(written)) return undefined;
  return { indent, quote: undefined, due: written === '' };
}

/** Whether the nearest line above that is less deep, and more than a bracket, is the key `clients`. */
function isOfClients(lines: readonly string[], index: number): boolean {
  let indent = indentOf(lines[index] ?? '');
  for (let above = index - 1; above >= 0 && indent > 0; above--) {
    const line = lines[above] ?? '';
    if (line.trim() === '' || line.trimStart().startsWith('#') || indentOf(line) >= indent) continue;
    if (/\w/.test(line)) return PARENT.test(line);
    indent = indentOf(line);
  }
  return false;
}

function isInside(line: string, { indent, quote, due }: Below): boolean {
  if (quote !== undefined || line.trim() === '' || indentOf(line) > indent) return true;
  return due && !/^\s*(?:["']?[\w-]+["']?\s*:(?:\s|$)|[}\]#]|---)/.test(line);
}

function goesOn(line: string, below: Below): Below | undefined {
  if (line.trim() === '') return below;
  const { quote } = below;
  return quote !== undefined && line.includes(quote) ? undefined : { ...below, due: false };
}

function isClosed(text: string, quote: string): boolean {
  return quote === '"' ? /^"(?:[^"\\]|\\.)*"/.test(text) : /^'(?:[^']|'')*'(?!')/.test(text);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
