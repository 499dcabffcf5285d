import type { Spot } from '../../2-validate/spot.ts';
import type { Site } from '../../3-resolve/site.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import { isJoined, type PlacedSchema, SAME_VALUE, type Schema } from '../../schemas/schema.ts';
import { findCircles, fromFirst } from '../find-circles.ts';
import type { LintInput } from '../lint-input.ts';
import { parametersOf, placedSchemas } from './placed-schemas.ts';

/** Faults: unknown-schema, circular-schema. A schema that refers to itself counts as damaged. */
export function lintReferences(input: LintInput): void {
  const { site } = input;
  for (const placed of [...placedSchemas(site), ...parametersOf(site)]) lintReference(input, placed);
  for (const circle of circlesIn(site)) addCircle(input, circle);
}

function lintReference({ site, findings }: LintInput, { schema, at }: PlacedSchema): void {
  const { referred: name } = schema;
  if (name === undefined || schema.target !== undefined) return;
  const names = [...site.schemas.keys()].filter((each) => !isJoined(each));
  const isMissing = names.length === 0;
  const lost = isMissing ? site.at.lost('schemas') : site.at.in('schemas').lost(name);
  if (lost) return;
  const hint = isMissing ? 'the manifest has no "schemas"' : () => nameHint(name, names);
  findings.add({ code: 'unknown-schema', at: at.in('$ref').value, message: `Unknown schema "${name}"`, hint });
}

/** A `$ref` by which a schema is, or can be, another one, and does not just hold it. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly at: Spot;
}

/** Each circle of schemas that refer to each other, from its first in the manifest's order. */
function circlesIn({ schemas, at }: Site): readonly (readonly Step[])[] {
  const names = [...schemas.keys()];
  const stepsFrom = (name: string) => {
    const schema = schemas.get(name);
    return schema === undefined ? [] : [...standIns(schema, at.in('schemas', name), name)];
  };
  const rank = new Map(names.map((name, index) => [name, index]));
  const circles = findCircles(names, { stepsFrom, target: ({ to }) => to });
  return circles.map((circle) => fromFirst(circle, ({ from }) => rank.get(from) ?? 0));
}

function* standIns({ referred, parts }: Schema, at: Spot, from: string): Generator<Step> {
  if (referred !== undefined) yield { from, to: referred, at: at.in('$ref') };
  for (const { keyword, keys, schema } of parts)
    if (SAME_VALUE.has(keyword)) yield* standIns(schema, at.in(...keys), from);
}

function addCircle({ site, findings }: LintInput, circle: readonly Step[]): void {
  const [first, ...others] = circle;
  if (first === undefined) return;
  const by = others.map(({ from }) => `"${from}"`).join(', ');
  findings.add({
    code: 'circular-schema',
    at: first.at.value,
    message: `Schema "${first.from}" refers to itself${by === '' ? '' : ` by way of ${by}`}`,
    hint: 'a schema may hold itself in "properties" or "items", but not be itself',
    related: others.map(({ from, to, at }) => ({ ...at.value, message: `"${from}" refers to "${to}" here` })),
  });
  for (const { from } of circle) site.at.in('schemas', from).spoil();
}
