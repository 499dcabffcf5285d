import type { Parameter, PathSegment, Program, Route } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import { hiddenNames } from '../../engine/2-process-request/input/form-texts.ts';
import type { InputValues } from '../../engine/2-process-request/input/read-input.ts';
import type { Explanation, NearMiss, Preflight } from '../../engine/2-process-request/near/explain-match.ts';
import { describeDifferences, pathText } from '../../engine/2-process-request/near/path-differences.ts';
import { redactTarget, withoutSecrets } from '../../engine/4-make-log/redact.ts';
import { REDACTED } from '../../engine/hide-spans.ts';
import { hideInUrl } from '../../engine/secret-parts.ts';
import { decodePath } from '../../http/percent-coding.ts';
import { isSecretField } from '../../http/secret-names.ts';
import { describeAnswer } from '../../manifest/3-resolve/describe-answer.ts';
import type { SoundSite } from '../../manifest/3-resolve/sound-site.ts';
import type { LoadedManifest } from '../load-reported.ts';
import type { AcceptedTarget } from './accept-target.ts';
import { type FileReport, reportFiles } from './files-report.ts';
import { type CheckReport, type GroupReport, reportChecks, reportGroup } from './gates-report.ts';

/** All that `explain` reports about a request: printed as JSON as it is. What is absent is null or empty. */
export interface ExplainReport {
  /** Whether a route answers, and takes the input. */
  readonly ok: boolean;
  readonly method: string;
  readonly target: string;
  /** Of the answer; of a route that answers, the status that the manifest declares. */
  readonly status: number;
  /** Of the record in error.log; null if there is none. */
  readonly code: string | null;
  /** The outcome in words. */
  readonly message: string;
  /** The target's path, as it was sent. */
  readonly path: string | null;
  /** Its segments, percent-decoded. */
  readonly segments: readonly string[];
  /** All that the query holds, decoded, whether it is read or not. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The groups above the path, from the outside in. */
  readonly groups: readonly GroupReport[];
  readonly route: RouteReport | null;
  /** What the request must pass before its body is read and its input counts, in this order. */
  readonly checks: readonly CheckReport[];
  /** The typed values that the route reads, including defaults. */
  readonly input: { readonly params: object; readonly query: object } | null;
  /** What the route requires and a target cannot hold. */
  readonly needs: { readonly headers: readonly string[]; readonly cookies: readonly string[]; readonly body: boolean };
  /** The files that a form can upload. */
  readonly files: readonly FileReport[];
  /** Each value that breaks its rule. */
  readonly problems: readonly string[];
  /** What pages of other origins hear that ask by OPTIONS before they send something; guards are not asked for that. */
  readonly preflight: Preflight | null;
  /** The methods that would be accepted. */
  readonly allow: readonly string[];
  readonly nearMisses: readonly NearMissReport[];
}

export interface RouteReport {
  readonly name: string;
  /** The one of its paths that fits, or comes closest. */
  readonly path: string;
  readonly answeredBy: string;
  readonly file: string | null;
  readonly line: number | null;
}

export interface NearMissReport extends RouteReport {
  readonly methods: readonly string[];
  readonly reasons: readonly string[];
}

type Declared = SoundSite['routes'];

/** A request that block 1 refuses. Nothing secret in a request is part of a report. */
export function reportRefusal(
  { method, target }: { readonly method: string; readonly target: string },
  { status, code, message }: Extract<AcceptedTarget, { kind: 'refused' }>,
  { logs }: Program,
): ExplainReport {
  const shown = withoutSecrets(logs, { request: { target, fieldLines: [] }, route: undefined });
  return {
    ...NOTHING,
    method,
    target: redactTarget(logs.secrets, target),
    status,
    code,
    message: `${status}, ${shown(message)}`,
  };
}

/** A request that block 2 gets. */
export function reportExplanation(
  request: Request,
  explanation: Explanation,
  { program, site }: LoadedManifest,
): ExplainReport {
  const { status, code = null, message, allow = [], taker, input, problems = [] } = explanation;
  const { routes: declared } = site;
  const groups = explanation.groups.flatMap((name) => site.groups.find((group) => group.name === name) ?? []);
  const route = taker && declared.get(taker.route.name);
  const { method, target, path } = request;
  const { logs } = program;
  const { secrets } = logs;
  const shownPath = hideInUrl(secrets, path);
  const shown = withoutSecrets(logs, { request, route: undefined });
  return {
    ...NOTHING,
    method,
    target: redactTarget(secrets, target),
    ...{ status, code, allow, problems },
    path: shownPath,
    segments: shownPath === path ? explanation.segments : (decodePath(shownPath) ?? []),
    query: [...request.query].map(([name, value]) => [
      name,
      isSecretField(secrets?.query ?? [], name) ? REDACTED : value,
    ]),
    message: shown(input === undefined ? `${status}, ${message}` : message),
    groups: groups.map(reportGroup),
    checks: route === undefined ? [] : reportChecks(groups, route),
    preflight: explanation.preflight ?? null,
    nearMisses: explanation.nearMisses.map((miss) => reportMiss(miss, declared, shown)),
    ...(taker && { route: reportRoute(taker.route, taker.path, declared) }),
    ...(taker && input && reportInput(taker.route, input)),
  };
}

const NOTHING = {
  ok: false,
  code: null,
  path: null,
  segments: [],
  query: [],
  groups: [],
  route: null,
  checks: [],
  input: null,
  needs: { headers: [], cookies: [], body: false },
  files: [],
  problems: [],
  preflight: null,
  allow: [],
  nearMisses: [],
} as const;

/** Of a route that answers. */
function reportInput(
  route: Route,
  { params, query }: NonNullable<Explanation['input']>,
): Pick<ExplainReport, 'ok' | 'input' | 'needs' | 'files'> {
  return {
    ok: true,
    input: { params: withoutSecret(route.params, params), query: withoutSecret(route.query, query) },
    needs: needsOf(route),
    files: reportFiles(route),
  };
}

function withoutSecret(parameters: readonly Parameter[], values: InputValues): object {
  const secret = hiddenNames(parameters);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, secret.has(name) ? REDACTED : value]));
}

function needsOf({ headers, cookies, body }: Route): ExplainReport['needs'] {
  const required = (parameters: Route['headers']) => parameters.filter((one) => one.required).map(({ name }) => name);
  return { headers: required(headers), cookies: required(cookies), body: body !== undefined };
}

function reportRoute(route: Route, path: readonly PathSegment[], declared: Declared): RouteReport {
  const { name } = route;
  const written = declared.get(name);
  const at = written?.at.key;
  const answeredBy = written === undefined ? '' : describeAnswer(written.answer).words;
  return { name, path: pathText(path), answeredBy, file: at?.file ?? null, line: at?.line ?? null };
}

function reportMiss(
  { route, path, methods, differences }: NearMiss,
  declared: Declared,
  shown: (text: string) => string,
): NearMissReport {
  return { ...reportRoute(route, path, declared), methods, reasons: describeDifferences(differences).map(shown) };
}
