/** A tag of a view that has lost its end, or that begins a block which has lost its. Offsets. */
export interface OpenTag {
  readonly start: number;
  readonly end: number;
  /** What would close it. */
  readonly closer: string;
}

/** The innermost tag that is open at the end of a text which Handlebars could not read: the parser itself notices that at the end alone. */
export function findOpenTag(text: string): OpenTag | undefined {
  const blocks: OpenTag[] = [];
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at)) {
    if (text[at - 1] === '\\' && text[at - 2] !== '\\') {
      at += 2;
      continue;
    }
    const special = SPECIAL.find(({ opens }) => matchAt(opens, text, at) !== undefined);
    const length = special === undefined ? tagLength(text, at) : specialLength(special.closes, text, at);
    if (length === undefined) {
      const end = at + (matchAt(/\{+~?[^\s{}]*/y, text, at)?.length ?? 2);
      return { start: at, end, closer: special?.closer ?? '}}' };
    }
    const tag = text.slice(at, at + length);
    const [, mark, name] = /^\{\{~?\s*([#^/])[*>]?\s*([^\s{}~|]+)/.exec(tag) ?? [];
    if (mark === '/') blocks.pop();
    else if (mark !== undefined) blocks.push({ start: at, end: at + length, closer: `{{/${name}}}` });
    at += length;
  }
  return blocks.at(-1);
}

/** Comments, and blocks whose content is no template. */
const SPECIAL = [
  { opens: /\{\{~?!--/y, closes: /--~?\}\}/g, closer: '--}}' },
  { opens: /\{\{\{\{/y, closes: /\{\{\{\{\/[^}]*\}\}\}\}/g, closer: '{{{{/…}}}}' },
] as const;

function specialLength(closes: RegExp, text: string, at: number): number | undefined {
  closes.lastIndex = at;
  const found = closes.exec(text);
  return found === null ? undefined : found.index + found[0].length - at;
}

/** Up to its braces; undefined where another tag begins before them. */
function tagLength(text: string, at: number): number | undefined {
  const braces = matchAt(/\{+/y, text, at)?.length ?? 2;
  const end = text.indexOf('}}', at);
  const next = text.indexOf('{{', at + braces);
  if (end === -1 || (next !== -1 && next < end)) return undefined;
  return end + (matchAt(/\}+/y, text, end)?.length ?? 2) - at;
}

function matchAt(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}
