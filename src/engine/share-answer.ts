import type { Answer } from '../contract/answer.ts';
import type { OpenCors } from '../contract/cors.ts';
import type { GroupGates } from '../contract/gates.ts';
import type { PathEnd, Program, Route } from '../contract/program.ts';
import type { FieldLine, RequestHead } from '../contract/request.ts';
import { mergeFields, varyingBy } from '../http/merge-fields.ts';

/**
 * What pages of other origins can do with the answers of a path; undefined: nothing. `place`: the route that answers, or that has the
 * path. One that takes nothing of other origins shows them nothing either.
 */
export function corsOf(
  { cors }: Program,
  groups: GroupGates | undefined,
  place: Route | undefined,
): OpenCors | undefined {
  const rule = place?.sameOrigin === true ? undefined : (place?.cors ?? groups?.cors ?? cors);
  return rule?.kind === 'open' ? rule : undefined;
}

/** The fields of an answer, with those by which a page of this origin can read it. What the answer says of that itself counts. */
export function sharedFields(
  lines: readonly FieldLine[],
  { cors, origin }: { readonly cors: OpenCors; readonly origin: string | undefined },
): readonly FieldLine[] {
  return varyingBy('Origin', mergeFields(grants(cors, origin), lines));
}

function grants(cors: OpenCors, origin: string | undefined): readonly FieldLine[] {
  const { credentials, expose } = cors;
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return [];
  return [
    ['Access-Control-Allow-Origin', allowed],
    ...(credentials ? ([['Access-Control-Allow-Credentials', 'true']] as const) : []),
    ...(expose.length === 0 ? [] : ([['Access-Control-Expose-Headers', expose.join(', ')]] as const)),
  ];
}

/** Compared as text: browsers write an origin in one way, and `null` is the origin of any page that hides its own. */
function allowedOrigin({ origins }: OpenCors, origin: string | undefined): string | undefined {
  if (origins.has('*')) return '*';
  return origin !== undefined && origins.has(origin) ? origin : undefined;
}

/** Whether a browser asks what a page can send: for this, its requests have exactly these fields. */
export function isPreflight({ method, headers }: Pick<RequestHead, 'method' | 'headers'>): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
}

/** The route that stands for a path: for a preflight that of the method that will follow, if there is one, else its first one. */
export function placeOf({ byMethod, first }: PathEnd, head: Pick<RequestHead, 'method' | 'headers'>): Route {
  if (!isPreflight(head)) return first;
  return byMethod.get(head.headers.get('access-control-request-method') ?? '')?.route ?? first;
}

/** The answer to a preflight: the methods of the path that are open to these pages. `sharedFields` adds whether the origin can. */
export function preflightAnswer(
  cors: OpenCors,
  { end, head, corsOfRoute }: { readonly end: PathEnd; readonly head: RequestHead; corsOfRoute(route: Route): unknown },
): Answer {
  const allow = ['Allow', end.allow.join(', ')] as const;
  if (allowedOrigin(cors, head.headers.get('origin')) === undefined) {
    return { kind: 'empty', head: { status: 204, headers: [allow], cookies: [] } };
  }
  const open = end.allow.flatMap((method) => {
    const route = end.byMethod.get(method)?.route;
    return route !== undefined && corsOfRoute(route) !== undefined ? [{ method, route }] : [];
  });
  const methods = open.map(({ method }) => method);
  const takesBody = open.some(({ route }) => route.body !== undefined);
  const names = [...new Set([...(takesBody ? ['Content-Type'] : []), ...cors.headers])];
  const headers: readonly FieldLine[] = [
    allow,
    ['Access-Control-Allow-Methods', methods.join(', ')],
    ...(names.length === 0 ? [] : ([['Access-Control-Allow-Headers', names.join(', ')]] as const)),
    ...(cors.maxAgeSeconds === undefined ? [] : ([['Access-Control-Max-Age', String(cors.maxAgeSeconds)]] as const)),
  ];
  return { kind: 'empty', head: { status: 204, headers, cookies: [] } };
}
