import type { PathSegment } from '../../contract/program.ts';
import type { ParameterShape, RedirectShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import { nameHint } from '../nearest-name.ts';
import { parameterNames } from '../parse-path.ts';
import { fillPath } from '../redirect-location.ts';
import { resolveParameter } from '../resolve-schema.ts';
import { type LintInput, routesOf } from './lint-input.ts';
import type { LintedPath, LintedPaths } from './lint-paths.ts';

/** Faults: bad-redirect, unknown-route, redirect-parameters. */
export function lintRedirects(input: LintInput, paths: LintedPaths): void {
  for (const [name, { redirect }] of routesOf(input)) {
    if (redirect === undefined) continue;
    if ((redirect.route === undefined) === (redirect.url === undefined)) lintChoice(input, name, redirect);
    else if (redirect.url !== undefined) {
      if (lintUrl(input, name, redirect.url) && leadsBack(redirect.url, paths.get(name) ?? []))
        lintLoop(input, name, 'url');
    } else if (redirect.route !== undefined) lintRoute(input, paths, { name, redirect, target: redirect.route });
  }
}

function lintChoice({ located, damage, findings }: LintInput, name: string, redirect: RedirectShape): void {
  const both = redirect.route !== undefined;
  if (!both && damage.touches(['routes', name, 'redirect'], ['route', 'url'])) return;
  findings.add({
    code: 'bad-redirect',
    at: located.keyAt(['routes', name, 'redirect', ...(both ? ['url'] : [])]),
    message: both ? 'Cannot redirect to a route and to a URL' : 'Cannot redirect without a target',
    hint: both ? 'keep "route" or "url"' : 'add "route" or "url"',
  });
}

/** Whether a URL, that could be read, is a path that the route itself answers: without parameters, since others may come before it there. */
function leadsBack(url: string, own: readonly LintedPath[]): boolean {
  const [path = ''] = url.split(/[?#]/);
  return own.some(({ segments }) => {
    if (segments.some(({ kind }) => kind !== 'literal')) return false;
    const filled = fillPath(segments, {});
    return filled.kind === 'location' && filled.location === path;
  });
}

/** A route that takes what follows its own redirect leads there again and again; another one may be there for another method. */
function lintLoop({ manifest, located, findings }: LintInput, name: string, key: 'url' | 'route'): boolean {
  const { methods = DEFAULT_ROUTE_METHODS, redirect } = manifest.routes?.[name] ?? {};
  if (redirect === undefined || !methods.some((method) => methods.includes(methodAfter(method, redirect))))
    return false;
  const at = located.valueAt(['routes', name, 'redirect', key]);
  const message = `Cannot redirect the route "${name}" to itself`;
  findings.add({ code: 'bad-redirect', at, severity: 'warning', message, hint: 'clients would go round in a circle' });
  return true;
}

/** What clients ask with when they follow: RFC 9110 §15.4, and what they made of it (Fetch §4.4). */
function methodAfter(method: string, { status = 302 }: RedirectShape): string {
  if (method === 'HEAD' || method === 'GET') return 'GET';
  if (status === 303) return 'GET';
  return (status === 301 || status === 302) && method === 'POST' ? 'GET' : method;
}

/** Whether the target takes what follows. */
function lintMethod(
  { manifest, located, damage, findings }: LintInput,
  { name, redirect, target }: Redirection,
): boolean {
  if (damage.touches(['routes', target], ['methods']) || damage.touches(['routes', name], ['methods'])) return true;
  const taken = manifest.routes?.[target]?.methods ?? DEFAULT_ROUTE_METHODS;
  const own = manifest.routes?.[name]?.methods ?? DEFAULT_ROUTE_METHODS;
  // The server itself answers OPTIONS everywhere.
  const isTaken = (method: string) =>
    taken.includes(methodAfter(method, redirect)) || (method === 'HEAD' && taken.includes(method));
  const lost = own.find((method) => method !== 'OPTIONS' && !isTaken(method));
  if (lost === undefined) return true;
  const after = methodAfter(lost, redirect);
  const status = redirect.status ?? 302;
  findings.add({
    code: 'bad-redirect',
    at: located.valueAt(['routes', name, 'redirect', 'route']),
    severity: 'warning',
    message: `Cannot redirect to "${target}": it does not take ${after}, with which clients follow`,
    hint:
      after === lost
        ? `a ${lost} stays one after ${status}${taken.includes('GET') ? '; 303 makes a GET of it' : ''}`
        : `a ${lost} becomes a ${after} after ${status}${taken.includes(lost) && target !== name ? `; 307 and 308 keep it` : ''}`,
    related: [{ ...located.keyAt(['routes', target]), message: 'that route is here' }],
  });
  return false;
}

/** Whether nothing is wrong with it. */
function lintUrl({ located, findings }: LintInput, name: string, url: string): boolean {
  if (/^\/[/\\]/.test(url)) {
    // RFC 3986 §4.2; clients read a backslash as a slash (WHATWG URL §4.4).
    const at = located.valueAt(['routes', name, 'redirect', 'url']);
    const hint = `clients take what follows "${url.slice(0, 2)}" for a host: begin with one slash, or with "https://"`;
    findings.add({ code: 'bad-redirect', at, message: `Cannot redirect to the URL "${url}"`, hint });
    return false;
  }
  const readable = /^[\x21-\x7e]+$/.test(url);
  if (readable && /^(?:\/|https?:\/\/)/i.test(url) && URL.canParse(url, 'http://localhost')) return true;
  const encoded = encodeURI(url.replace(/\p{Cs}/gu, '\uFFFD'));
  findings.add({
    code: 'bad-redirect',
    at: located.valueAt(['routes', name, 'redirect', 'url']),
    message: `Cannot redirect to the URL "${url}"`,
    hint: readable ? 'it must begin with "/", "http://" or "https://"' : `percent-encode it: "${encoded}"`,
  });
  return false;
}

interface Redirection {
  readonly name: string;
  readonly redirect: RedirectShape;
  readonly target: string;
}

function lintRoute(input: LintInput, paths: LintedPaths, redirection: Redirection): void {
  const { manifest, located, damage, findings } = input;
  const { name, target } = redirection;
  const route = manifest.routes?.[target];
  if (route === undefined) {
    if (damage.touches(['routes'], [target])) return;
    const at = located.valueAt(['routes', name, 'redirect', 'route']);
    const hint = () => nameHint(target, Object.keys(manifest.routes ?? {}));
    findings.add({ code: 'unknown-route', at, message: `Unknown route "${target}"`, hint });
    return;
  }
  if (target === name && lintLoop(input, name, 'route')) return;
  if (!lintMethod(input, redirection)) return;
  if (redirection.redirect.params === undefined && damage.touches(['routes', name, 'redirect'], ['params'])) return;
  const segments = paths.get(target)?.[0]?.segments;
  if (segments === undefined || damage.touches(['routes', target], ['path', 'params'])) return;
  const faults = parameterFaults(input, redirection, { segments, schemas: route.params ?? {} });
  for (const { parameter, message, hint } of faults) {
    const path = ['routes', name, 'redirect'];
    const at = located.valueAt([...path, 'params', parameter]);
    const missing = redirection.redirect.params?.[parameter] === undefined;
    findings.add({ code: 'redirect-parameters', at: missing ? located.keyAt(path) : at, message, hint });
  }
}

interface ParameterFault {
  readonly parameter: string;
  readonly message: string;
  readonly hint: string | undefined;
}

interface TargetPath {
  readonly segments: readonly PathSegment[];
  readonly schemas: ShapeMap<ParameterShape>;
}

function parameterFaults(
  { rules, manifest }: LintInput,
  { redirect, target }: Redirection,
  { segments, schemas }: TargetPath,
): readonly ParameterFault[] {
  const given = redirect.params ?? {};
  const wanted = parameterNames(segments);
  const faults: ParameterFault[] = [];
  for (const parameter of Object.keys(given).filter((key) => !wanted.includes(key))) {
    const message = `Unknown parameter "${parameter}" of the route "${target}"`;
    faults.push({ parameter, message, hint: nameHint(parameter, wanted) });
  }
  for (const parameter of wanted) {
    const value = given[parameter];
    const declared = schemas[parameter];
    const schema = declared === undefined ? undefined : resolveParameter(declared, manifest.schemas ?? {});
    if (value === undefined) {
      const message = `Cannot redirect to "${target}" without the parameter "${parameter}"`;
      faults.push({ parameter, message, hint: 'add it to "params"' });
    } else if (schema !== undefined) {
      const rule = rules.compile(schema)(schema.type === 'string' ? String(value) : value);
      const message = `Cannot use "${value}" as "${parameter}" of the route "${target}"`;
      if (rule !== undefined) faults.push({ parameter, message, hint: `it ${rule}` });
    }
  }
  if (faults.length > 0) return faults;
  const filled = fillPath(segments, given);
  if (filled.kind === 'location') return [];
  const { parameter, reason } = filled;
  return [{ parameter, message: `Cannot use "${given[parameter]}" in the path of "${target}"`, hint: reason }];
}
