import { spellControls } from '../../../http/control-characters.ts';
import { COOKIE_VALUE, TCHAR_MARKS, TOKEN } from '../../../http/grammar.ts';
import { PATH_OCTET, QUERY_OCTET, skip } from '../../../http/octets.ts';
import type { KeyPath } from '../../1-read/located-manifest.ts';
import type { ExampleShape } from '../../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../../2-validate/spot.ts';
import type { SiteExample } from '../../3-resolve/site.ts';
import type { Finding } from '../../findings/findings.ts';
import { fieldLineFaults, type PartFault } from '../answers/lint-headers.ts';
import type { LintInput } from '../lint-input.ts';

/** An example must be a request that can be sent; running it shows the rest. Fault: bad-example. */
export function lintExamples(input: LintInput): void {
  for (const { at, examples } of input.site.routes.values()) {
    for (const example of examples) if (!at.in('examples').lost(example.name)) lintExample(input, example);
  }
}

function lintExample(input: LintInput, { at, shape }: SiteExample): void {
  for (const { keys, part, ...said } of [...headerFaults(shape), ...cookieFaults(shape), ...bodyFaults(shape)]) {
    const place = at.in(...keys);
    input.findings.add({ code: 'bad-example', at: place[part], ...said });
  }
  lintRequest(input, at.in('request'), shape.request ?? '');
}

/** Its authority is checked by the engine. */
const ABSOLUTE = { plain: /^http:\/\/[^/?#]+/i, secure: /^https:\/\/[^/?#]+/i };

function lintRequest({ site, findings }: LintInput, at: Spot, request: string): void {
  const [method = '', target = ''] = request.split(' ');
  if (target === '*' && method === 'OPTIONS') return;
  const absolute = ABSOLUTE[site.server.isSecure ? 'secure' : 'plain'];
  const authority = absolute.exec(target)?.[0] ?? '';
  const rest = target.slice(authority.length);
  // As many octets as characters, up to the first that must be encoded.
  const octets = Buffer.from(rest);
  const end = skip(octets, 0, octets.length, PATH_OCTET);
  const queryEnd = rest[end] === '?' ? skip(octets, end + 1, octets.length, QUERY_OCTET) : end;
  const add = (start: number, length: number, finding: Pick<Finding, 'message' | 'hint'>) =>
    findings.add({ code: 'bad-example', at: at.part(start, length), ...finding });
  const targetAt = method.length + 1;
  if (authority === '' && !rest.startsWith('/')) {
    const message = `Invalid request target "${target}"`;
    add(targetAt, target.length, { message, hint: 'it must begin with "/"' });
    return;
  }
  const wrong = rest[queryEnd];
  if (wrong === undefined) return;
  const message = `"${wrong}" is not allowed in the request "${request}"`;
  const hint = wrong === '#' ? 'clients do not send what follows "#"' : encodedHint(wrong);
  add(targetAt + authority.length + queryEnd, 1, { message, hint });
}

function encodedHint(character: string): string {
  return `percent-encode it: ${encodeURIComponent(character)}`;
}

interface Fault extends PartFault {
  /** The keys from the example on. */
  readonly keys: KeyPath;
}

const FRAMING = 'it follows from "body"';
const CONNECTION = 'each example has a connection of its own';
/** Why an example cannot set a field. */
const OWN_FIELDS: ReadonlyMap<string, string> = new Map([
  ['connection', CONNECTION],
  ['content-length', FRAMING],
  ['cookie', 'use "cookies"'],
  ['keep-alive', CONNECTION],
  ['proxy-connection', CONNECTION],
  ['te', CONNECTION],
  ['trailer', FRAMING],
  ['transfer-encoding', FRAMING],
  ['upgrade', CONNECTION],
]);

function headerFaults({ headers = {} }: ExampleShape): readonly Fault[] {
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]): readonly Fault[] => {
    const keys = ['headers', name];
    const faults = fieldLineFaults(name, value).map((fault) => ({ ...fault, keys }));
    if (faults[0]?.part === 'key') return faults;
    const lower = name.toLowerCase();
    const own = OWN_FIELDS.get(lower);
    if (own !== undefined) {
      return [{ keys, part: 'key', message: `The header field "${name}" cannot be set in an example`, hint: own }];
    }
    if (seen.has(lower)) {
      const hint = 'the case of a field name does not count; the values of a list are separated by commas';
      return [{ keys, part: 'key', message: `The header field "${name}" is sent twice`, hint }];
    }
    seen.add(lower);
    return faults;
  });
}

function bodyFaults({ body, form }: ExampleShape): readonly Fault[] {
  if (body === undefined || form === undefined) return [];
  const message = 'A request has one body, and this example has two';
  return [{ keys: ['form'], part: 'key', message, hint: 'remove "body" or "form"' }];
}

function cookieFaults({ cookies = {} }: ExampleShape): readonly Fault[] {
  return Object.entries(cookies).flatMap(([name, value]): readonly Fault[] => {
    const keys = ['cookies', name];
    if (!TOKEN.test(name)) {
      const hint = `the name of a cookie has letters, digits and ${TCHAR_MARKS} only`;
      return [{ keys, part: 'key', message: `"${spellControls(name)}" is not a name for a cookie`, hint }];
    }
    if (COOKIE_VALUE.test(value)) return [];
    const hint = 'it can hold visible ASCII characters, but no spaces, quotes, commas, semicolons and backslashes';
    const message = `The cookie "${name}" cannot be "${spellControls(value)}"`;
    return [{ keys, part: 'value', message, hint }];
  });
}
