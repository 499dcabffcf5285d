/**
 * What a segment of a path means in the words of other routers, written as a path of ours has it: `{id}` for `:id`, `<int:id>` and `[id]`,
 * `{rest...}` for `*`. undefined: it is a text like any other.
 */
export function meantByForeign(segment: string): string | undefined {
  if (segment.length > CHARACTERS_MAX) return undefined;
  for (const [words, meaning] of FOREIGN) {
    const found = words.exec(segment);
    if (found !== null) return meaning(found);
  }
  return undefined;
}

/** Where it is part of a URL, in which stars, brackets and parentheses are letters like others. */
export function meantInUrl(segment: string): string | undefined {
  return IN_URL.test(segment) ? meantByForeign(segment) : undefined;
}

/** Of no router's parameters has one more. */
const CHARACTERS_MAX = 200;

type Meaning = (found: RegExpExecArray) => string;

const NAME = '[A-Za-z_][A-Za-z0-9_]*';

const IN_URL = new RegExp(`^:${NAME}[?*+]?$|<[^<>]*>`);

/** In the order in which they are tried. */
const FOREIGN: readonly (readonly [words: RegExp, meaning: Meaning])[] = [
  // Express, Rails and many others. What follows the name must not be a colon, which closes a word that is a name in URLs of its own.
  [new RegExp(`^:(${NAME})([*+?(].*)?$`), ([, name = '', more = '']) => parameter(name, /^[*+]/.test(more))],
  [new RegExp(`(?:^|[^A-Za-z0-9:]):(${NAME})(?![A-Za-z0-9_:])`), ([, name = '']) => parameter(name)],
  // Flask, Django, Bottle: with a converter before the name or behind it.
  [/<([^<>]*)>/, ([, inside = '']) => converted(inside.split(':'))],
  // Next.js and SvelteKit.
  [new RegExp(`^\\[{1,2}(\\.\\.\\.)?(${NAME})\\]{1,2}$`), ([, rest, name = '']) => parameter(name, rest !== undefined)],
  // Globs, and the rest of a path in Rails, Express 5 and others.
  [new RegExp(`^\\*{1,2}(${NAME})$`), ([, name = '']) => parameter(name, true)],
  [/^(?:\*{1,2}|\.\*|\(\.[*+]\??\))$/, () => parameter('rest', true)],
  [/\*/, () => parameter('name')],
  // Regular expressions.
  [/\\[dwsDWS]|\[\^|\[[^\]]*[A-Za-z0-9]-[A-Za-z0-9][^\]]*\]|^\(.*\)$|^\^|^\.\+$/, () => parameter('name')],
];

const CONVERTERS: ReadonlySet<string> = new Set(['any', 'float', 'int', 'path', 're', 'slug', 'str', 'string', 'uuid']);

function converted(parts: readonly string[]): string {
  const [first = '', second] = parts;
  const [converter, name = first] = CONVERTERS.has(first.replace(/\(.*/, '')) ? [first, second] : [second, first];
  return parameter(new RegExp(`^${NAME}$`).test(name) ? name : 'name', converter === 'path');
}

function parameter(name: string, rest = false): string {
  return rest ? `{${name}...}` : `{${name}}`;
}
