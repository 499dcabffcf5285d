import { ImportNames } from './import-names.ts';
import { holdsSchemas, type ManifestDraft } from './manifest-draft.ts';
import type { OperationDraft } from './operation-draft.ts';
import type { Shape } from './translate-schema.ts';

const FILE = 'guards.mjs';

/** A guard for each security scheme, which refuses everyone until it is written. */
export function addGuards(draft: ManifestDraft, operations: readonly OperationDraft[]): ManifestDraft {
  const names = new ImportNames(/^[A-Za-z_][A-Za-z0-9_]*$/);
  const guards = new Map<string, string>();
  for (const { security } of operations)
    for (const scheme of security) if (!guards.has(scheme)) guards.set(scheme, names.take(scheme, 'guard'));
  if (guards.size === 0) return draft;
  const secured = new Map(
    operations.map(({ name, security }) => [name, security.flatMap((scheme) => guards.get(scheme) ?? [])]),
  );
  const files = [...draft.files].map(([file, value]) => {
    if (holdsSchemas(file)) return [file, value] as const;
    const routes = Object.entries(value['routes'] as Record<string, Shape>).map(([name, route]) => [
      name,
      guarded(route, secured.get(name) ?? []),
    ]);
    const handlers = file === 'routes.yaml' ? { handlers: `./${FILE}` } : {};
    const { version, info, ...rest } = value;
    const head = version === undefined ? {} : { version, info };
    return [file, { ...head, ...handlers, ...rest, routes: Object.fromEntries(routes) }] as const;
  });
  return { ...draft, files: new Map(files), once: new Map([...draft.once, [FILE, moduleOf(guards)]]) };
}

/** Its examples are refused, too. */
function guarded(route: Shape, guards: readonly string[]): Shape {
  if (guards.length === 0) return route;
  const { examples, ...rest } = route;
  const refused = Object.entries((examples ?? {}) as Record<string, Shape>).map(([name, example]) => [
    name,
    { ...example, response: { status: 401 } },
  ]);
  return { ...rest, guards, ...(refused.length === 0 ? {} : { examples: Object.fromEntries(refused) }) };
}

function moduleOf(guards: ReadonlyMap<string, string>): string {
  const written = [...guards].map(
    ([scheme, name]) => `  /** ${scheme.replaceAll('*/', '')} */\n  ${name}: () => refuse(),\n`,
  );
  return `// Written once by velosiped import. A guard that returns nothing admits a request.
const refuse = () => new Response('This guard is not written yet\\n', { status: 401 });

export const handlers = {};

export const guards = {
${written.join('')}};
`;
}
