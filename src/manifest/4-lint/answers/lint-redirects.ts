import { wellFormed } from '../../../http/percent-coding.ts';
import { fillPath } from '../../3-resolve/fill-path.ts';
import { parameterNames } from '../../3-resolve/parse-path.ts';
import type { RoutePath, SiteRoute } from '../../3-resolve/site.ts';
import { answersOfKind, type RedirectAnswer, type RedirectTarget } from '../../3-resolve/site-answer.ts';
import type { Finding } from '../../findings/findings.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: bad-redirect, unknown-route, redirect-parameters. */
export function lintRedirects(input: LintInput): void {
  for (const route of input.site.routes.values()) {
    for (const answer of answersOfKind(route.answer, 'redirect')) lintRedirect(input, route, answer);
  }
}

function lintRedirect(input: LintInput, route: SiteRoute, redirect: RedirectAnswer): void {
  const { to, at } = redirect;
  const add = (finding: Pick<Finding, 'at' | 'message' | 'hint'>) =>
    input.findings.add({ code: 'bad-redirect', severity: 'error', ...finding });
  switch (to.kind) {
    case 'both':
      add({ at: at.in('url').key, message: 'The redirect has both a route and a URL', hint: 'keep "route" or "url"' });
      break;
    case 'none':
      if (at.lost('route', 'url')) return;
      add({ at: at.key, message: 'The redirect has no target', hint: 'add "route" or "url"' });
      break;
    case 'url': {
      const { text, at: place } = to.url;
      const fault = urlFault(text);
      if (fault !== undefined) add({ at: place.value, message: `Invalid URL "${text}"`, hint: fault });
      break;
    }
    case 'route':
      lintRoute(input, { route, redirect, to });
  }
}

/** What clients ask with when they follow: RFC 9110 §15.4, and what they made of it (Fetch §4.4). */
export function methodAfter(method: string, { status }: RedirectAnswer): string {
  if (method === 'HEAD' || method === 'GET') return 'GET';
  if (status === 303) return 'GET';
  return (status === 301 || status === 302) && method === 'POST' ? 'GET' : method;
}

interface Redirection {
  readonly route: SiteRoute;
  readonly redirect: RedirectAnswer;
  readonly to: Extract<RedirectTarget, { kind: 'route' }>;
}

/** Whether the target takes what follows. */
function lintMethod({ findings }: LintInput, { route, redirect, to }: Redirection, target: SiteRoute): boolean {
  if (target.at.lost('methods') || route.at.lost('methods')) return true;
  const { methods: taken, name } = target;
  // The server itself answers OPTIONS everywhere.
  const isTaken = (method: string) =>
    taken.includes(methodAfter(method, redirect)) || (method === 'HEAD' && taken.includes(method));
  const lost = route.methods.find((method) => method !== 'OPTIONS' && !isTaken(method));
  if (lost === undefined) return true;
  const after = methodAfter(lost, redirect);
  const { status } = redirect;
  findings.add({
    code: 'bad-redirect',
    at: to.route.at.value,
    severity: 'warning',
    message: `The route "${name}" does not take ${after}, with which clients follow the redirect`,
    hint:
      after === lost
        ? `a ${lost} stays one after ${status}${taken.includes('GET') ? '; 303 makes a GET of it' : ''}`
        : `a ${lost} becomes a ${after} after ${status}${taken.includes(lost) && target !== route ? `; 307 and 308 keep it` : ''}`,
    related: [{ ...target.at.key, message: 'that route is here' }],
  });
  return false;
}

/** What would be right; undefined where nothing is wrong. */
export function urlFault(url: string): string | undefined {
  // RFC 3986 §4.2; clients read a backslash as a slash (WHATWG URL §4.4).
  if (/^\/[/\\]/.test(url)) {
    return `clients take what follows "${url.slice(0, 2)}" for a host: begin with one slash, or with "https://"`;
  }
  if (!/^[\x21-\x7e]+$/.test(url)) return `percent-encode it: "${encodeURI(wellFormed(url))}"`;
  const isRight = /^(?:\/|https?:\/\/)/i.test(url) && URL.canParse(url, 'http://localhost');
  return isRight ? undefined : 'it must begin with "/", "http://" or "https://"';
}

function lintRoute(input: LintInput, redirection: Redirection): void {
  const { site, findings } = input;
  const { route, redirect, to } = redirection;
  const { text: name, at } = to.route;
  const target = site.routes.get(name);
  if (target === undefined) {
    if (site.at.in('routes').lost(name)) return;
    const hint = () => nameHint(name, site.routes.keys());
    findings.add({ code: 'unknown-route', at: at.value, message: `Unknown route "${name}"`, hint });
    return;
  }
  if (!lintMethod(input, redirection, target)) return;
  if (!route.words.has('redirect.params') && redirect.at.lost('params')) return;
  if (target.path === undefined || target.at.lost('path', 'params')) return;
  for (const { parameter, ...said } of parameterFaults(input, redirection, { ...target, path: target.path })) {
    const isMissing = to.params[parameter] === undefined;
    const place = isMissing ? redirect.at.key : redirect.at.in('params', parameter).value;
    findings.add({ code: 'redirect-parameters', at: place, ...said });
  }
}

interface ParameterFault {
  readonly parameter: string;
  readonly message: string;
  readonly hint: string | undefined;
}

function parameterFaults(
  { rules }: LintInput,
  { to: { params: given, taken } }: Redirection,
  { name: target, path, parameters }: SiteRoute & { readonly path: RoutePath },
): readonly ParameterFault[] {
  const wanted = parameterNames(path.segments);
  const faults: ParameterFault[] = [];
  for (const parameter of Object.keys(given).filter((key) => !wanted.includes(key))) {
    const message = `Unknown parameter "${parameter}" of the route "${target}"`;
    faults.push({ parameter, message, hint: nameHint(parameter, wanted) });
  }
  for (const parameter of wanted) {
    const value = given[parameter];
    const { schema, plain } = parameters.params.find(({ name }) => name === parameter) ?? {};
    if (value === undefined) {
      const message = `Missing parameter "${parameter}" of the route "${target}"`;
      faults.push({ parameter, message, hint: 'add it to "params"' });
    } else if (schema !== undefined && plain !== undefined && !taken.has(parameter)) {
      const rule = rules.compile(schema)(plain.type === 'string' ? String(value) : value);
      const message = `"${parameter}" of the route "${target}" cannot be "${value}"`;
      if (rule !== undefined) faults.push({ parameter, message, hint: `it ${rule}` });
    }
  }
  if (faults.length > 0) return faults;
  const filled = fillPath(path.segments, given);
  if (filled.kind === 'location') return [];
  const { parameter, reason } = filled;
  return [{ parameter, message: `"${given[parameter]}" cannot be in the path of "${target}"`, hint: reason }];
}
