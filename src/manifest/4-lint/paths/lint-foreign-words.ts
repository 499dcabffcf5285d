import type { Placed } from '../../2-validate/spot.ts';
import type { RoutePath, SiteRoute } from '../../3-resolve/site.ts';
import { answersOfKind, type RedirectAnswer } from '../../3-resolve/site-answer.ts';
import type { Finding } from '../../findings/findings.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Warns of texts that other routers would fill in, or take for a parameter, and that mean themselves here: in paths, and in what
 * redirects say. Fault: foreign-parameter.
 */
export function lintForeignWords(input: LintInput): void {
  for (const route of input.site.routes.values()) {
    for (const path of route.paths) lintPath(input, path);
    for (const answer of answersOfKind(route.answer, 'redirect')) lintRedirect(input, answer);
    lintLocation(input, route);
  }
}

function lintPath({ findings }: LintInput, { text, at, segments }: RoutePath): void {
  let start = 1;
  for (const [index, segment] of text.slice(1).split('/').entries()) {
    const meant = segments[index]?.kind === 'literal' ? meantByForeign(segment) : undefined;
    if (meant !== undefined) {
      findings.add({
        code: 'foreign-parameter',
        at: at.part(start, segment.length),
        message: `"${segment}" is not a parameter here: the path matches exactly this text`,
        hint: `a parameter is written ${meant}; where this text itself is meant, write "${escaped(segment)}"`,
      });
      // One path is written in one manner.
      return;
    }
    start += segment.length + 1;
  }
}

/** Percent-encoded, it can mean nothing else. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9._~-]/g, (character) => {
    return [...new TextEncoder().encode(character)].map((octet) => `%${octet.toString(16).toUpperCase()}`).join('');
  });
}

function lintRedirect(input: LintInput, { to, at }: RedirectAnswer): void {
  if (to.kind === 'url') lintUrl(input, to.url);
  if (to.kind !== 'route') return;
  for (const [name, value] of Object.entries(to.params)) {
    if (typeof value !== 'string' || !PLACEHOLDER.test(value) || to.taken.has(name)) continue;
    addUnfilled(input, { text: value, at: at.in('params', name).value, where: `parameter "${name}"` });
  }
}

/** A redirect that a route writes itself. */
function lintLocation(input: LintInput, { headers }: SiteRoute): void {
  for (const { name, value: text, at } of headers) if (name.toLowerCase() === 'location') lintUrl(input, { text, at });
}

function lintUrl(input: LintInput, { text, at }: Placed): void {
  const filled = unfilledPart(text);
  if (filled === undefined) return;
  addUnfilled(input, { text: filled.text, at: at.part(filled.start, filled.text.length), where: 'URL' });
}

function addUnfilled(
  { findings }: LintInput,
  { text, at, where }: Pick<Finding, 'at'> & { readonly text: string; readonly where: string },
): void {
  const message = `Cannot fill in "${text}" in this ${where}: it is sent as it is`;
  const hint = 'a redirect leads all requests to one place; a handler can send each to another';
  findings.add({ code: 'foreign-parameter', at, message, hint });
}

const PLACEHOLDER = /^(?:\$?\{[^{}]*\}|:[A-Za-z_][A-Za-z0-9_]*|<[^<>]*>|\$\d)$/;

/** The first part of a URL that somebody would have to fill in: no URL has braces or angle brackets (RFC 3986 §2), or variables of nginx. */
export function unfilledPart(url: string): { readonly start: number; readonly text: string } | undefined {
  const filled = /\$?\{[^{}]*\}?|\$(?:args|host|scheme|uri|[a-z]+_[a-z_]+)\b/.exec(url);
  if (filled !== null) return { start: filled.index, text: filled[0] };
  const path = /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(url);
  let start = (path?.[0].length ?? 0) - (path?.[1]?.length ?? 0);
  for (const segment of path?.[1]?.split('/') ?? []) {
    if (meantInUrl(segment) !== undefined || /^\$\d$/.test(segment)) return { start, text: segment };
    start += segment.length + 1;
  }
  return undefined;
}

/**
 * What a segment of a path means in the words of other routers, written as a path of ours has it: `{id}` for `:id`, `<int:id>` and `[id]`,
 * `{rest...}` for `*`. undefined: it is a text like any other.
 */
function meantByForeign(segment: string): string | undefined {
  if (segment.length > CHARACTERS_MAX) return undefined;
  for (const [words, meaning] of FOREIGN) {
    const found = words.exec(segment);
    if (found !== null) return meaning(found);
  }
  return undefined;
}

/** Where it is part of a URL, in which stars, brackets and parentheses are letters like others. */
function meantInUrl(segment: string): string | undefined {
  return IN_URL.test(segment) ? meantByForeign(segment) : undefined;
}

/** Of no router's parameters has one more. */
const CHARACTERS_MAX = 200;

type Meaning = (found: RegExpExecArray) => string;

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*';

const IN_URL = new RegExp(`^:${NAME}[?*+]?$|<[^<>]*>|^\\$`, 'u');

/** In the order in which they are tried. */
const FOREIGN: readonly (readonly [words: RegExp, meaning: Meaning])[] = [
  // Express, Rails and many others. What follows the name must not be a colon, which closes a word that is a name in URLs of its own.
  [new RegExp(`^:(${NAME})([*+?(].*)?$`, 'u'), ([, name = '', more = '']) => parameter(name, /^[*+]/.test(more))],
  [new RegExp(`(?:^|[^\\p{L}\\p{N}:]):(${NAME})(?![\\p{L}\\p{N}_:])`, 'u'), ([, name = '']) => parameter(name)],
  // Remix and TanStack Router: other words behind a dollar sign are of OData and FHIR.
  [/^\$((?:[A-Za-z]\w*_|[A-Za-z]+(?=I))?[iI]d|slug)$/, ([, name = '']) => parameter(name)],
  // Flask, Django, Bottle: with a converter before the name or behind it.
  [/<([^<>]*)>/, ([, inside = '']) => converted(inside.split(':'))],
  // Next.js and SvelteKit.
  [
    new RegExp(`^\\[{1,2}(\\.\\.\\.)?(${NAME})(?:=\\w+)?\\]{1,2}(?:\\.\\w+)?$`, 'u'),
    ([, rest, name = '']) => parameter(name, rest !== undefined),
  ],
  // Globs, and the rest of a path in Rails, Express 5 and others.
  [new RegExp(`^\\*{1,2}(${NAME})$`, 'u'), ([, name = '']) => parameter(name, true)],
  [/^(?:\*{1,2}|\.\*|\(\.[*+]\??\))$/, () => parameter('rest', true)],
  [/\*/, () => parameter('name')],
  // Regular expressions.
  [/\\[dwsDWS]|\[\^|\[[^\]]*[A-Za-z0-9]-[A-Za-z0-9][^\]]*\]|^\(.*\)$|^\^|^\.\+$/, () => parameter('name')],
];

const CONVERTERS: ReadonlySet<string> = new Set(['any', 'float', 'int', 'path', 're', 'slug', 'str', 'string', 'uuid']);

function converted(parts: readonly string[]): string {
  const [first = '', second] = parts;
  const [converter, name = first] = CONVERTERS.has(first.replace(/\(.*/, '')) ? [first, second] : [second, first];
  return parameter(name, converter === 'path');
}

function parameter(name: string, rest = false): string {
  const own = /^[A-Za-z_]\w*$/.test(name) ? name : 'name';
  return rest ? `{${own}...}` : `{${own}}`;
}
