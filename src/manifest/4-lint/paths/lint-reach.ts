import type { PathSegment } from '../../../contract/program.ts';
import { isDotSegment } from '../../../http/percent-coding.ts';
import type { RoutePath, SiteParameter, SiteRoute } from '../../3-resolve/site.ts';
import type { Rule } from '../../schemas/compile-rule.ts';
import type { PlainShape } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import { followPath, type PathClaim, type PathTree } from './follow-path.ts';

/**
 * Paths that no request reaches: more specific ones take all their requests (whatever their methods, since the path
 * is chosen before the method), or a parameter allows no text. What cannot be tried out counts as reached.
 * A number in an unusual spelling, such as 1.0, may still get through, but no route is meant for that. Fault: unreachable-route.
 */
export function lintReach(input: LintInput, tree: PathTree): void {
  for (const route of input.site.routes.values()) {
    const [first] = route.paths;
    // The parameters of the aliases are those of the path.
    const empty = first?.segments.find((segment) => choiceOf(input, route, segment).texts.length === 0);
    const parameter = empty && parameterAt(route, empty);
    if (parameter !== undefined) addWithoutText(input, route, parameter);
    else for (const path of route.paths) lintPath(input, tree, { route, path });
  }
}

/** What requests can have in place of one segment of a path. */
interface Choice {
  /** `listed`: only these. `fresh`: one text for all that are not literals. `open`: any number of segments, one of them fresh. */
  readonly kind: 'listed' | 'fresh' | 'open';
  readonly texts: readonly (readonly string[])[];
}

/** No literal holds a control character, so a parameter takes this, or nothing does. */
const FRESH = '\0';

function choiceOf({ rules }: LintInput, route: SiteRoute, segment: PathSegment): Choice {
  if (segment.kind === 'literal') return { kind: 'listed', texts: [[segment.text]] };
  const isUnclear = route.at.in('params').lost(segment.name);
  const { schema, plain } = (isUnclear ? undefined : parameterAt(route, segment)) ?? {};
  const open = segment.kind === 'rest' && (plain === undefined || plain.type === 'string');
  const listed = plain && listedValues(plain);
  const texts = schema && listed && sendableTexts(segment.kind, listed, rules.compile(schema));
  if (texts === undefined) return { kind: open ? 'open' : 'fresh', texts: [[FRESH]] };
  return { kind: 'listed', texts: texts.map((text) => (segment.kind === 'rest' ? text.split('/') : [text])) };
}

function parameterAt({ parameters }: SiteRoute, segment: PathSegment): SiteParameter | undefined {
  return segment.kind === 'literal' ? undefined : parameters.params.find(({ name }) => name === segment.name);
}

/** For one path. It has one request to try, unless several parameters have short lists of values. */
const STEPS_MAX = 10_000;
const TAKERS_SHOWN_MAX = 5;

function lintPath(input: LintInput, tree: PathTree, own: OwnPath): void {
  const { segments } = own.path;
  const choices = segments.map((segment) => choiceOf(input, own.route, segment));
  const open = choices.at(-1)?.kind === 'open';
  const takers = new Map<PathClaim, RoutePath>();
  const budget = { steps: STEPS_MAX };
  for (const request of requestsOf(choices)) {
    const asked = request.map((text) => ({ kind: 'fixed', text }) as const);
    const [found] = followPath(tree, asked, budget);
    const [taker] = found ?? [];
    if (found === undefined || taker === undefined || found.some(({ path }) => path === own.path)) return;
    // It is unknown what an unreadable path takes.
    if (found.some(({ path }) => path === undefined)) return;
    // All values of a rest are taken only by another rest that begins no later.
    if (open && (taker.segments.at(-1)?.kind !== 'rest' || taker.segments.length > segments.length)) return;
    if (taker.path !== undefined && takers.size < TAKERS_SHOWN_MAX) takers.set(taker, taker.path);
  }
  addTaken(input, own, takers);
}

interface OwnPath {
  readonly route: SiteRoute;
  readonly path: RoutePath;
}

/** Every combination of the segments' values. */
function* requestsOf(choices: readonly Choice[], depth = 0): Generator<readonly string[]> {
  const choice = choices[depth];
  if (choice === undefined) {
    yield [];
    return;
  }
  for (const text of choice.texts) {
    for (const tail of requestsOf(choices, depth + 1)) yield [...text, ...tail];
  }
}

function addTaken({ findings }: LintInput, { route, path }: OwnPath, takers: ReadonlyMap<PathClaim, RoutePath>): void {
  findings.add({
    code: 'unreachable-route',
    at: path.at.value,
    message: `No request reaches the route "${route.name}" by this path: more specific paths take all that its parameters allow`,
    hint: 'let its parameters allow more, or remove this path or the others',
    related: [...takers].map(([taker, { at }]) => {
      return { ...at.value, message: `the route "${taker.route.name}" takes its requests here` };
    }),
  });
}

function addWithoutText({ findings }: LintInput, route: SiteRoute, { name, at }: SiteParameter): void {
  findings.add({
    code: 'unreachable-route',
    at: at.value,
    message: `No request reaches the route "${route.name}": no text in a path satisfies the schema of "${name}"`,
    hint: 'it must allow a text that is not empty, "." or "..", and that satisfies all its rules',
  });
}

/** The texts of `kind` that a path parameter allows of these values, and that clients can send. */
function sendableTexts(kind: 'parameter' | 'rest', listed: Values, rule: Rule): readonly string[] {
  const texts = listed.filter((value) => rule(value) === undefined).map(String);
  return texts.filter((text) => isSendable(kind, text));
}

type Values = readonly (string | number | boolean)[];

const LISTED_MAX = 100;

/** A number in its usual spelling; undefined: more than could be tried one by one. */
function listedValues(schema: PlainShape): Values | undefined {
  if (schema.enum !== undefined) return schema.enum;
  if (schema.type === 'boolean') return [true, false];
  if (schema.type === 'string' && schema.maxLength === 0) return [];
  return schema.type === 'integer' ? listedIntegers(schema) : undefined;
}

function listedIntegers(schema: PlainShape): readonly number[] | undefined {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const low = Math.ceil(Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity));
  const high = Math.floor(Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity));
  // The rule checks exclusive bounds.
  if (!(high - low < LISTED_MAX)) return undefined;
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
}

/** Not empty, no dot segment (clients resolve it before they send), and Unicode. */
function isSendable(kind: 'parameter' | 'rest', text: string): boolean {
  const segments = kind === 'rest' ? text.split('/') : [text];
  return text !== '' && !segments.some(isDotSegment) && !/\p{Cs}/u.test(text);
}
