import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../../contract/diagnostic.ts';
import type { PathSegment } from '../../../contract/program.ts';
import { guarded } from '../../../http/guarded.ts';
import { isDotSegment, isHiddenName } from '../../../http/percent-coding.ts';
import type { RoutePath, SiteParameter, SiteRoute } from '../../3-resolve/site.ts';
import type { FolderAnswer } from '../../3-resolve/site-answer.ts';
import type { Rule } from '../../schemas/compile-rule.ts';
import type { PlainShape } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import { followPath, type PathClaim, type PathTree } from './follow-path.ts';

/**
 * Paths that no request reaches: more specific ones take all their requests (whatever their methods, since the path
 * is chosen before the method), or a parameter allows no text. What cannot be tried out counts as reached.
 * A number in an unusual spelling, such as 1.0, may still get through, but no route is meant for that. Folders too. Fault: unreachable-route.
 */
export function lintReach(input: LintInput, tree: PathTree): void {
  for (const route of input.site.routes.values()) {
    const [first] = route.paths;
    // The parameters of the aliases are those of the path.
    const empty = first?.segments.find((segment) => choiceOf(input, route, segment).texts.length === 0);
    const parameter = empty && parameterAt(route, empty);
    if (parameter !== undefined) addWithoutText(input, route, parameter);
    else for (const path of route.paths) lintPath(input, tree, { route, path });
    if (route.path !== undefined) lintFolder(input, tree, route);
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
  const takers = takersOf(tree, requestsOf(choices), { own: [own.path], steps: STEPS_MAX });
  if (takers === undefined) return;
  const takesAll = (taker: PathClaim) =>
    taker.segments.at(-1)?.kind === 'rest' && taker.segments.length <= segments.length;
  // All values of a rest are taken only by another rest that begins no later.
  if (choices.at(-1)?.kind === 'open' && ![...takers.keys()].every(takesAll)) return;
  addTaken(input, own, takers);
}

/** What takes all these requests, and by which path; undefined: one of them reaches its own, or it is unknown what an unreadable path takes. */
function takersOf(
  tree: PathTree,
  requests: Iterable<readonly string[]>,
  { own, steps }: { readonly own: readonly RoutePath[]; readonly steps: number },
): ReadonlyMap<PathClaim, RoutePath> | undefined {
  const budget = { steps };
  const takers = new Map<PathClaim, RoutePath>();
  for (const request of requests) {
    const asked = request.map((text) => ({ kind: 'fixed', text }) as const);
    const [found = []] = followPath(tree, asked, budget);
    const [taker] = found;
    if (taker?.path === undefined || found.some(({ path }) => path === undefined || own.includes(path)))
      return undefined;
    takers.set(taker, taker.path);
  }
  return takers;
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
    related: relatedTo(takers, 'takes its requests here'),
  });
}

function relatedTo(takers: ReadonlyMap<PathClaim, RoutePath>, does: string): Diagnostic['related'] {
  return [...takers].slice(0, TAKERS_SHOWN_MAX).map(([{ route }, { at }]) => {
    return { ...at.value, message: `the route "${route.name}" ${does}` };
  });
}

/** A folder of whose files other routes take each one. */
function lintFolder({ findings }: LintInput, tree: PathTree, { name, answer, paths }: SiteRoute): void {
  if (answer.kind !== 'folder' || answer.at.lost('root', 'index')) return;
  const files = filesBelow(answer);
  const takers = files && takersOf(tree, pathsOf(files, paths), { own: paths, steps: FOLDER_STEPS_MAX });
  if (takers === undefined) return;
  findings.add({
    code: 'unreachable-route',
    at: answer.root.at.value,
    message: `No request reaches a file of the route "${name}": more specific paths take those of all files in "${answer.root.text}"`,
    hint: 'give the folder a path of its own, such as /assets/{file...}, or remove it',
    related: relatedTo(takers, 'takes some of its requests here'),
  });
}

/** All by which these files can be asked for: made one by one, since mostly the first of them is reached. */
function* pathsOf(files: readonly (readonly string[])[], paths: readonly RoutePath[]): Generator<readonly string[]> {
  for (const { segments } of paths) {
    const above = segments.slice(0, -1).map((segment) => (segment.kind === 'literal' ? segment.text : FRESH));
    for (const file of files) yield [...above, ...file];
  }
}

/** More files are not looked at: one of them is certainly reached. */
const FILES_MAX = 1000;
const FOLDER_STEPS_MAX = 100_000;

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

/** Their names, one below the other; that of an index is left out, too. undefined: there are none, or too many, or they cannot be read. */
function filesBelow({ root, index }: FolderAnswer): readonly (readonly string[])[] | undefined {
  const files: (readonly string[])[] = [];
  const folders: (readonly string[])[] = [[]];
  for (let names = folders.pop(); names !== undefined; names = folders.pop()) {
    const entries: readonly Dirent[] | undefined = guarded(() =>
      readdirSync(join(root.path, ...(names ?? [])), { withFileTypes: true }),
    );
    if (entries === undefined) return undefined;
    for (const entry of entries) {
      if (isHiddenName(entry.name)) continue;
      const own = [...names, entry.name];
      if (entry.isDirectory()) folders.push(own);
      else files.push(own);
      // A folder is asked for by a path with a slash at its end.
      if (entry.name === index) files.push([...names, '']);
    }
    if (files.length > FILES_MAX || folders.length > FILES_MAX) return undefined;
  }
  return files.length === 0 ? undefined : files;
}
