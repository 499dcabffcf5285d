import { recordOf } from '../../1-read/is-record.ts';
import { MeantNames } from '../../findings/nearest-name.ts';
import { isFromFile, referredName } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';

/** Warns of schemas that no route reaches: unused-schema. What a misspelt name may mean counts as used. */
export function lintUnusedSchemas({ site, findings }: LintInput): void {
  const names = [...site.schemas.keys()].filter((name) => !isFromFile(name));
  if (names.length === 0) return;
  // As it is written: a $ref in a wrong place is a use as well.
  const { routes, schemas: written } = recordOf(site.at.asWritten);
  const meant = new MeantNames(names);
  const used = new Set<string>();
  const pending = [...namesIn(routes)];
  for (let found = pending.pop(); found !== undefined; found = pending.pop()) {
    const name = isFromFile(found) ? found : meant.meantBy(found);
    if (name === undefined || used.has(name)) continue;
    used.add(name);
    for (const inside of namesIn(recordOf(written)[name])) pending.push(inside);
  }
  if (meant.gaveUp) return;
  for (const name of names.filter((each) => !used.has(each))) {
    const message = `Schema "${name}" is never used`;
    const hint = `name it in a route by $ref: '#/schemas/${name}', or remove it`;
    const at = site.at.in('schemas', name).key;
    findings.add({ code: 'unused-schema', at, message, hint });
  }
}

function* namesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === '$ref' && typeof child === 'string') {
      yield referredName(child);
      // What is inside a schema of the manifest is a use of that one.
      const around = /#\/schemas\/([^/]+)\//.exec(child)?.[1];
      if (around !== undefined) yield around;
    } else yield* namesIn(child);
  }
}
