import { parameterNames } from '../../3-resolve/parse-path.ts';
import type { BadPath, RoutePath, SiteRoute } from '../../3-resolve/site.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: bad-path, alias-parameters, parameter-without-schema, schema-without-parameter. */
export function lintPaths(input: LintInput): void {
  for (const route of input.site.routes.values()) {
    const { path: own, paths, badPaths } = route;
    for (const bad of badPaths) addBadPath(input, bad);
    if (own === undefined) continue;
    for (const alias of paths) if (alias !== own) lintAlias(input, own, alias);
    lintSchemas(input, route, own);
  }
}

/** A path that cannot be read, of a route or of a group. */
export function addBadPath({ findings }: LintInput, { text, at, start, length, reason }: BadPath): void {
  const message = `Invalid path "${text}"`;
  findings.add({ code: 'bad-path', at: at.part(start, length), message, hint: reason });
}

function lintAlias({ findings }: LintInput, own: RoutePath, alias: RoutePath): void {
  const wanted = parameterNames(own.segments).toSorted();
  const given = parameterNames(alias.segments).toSorted();
  if (wanted.join() === given.join()) return;
  const hint =
    wanted.length === 0 ? 'the path has no parameters' : `it must have ${wanted.join(', ')}, as the path has`;
  findings.add({
    code: 'alias-parameters',
    at: alias.at.value,
    message: `The alias has ${given.length === 0 ? 'no parameters' : `the parameters "${given.join(', ')}"`}`,
    hint,
    related: [{ ...own.at.value, message: 'the path is here' }],
  });
}

function lintSchemas({ findings }: LintInput, { at, parameters, words }: SiteRoute, own: RoutePath): void {
  if (!words.has('params') && at.lost('params')) return;
  const inPath = parameterNames(own.segments);
  const declared = parameters.params.map(({ name }) => name);
  for (const parameter of inPath) {
    if (declared.includes(parameter) || at.in('params').lost(parameter)) continue;
    const start = own.text.search(new RegExp(`\\{${parameter}[.}]`));
    findings.add({
      code: 'parameter-without-schema',
      at: own.at.part(start, parameter.length + 2),
      message: `The parameter "${parameter}" of the path has no schema`,
      hint: `add params: { ${parameter}: { type: string } }`,
    });
  }
  for (const { name, at: place } of parameters.params) {
    if (inPath.includes(name) || at.in('params').lost(name)) continue;
    const message = `Unknown parameter "${name}": it is not in the path`;
    findings.add({ code: 'schema-without-parameter', at: place.key, message, hint: nameHint(name, inPath) });
  }
}
