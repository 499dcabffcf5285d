import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ShapeMap } from '../2-validate/manifest-shape.ts';
import type { Finding } from '../findings.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Faults: bad-header, refused-header. */
export function lintHeaders(input: LintInput): void {
  lintMap(input, ['page', 'headers'], input.manifest.page?.headers ?? {});
  for (const [name, route] of routesOf(input)) {
    const path = ['routes', name, 'response', 'headers'];
    const headers = route.response?.headers ?? {};
    lintNamedTwice(input, ['routes', name, 'headers'], route.headers ?? {});
    lintMap(input, path, headers, route.redirect === undefined ? OWN_FIELDS : OWN_FIELDS_OF_REDIRECT);
  }
}

/** Why the manifest cannot set a field: it would contradict what the engine writes. */
const OWN_FIELDS: ReadonlyMap<string, string> = new Map([
  ['connection', 'the server decides whether a connection stays open'],
  ['content-length', 'the server counts the body itself'],
  ['content-type', 'use "response.type" with "text" or "json"; the server knows the others'],
  ['date', 'the server has a clock'],
  ['keep-alive', 'the server decides whether a connection stays open'],
  ['proxy-connection', 'the server decides whether a connection stays open'],
  ['te', 'it is a field of requests'],
  ['trailer', 'answers have no trailer section'],
  ['transfer-encoding', 'the server frames its answers itself'],
  ['upgrade', 'the server speaks HTTP/1.1 only'],
]);

const OWN_FIELDS_OF_REDIRECT: ReadonlyMap<string, string> = new Map([
  ...OWN_FIELDS,
  ['location', 'it is what "redirect" says'],
]);

/** What a route reads: its names were looked at before. */
function lintNamedTwice({ located, findings }: LintInput, path: KeyPath, headers: ShapeMap<unknown>): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(headers)) {
    const first = seen.get(name.toLowerCase());
    if (first === undefined) {
      seen.set(name.toLowerCase(), name);
      continue;
    }
    const related = [{ ...located.keyAt([...path, first]), message: 'the first one is here' }];
    const message = `Cannot read the header field "${name}" twice`;
    const hint = 'the case of a field name does not count';
    findings.add({ code: 'bad-header', at: located.keyAt([...path, name]), message, hint, related });
  }
}

function lintMap(
  { located, findings }: LintInput,
  path: KeyPath,
  headers: ShapeMap<string | null>,
  refused: ReadonlyMap<string, string> = OWN_FIELDS,
): void {
  const seen = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const here = [...path, name];
    const add = (finding: Omit<Finding, 'at'>) => findings.add({ at: located.keyAt(here), ...finding });
    const first = seen.get(lower);
    const reason = refused.get(lower);
    if (!TOKEN.test(name)) {
      const hint = "a field name has letters, digits and !#$%&'*+-.^_`|~ only";
      add({ code: 'bad-header', message: `Cannot use "${name}" as the name of a header field`, hint });
    } else if (reason !== undefined) {
      add({ code: 'refused-header', message: `Cannot set the header field "${name}"`, hint: reason });
    } else if (first !== undefined) {
      const related = [{ ...located.keyAt([...path, first]), message: 'the first one is here' }];
      const hint = 'the case of a field name does not count';
      add({ code: 'bad-header', message: `Cannot set the header field "${name}" twice`, hint, related });
    } else if (value !== null && !FIELD_VALUE.test(value)) {
      const hint = 'it may hold visible ASCII characters, and blanks and tabs between them';
      const message = `Cannot use "${printable(value)}" as the value of "${name}"`;
      findings.add({ code: 'bad-header', at: located.valueAt(here), message, hint });
    }
    seen.set(lower, name);
  }
}

/** The name of a header field or a cookie (RFC 9110 §5.6.2). */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** The value of a header field: RFC 9110 §5.5 without obs-text. An empty value is one. */
export const FIELD_VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;

/** A text whose control characters are spelt out. */
export function printable(value: string): string {
  return value.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
