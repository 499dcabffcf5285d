import { spellControls } from '../../../http/control-characters.ts';
import { FIELD_VALUE, TCHAR_MARKS, TOKEN } from '../../../http/grammar.ts';
import type { Spot } from '../../2-validate/spot.ts';
import type { SiteHeader, SiteParameter } from '../../3-resolve/site.ts';
import { answersOfKind } from '../../3-resolve/site-answer.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: bad-header, refused-header. */
export function lintHeaders(input: LintInput): void {
  lintMap(input, input.site.page.headers, OWN_FIELDS);
  for (const { headers } of input.site.groups) lintMap(input, headers, OWN_FIELDS);
  for (const { parameters, headers, answer } of input.site.routes.values()) {
    lintNamedTwice(input, parameters.headers);
    const redirects = answersOfKind(answer, 'redirect').length > 0;
    lintMap(input, headers, redirects ? OWN_FIELDS_OF_REDIRECT : OWN_FIELDS);
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

/** Fields that a route reads: their names are already checked. */
function lintNamedTwice(input: LintInput, headers: readonly SiteParameter[]): void {
  const seen = new Map<string, SiteParameter>();
  for (const header of headers) {
    const first = getOrMake(seen, header.name.toLowerCase(), () => header);
    if (first !== header) addTwice(input, header, { first, isWhat: 'read' });
  }
}

interface NamedField {
  readonly name: string;
  readonly at: Spot;
}

function addTwice(
  { findings }: LintInput,
  { name, at }: NamedField,
  { first, isWhat }: { readonly first: NamedField; readonly isWhat: 'read' | 'set' },
): void {
  const related = [{ ...first.at.key, message: 'the first one is here' }];
  const message = `The header field "${name}" is ${isWhat} twice`;
  const hint = 'the case of a field name does not count';
  findings.add({ code: 'bad-header', at: at.key, message, hint, related });
}

function lintMap(
  input: LintInput,
  headers: readonly SiteHeader<string | null>[],
  refused: ReadonlyMap<string, string>,
): void {
  const { findings } = input;
  const seen = new Map<string, SiteHeader<string | null>>();
  for (const header of headers) {
    const { name, value, at } = header;
    const faults = fieldLineFaults(name, value ?? '');
    const lower = name.toLowerCase();
    const first = getOrMake(seen, lower, () => header);
    const reason = refused.get(lower);
    const isName = faults[0]?.part !== 'key';
    if (isName && reason !== undefined) {
      const message = `The header field "${name}" cannot be set here`;
      findings.add({ code: 'refused-header', at: at.key, message, hint: reason });
    } else if (isName && first !== header) addTwice(input, header, { first, isWhat: 'set' });
    else for (const { part, ...said } of faults) findings.add({ code: 'bad-header', at: at[part], ...said });
  }
}

/** What is wrong with a part of the manifest, and whether its key or its value says it. */
export interface PartFault {
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly hint: string;
}

/** Why a field line cannot be sent. Where its name is at fault, nothing else is said of it. */
export function fieldLineFaults(name: string, value: string): readonly PartFault[] {
  if (!TOKEN.test(name)) {
    const hint = `a field name has letters, digits and ${TCHAR_MARKS} only`;
    return [{ part: 'key', message: `"${spellControls(name)}" is not a name for a header field`, hint }];
  }
  if (FIELD_VALUE.test(value)) return [];
  const hint = 'it can hold visible ASCII characters, with spaces and tabs between them';
  return [{ part: 'value', message: `The header field "${name}" cannot be "${spellControls(value)}"`, hint }];
}
