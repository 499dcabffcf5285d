import type { PathSegment } from '../../contract/program.ts';
import type { ParameterShape, RedirectShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { nameHint } from '../nearest-name.ts';
import { parameterNames } from '../parse-path.ts';
import { fillPath } from '../redirect-location.ts';
import { resolveParameter } from '../resolve-schema.ts';
import { type LintInput, routesOf } from './lint-input.ts';
import type { LintedPaths } from './lint-paths.ts';

/** Faults: bad-redirect, unknown-route, redirect-parameters. */
export function lintRedirects(input: LintInput, paths: LintedPaths): void {
  for (const [name, { redirect }] of routesOf(input)) {
    if (redirect === undefined) continue;
    if ((redirect.route === undefined) === (redirect.url === undefined)) lintChoice(input, name, redirect);
    else if (redirect.url !== undefined) lintUrl(input, name, redirect.url);
    else if (redirect.route !== undefined) lintRoute(input, paths, { name, redirect, target: redirect.route });
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

function lintUrl({ located, findings }: LintInput, name: string, url: string): void {
  if (/^\/[/\\]/.test(url)) {
    // RFC 3986 §4.2; clients read a backslash as a slash (WHATWG URL §4.4).
    const at = located.valueAt(['routes', name, 'redirect', 'url']);
    const hint = `clients take what follows "${url.slice(0, 2)}" for a host: begin with one slash, or with "https://"`;
    findings.add({ code: 'bad-redirect', at, message: `Cannot redirect to the URL "${url}"`, hint });
    return;
  }
  const readable = /^[\x21-\x7e]+$/.test(url);
  if (readable && /^(?:\/|https?:\/\/)/i.test(url) && URL.canParse(url, 'http://localhost')) return;
  const encoded = encodeURI(url.replace(/\p{Cs}/gu, '\uFFFD'));
  findings.add({
    code: 'bad-redirect',
    at: located.valueAt(['routes', name, 'redirect', 'url']),
    message: `Cannot redirect to the URL "${url}"`,
    hint: readable ? 'it must begin with "/", "http://" or "https://"' : `percent-encode it: "${encoded}"`,
  });
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
