import type { NamedSchemas, Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';

/** The stack has room for at least twice as many levels of schemas, whatever these say. */
const LEVELS_SURE = 200;

/**
 * Fault: too-deep. A rule is compiled recursively: schemas that lead into each other over hundreds of levels are tried, the deepest first,
 * and where the stack has no room for them, nothing else can be looked at.
 */
export function lintDepth({ site, rules, findings }: LintInput): 'fine' | 'too-deep' {
  const { schemas } = site;
  const deep = [...levelsOf(schemas)].filter(([, levels]) => levels > LEVELS_SURE).sort(([, a], [, b]) => b - a);
  for (const [name, levels] of deep) {
    const schema = schemas.get(name);
    if (schema === undefined || rules.fits(schema)) continue;
    findings.add({
      code: 'too-deep',
      at: site.at.in('schemas', name).value,
      message: `Schemas are nested too deeply: ${levels} levels from "${name}" on, each in the one before it`,
      hint: 'let one schema hold several of them next to each other',
    });
    return 'too-deep';
  }
  return 'fine';
}

/** From one named schema to another. */
interface Step {
  readonly to: string;
  /** How many schemas deep it is written, and one for the step. */
  readonly levels: number;
}

/** How many levels are below each name, without those that lead back. Without recursion, since a chain can be as long as the manifest. */
function levelsOf(schemas: NamedSchemas): ReadonlyMap<string, number> {
  const levelsBelow = new Map<string, number>();
  const begun = new Set<string>();
  for (const start of schemas.keys()) {
    const trail = begun.has(start) ? [] : [begin(start)];
    for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
      const step = last.pending.pop();
      if (step !== undefined) {
        if (!begun.has(step.to)) trail.push(begin(step.to));
        continue;
      }
      const below = last.steps.map(({ to, levels }) => levels + (levelsBelow.get(to) ?? 0));
      levelsBelow.set(last.name, Math.max(0, ...below));
      trail.pop();
    }
  }
  return levelsBelow;

  function begin(name: string) {
    begun.add(name);
    const schema = schemas.get(name);
    const steps = schema === undefined ? [] : [...stepsFrom(schema, 1)];
    return { name, steps, pending: [...steps] };
  }
}

function* stepsFrom(schema: Schema, levels: number): Generator<Step> {
  if (schema.referred !== undefined) yield { to: schema.referred, levels };
  for (const part of schema.parts) yield* stepsFrom(part.schema, levels + 1);
}
