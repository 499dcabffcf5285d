import type { Parameter, PathSegment, Program, Route } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import { hiddenNames } from '../../engine/2-process-request/input/form-texts.ts';
import type { InputValues } from '../../engine/2-process-request/input/read-input.ts';
import type { Explanation, NearMiss, Preflight, Verdict } from '../../engine/2-process-request/near/explain-match.ts';
import { describeDifferences, pathText } from '../../engine/2-process-request/near/path-differences.ts';
import { redactTarget, withoutSecrets } from '../../engine/4-make-log/redact.ts';
import { REDACTED } from '../../engine/hide-spans.ts';
import { hideInUrl } from '../../engine/secret-parts.ts';
import { decodePath } from '../../http/percent-coding.ts';
import { isSecretField } from '../../http/secret-names.ts';
import { wordList } from '../../http/word-list.ts';
import { describeAnswer } from '../../manifest/3-resolve/describe-answer.ts';
import type { SoundSite } from '../../manifest/3-resolve/sound-site.ts';
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

/** What a report needs besides. Nothing secret in the request is part of a report. */
interface Known {
  readonly program: Program;
  readonly site: SoundSite;
}

/** A request that block 1 refuses. */
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
export function reportExplanation(request: Request, explanation: Explanation, { program, site }: Known): ExplainReport {
  const { verdict, segments, nearMisses, preflight = null } = explanation;
  const { routes: declared } = site;
  const groups = explanation.groups.flatMap((name) => site.groups.find((group) => group.name === name) ?? []);
  const route = 'route' in verdict ? declared.get(verdict.route.name) : undefined;
  const { method, target, path } = request;
  const { logs } = program;
  const { secrets } = logs;
  const shownPath = hideInUrl(secrets, path);
  const shown = withoutSecrets(logs, { request, route: undefined });
  const report = reportVerdict(verdict, method, declared);
  return {
    ...NOTHING,
    method,
    target: redactTarget(secrets, target),
    path: shownPath,
    segments: shownPath === path ? segments : (decodePath(shownPath) ?? []),
    query: [...request.query].map(([name, value]) => [
      name,
      isSecretField(secrets?.query ?? [], name) ? REDACTED : value,
    ]),
    ...report,
    message: shown(report.message),
    groups: groups.map(reportGroup),
    checks: route === undefined ? [] : reportChecks(groups, route),
    preflight,
    nearMisses: nearMisses.map((miss) => reportMiss(miss, declared, shown)),
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

type VerdictReport = Pick<ExplainReport, 'status' | 'message'> & Partial<ExplainReport>;

function reportVerdict(verdict: Verdict, method: string, declared: Declared): VerdictReport {
  switch (verdict.kind) {
    case 'answers': {
      const { route, path, params, query } = verdict;
      return {
        ok: true,
        status: route.response.status,
        message: `the route "${route.name}" answers`,
        route: reportRoute(route, path, declared),
        input: { params: withoutSecret(route.params, params), query: withoutSecret(route.query, query) },
        needs: needsOf(route),
        files: reportFiles(route),
      };
    }
    case 'bad-input': {
      const { route, path, problems } = verdict;
      return {
        status: 400,
        code: 'bad-parameter',
        message: `400, the route "${route.name}" does not take this input`,
        route: reportRoute(route, path, declared),
        problems: problems.map(({ cause }) => cause),
      };
    }
    case 'not-found':
      return { status: 404, code: 'route-not-found', message: '404, no route has this path' };
    case 'other-slash':
      return { status: 308, message: `308, a route has the path ${verdict.location}` };
    case 'method-not-allowed': {
      const { allow } = verdict;
      const message = `405, this path takes ${wordList(allow, 'and')} only`;
      return { status: 405, code: 'method-not-allowed', message, allow };
    }
    case 'method-not-implemented': {
      const { methods } = verdict;
      const capitals = methods.includes(method.toUpperCase()) ? ' (capitals count)' : '';
      const message = `501, this server takes ${wordList(methods, 'and')} only${capitals}`;
      return { status: 501, code: 'method-not-implemented', message, allow: methods };
    }
    case 'malformed': {
      const message = `400, segment ${verdict.segment} of the path, "${verdict.text}", does not decode to UTF-8 text`;
      return { status: 400, code: 'malformed-path', message };
    }
    case 'malformed-query': {
      const { route, path, pair } = verdict;
      const message = `400, "${pair}" in the query does not decode to UTF-8 text`;
      return { status: 400, code: 'malformed-query', message, route: reportRoute(route, path, declared) };
    }
    case 'path-options': {
      const { allow } = verdict;
      return { status: 204, message: `204, this path takes ${wordList(allow, 'and')}`, allow };
    }
    case 'server-options':
      return { status: 204, message: '204, this asks about the server as a whole', allow: verdict.methods };
  }
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
