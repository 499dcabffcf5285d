import { dirname, resolve } from 'node:path';
import { recordOf } from '../../1-read/is-record.ts';
import { MeantNames } from '../../findings/nearest-name.ts';
import { isJoined, lastName, referencesIn, referredName } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Warns of schemas, and of those in `$defs` of the manifest, that no route reaches: unused-schema. What a misspelt name may mean counts
 * as used.
 */
export function lintUnusedSchemas(input: LintInput): void {
  const { site, findings } = input;
  const names = [...site.schemas.keys()].filter((name) => !isJoined(name));
  const defined = [...site.schemas.keys()].filter((name) => isDefinition(name, site.file));
  if (names.length + defined.length === 0) return;
  const { used, gaveUp, mayMeanParts } = usedNames(input, names);
  if (gaveUp) return;
  for (const name of names.filter((each) => !used.has(each))) {
    const message = `Schema "${name}" is never used`;
    const hint = `name it in a route by $ref: '#/schemas/${name}', or remove it`;
    const at = site.at.in('schemas', name).key;
    findings.add({ code: 'unused-schema', at, message, hint });
  }
  if (mayMeanParts) return;
  for (const name of defined) {
    // It goes with what it is in.
    if (used.has(name) || placesAround(name).some((around) => site.schemas.has(around) && !used.has(around))) continue;
    const message = `Schema "${lastName(name)}" in "$defs" is never used`;
    findings.add({ code: 'unused-schema', at: site.at.in('schemas', name).key, message, hint: 'remove it' });
  }
}

/** Whether it joined the schemas as one of the manifest's own `$defs`, used or not. Others do since something names them. */
function isDefinition(name: string, file: string): boolean {
  if (!/\/\$defs\/[^/]+$/.test(name)) return false;
  return resolve(dirname(file), name.slice(0, name.indexOf('#'))) === resolve(file);
}

interface UsedNames {
  readonly used: ReadonlySet<string>;
  /** There are too many unknown names to guess what they mean. */
  readonly gaveUp: boolean;
  /** There is an unknown name of what is inside a schema. */
  readonly mayMeanParts: boolean;
}

function usedNames({ site }: LintInput, names: readonly string[]): UsedNames {
  // As it is written: a $ref in a wrong place is a use as well.
  const { routes, schemas: written } = recordOf(site.at.asWritten);
  const meant = new MeantNames(names);
  const used = new Set<string>();
  let mayMeanParts = false;
  const pending = [...referencesIn(routes)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const found = referredName(next);
    if (/[#/]/.test(found) && !site.schemas.has(found)) mayMeanParts = true;
    const name = isJoined(found) ? found : meant.meantBy(found);
    // What is inside a schema is a use of that one.
    const around = placesAround(next).filter((each) => site.schemas.has(each));
    for (const each of name === undefined ? around : [name, ...around]) {
      if (used.has(each)) continue;
      used.add(each);
      for (const inside of referencesIn(recordOf(written)[each])) pending.push(inside);
    }
  }
  return { used, gaveUp: meant.gaveUp, mayMeanParts };
}

/** The names that schemas around what a reference leads to can have. */
function placesAround(reference: string): readonly string[] {
  const [, own] = /#\/schemas\/([^/]+)\//.exec(reference) ?? [];
  const ends = [...reference.matchAll(/\/\$defs\/[^/]+(?=\/)/g)].map(({ index, 0: { length } }) => index + length);
  return [...(own === undefined ? [] : [own]), ...ends.map((end) => reference.slice(0, end))];
}
