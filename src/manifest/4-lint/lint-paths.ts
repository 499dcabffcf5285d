import type { PathSegment } from '../../contract/program.ts';
import type { KeyPath } from '../1-read/located-manifest.ts';
import type { RouteShape } from '../2-validate/manifest-shape.ts';
import { nameHint } from '../nearest-name.ts';
import { parameterNames, parsePath } from '../parse-path.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** A path that could be read, and where it stands. */
export interface LintedPath {
  readonly segments: readonly PathSegment[];
  readonly at: KeyPath;
}

/** By the name of the route; its own path first. */
export type LintedPaths = ReadonlyMap<string, readonly LintedPath[]>;

/** Faults: bad-path, alias-parameters, parameter-without-schema, schema-without-parameter. */
export function lintPaths(input: LintInput): LintedPaths {
  const paths = new Map<string, readonly LintedPath[]>();
  for (const [name, route] of routesOf(input)) {
    const own = route.path === undefined ? undefined : lintPath(input, route.path, ['routes', name, 'path']);
    const aliases = (route.aliases ?? []).flatMap((alias, index) => {
      return lintPath(input, alias, ['routes', name, 'aliases', String(index)]) ?? [];
    });
    paths.set(name, own === undefined ? aliases : [own, ...aliases]);
    if (own === undefined) continue;
    for (const alias of aliases) lintAlias(input, own, alias);
    lintSchemas(input, { name, route, own });
  }
  return paths;
}

function lintPath({ located, findings }: LintInput, path: string, at: KeyPath): LintedPath | undefined {
  const parsed = parsePath(path);
  switch (parsed.kind) {
    case 'path':
      return { segments: parsed.segments, at };
    case 'fault': {
      const { start, length, reason } = parsed;
      const found = path.slice(start, start + length);
      const message = `Cannot use "${found}" in the path "${path}"`;
      findings.add({ code: 'bad-path', at: located.partAt(at, start, length), message, hint: reason });
      return undefined;
    }
  }
}

function lintAlias({ located, findings }: LintInput, own: LintedPath, alias: LintedPath): void {
  const wanted = parameterNames(own.segments).toSorted();
  const given = parameterNames(alias.segments).toSorted();
  if (wanted.join() === given.join()) return;
  const hint =
    wanted.length === 0 ? 'the path has no parameters' : `it must have ${wanted.join(', ')}, as the path has`;
  findings.add({
    code: 'alias-parameters',
    at: located.valueAt(alias.at),
    message: `Cannot use an alias with ${given.length === 0 ? 'no parameters' : `the parameters "${given.join(', ')}"`}`,
    hint,
    related: [{ ...located.valueAt(own.at), message: 'the path is here' }],
  });
}

interface OwnPath {
  readonly name: string;
  readonly route: RouteShape;
  readonly own: LintedPath;
}

function lintSchemas({ located, damage, findings }: LintInput, { name, route, own }: OwnPath): void {
  if (route.params === undefined && damage.touches(['routes', name], ['params'])) return;
  const inPath = parameterNames(own.segments);
  const declared = Object.keys(route.params ?? {}).filter((key) => !damage.touches(['routes', name, 'params'], [key]));
  for (const parameter of inPath) {
    if (declared.includes(parameter) || damage.touches(['routes', name, 'params'], [parameter])) continue;
    const start = (route.path ?? '').search(new RegExp(`\\{${parameter}[.}]`));
    findings.add({
      code: 'parameter-without-schema',
      at: located.partAt(own.at, start, parameter.length + 2),
      message: `Cannot check the parameter "${parameter}" of the path: it has no schema`,
      hint: `add params: { ${parameter}: { type: string } }`,
    });
  }
  for (const parameter of declared.filter((key) => !inPath.includes(key))) {
    const at = located.keyAt(['routes', name, 'params', parameter]);
    const message = `Unknown parameter "${parameter}": the path has none of this name`;
    findings.add({ code: 'schema-without-parameter', at, message, hint: nameHint(parameter, inPath) });
  }
}
