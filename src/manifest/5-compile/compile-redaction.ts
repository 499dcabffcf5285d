import type { Redaction } from '../../contract/log-settings.ts';
import { TCHAR_CLASS } from '../../http/grammar.ts';

const COOKIE_PREFIX = 'cookie:';
const COOKIE = 'cookie';

/** The names of header fields, and of cookies (`cookie:NAME`), whose values a log leaves out. */
export function compileRedaction(names: readonly string[]): Redaction {
  const [cookies, headers] = [new Set<string>(), new Set<string>()];
  for (const name of names) {
    if (name.startsWith(COOKIE_PREFIX)) cookies.add(name.slice(COOKIE_PREFIX.length));
    else headers.add(name.toLowerCase());
  }
  const affected = [...headers, ...(cookies.size > 0 && !headers.has(COOKIE) ? [COOKIE] : [])];
  return {
    headers,
    cookies,
    nameLengths: new Set(affected.map(({ length }) => length)),
    rawLines: affected.length === 0 ? undefined : linesOf(affected),
  };
}

/**
 * A name at the beginning of a line, and the rest of that line with its continuations (RFC 9112 §5.2). The
 * request was refused, so neither colon nor line ends need be right: a lone CR begins a line, but ends no value.
 */
function linesOf(names: readonly string[]): RegExp {
  const anyOf = names.map((name) => name.replace(/[\^$.*+|]/g, '\\$&')).join('|');
  return new RegExp(
    `((?:^|[\\r\\n])[^\\r\\n!-~]*(?:${anyOf})(?![${TCHAR_CLASS}]))([^\\n]*(?:\\n[ \\t][^\\n]*)*)`,
    'gi',
  );
}
