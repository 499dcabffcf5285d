import { reached } from '../../collections/reached.ts';
import { SAME_VALUE, type Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';

/** Each calls the next while a value is judged: the stack has room for several times as many. */
const SAME_VALUE_MAX = 200;

/**
 * Fault: too-deep. Schemas that judge the same value call each other, and some lints follow them likewise; what judges a value inside
 * another one is no deeper than the value.
 */
export function lintDepth({ site, findings }: LintInput): 'fine' | 'too-deep' {
  const names = [...site.schemas].flatMap(([name, { meant }]) => (meant === undefined ? [] : [{ name, meant }]));
  const deep = deepSchemas(names.map(({ meant }) => meant));
  const inside = new Set([...deep].flatMap(nextOf));
  const found = names.filter(({ meant }) => deep.has(meant));
  const first = found.find(({ meant }) => !inside.has(meant)) ?? found[0];
  if (first === undefined) return 'fine';
  findings.add({
    code: 'too-deep',
    at: site.at.in('schemas', first.name).value,
    message: `Schemas are nested too deeply: from "${first.name}" on, more than ${SAME_VALUE_MAX} of them judge the same value`,
    hint: 'let one schema hold several of them next to each other',
  });
  return 'too-deep';
}

/** Those from which more than so many others follow each other. Those that lead into a circle are another mistake, unless they are as many. */
function deepSchemas(roots: readonly Schema[]): ReadonlySet<Schema> {
  const left = new Map([...reached(roots, nextOf)].map((schema) => [schema, nextOf(schema)]));
  for (let level = 0; level < SAME_VALUE_MAX; level++) {
    const ends = [...left].filter(([, all]) => !all.some((next) => left.has(next)));
    if (ends.length === 0) return left.size > SAME_VALUE_MAX ? new Set(left.keys()) : new Set();
    for (const [schema] of ends) left.delete(schema);
  }
  return new Set(left.keys());
}

/** The schemas that judge the same value next. */
function nextOf({ target, parts }: Schema): readonly Schema[] {
  const inside = parts.filter(({ keyword }) => SAME_VALUE.has(keyword)).map(({ schema }) => schema);
  return (target === undefined ? inside : [target, ...inside]).flatMap(({ meant }) => meant ?? []);
}
