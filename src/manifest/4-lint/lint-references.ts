import type { KeyPath } from '../1-read/located-manifest.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import { nameHint } from '../nearest-name.ts';
import { referredName } from '../resolve-schema.ts';
import type { LintInput } from './lint-input.ts';
import { parameterSites, type Site, schemaSites } from './schema-sites.ts';

/** Faults: unknown-schema, circular-schema. What stands for itself counts as damaged. */
export function lintReferences(input: LintInput): void {
  for (const { path, shape } of [...schemaSites(input), ...parameterSites(input)]) {
    if (shape.$ref !== undefined) lintReference(input, path, referredName(shape.$ref));
  }
  for (const circle of findCircles(input)) addCircle(input, circle);
}

function lintReference({ manifest, located, damage, findings }: LintInput, path: KeyPath, name: string): void {
  const { schemas } = manifest;
  if (schemas !== undefined && Object.hasOwn(schemas, name)) return;
  const lost = schemas === undefined ? damage.touches([], ['schemas']) : damage.touches(['schemas'], [name]);
  if (lost) return;
  const hint = schemas === undefined ? 'the manifest has no "schemas"' : () => nameHint(name, Object.keys(schemas));
  const at = located.valueAt([...path, '$ref']);
  findings.add({ code: 'unknown-schema', at, message: `Unknown schema "${name}"`, hint });
}

/** A `$ref` by which a schema is, or may be, another one itself, and not only holds it. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly path: KeyPath;
}

/** Each circle of schemas that stand for each other, from its first in the manifest's order. */
function findCircles({ manifest }: LintInput): readonly (readonly Step[])[] {
  const schemas = manifest.schemas ?? {};
  const names = Object.keys(schemas);
  const steps = new Map(names.map((name) => [name, stepsFrom(name, schemas[name])]));
  const circles: (readonly Step[])[] = [];
  const done = new Set<string>();
  for (const name of names) {
    if (!done.has(name)) walk(name, { steps, done, circles });
  }
  const rank = new Map(names.map((name, index) => [name, index]));
  return circles.map((circle) => {
    const ranks = circle.map(({ from }) => rank.get(from) ?? 0);
    const first = ranks.indexOf(Math.min(...ranks));
    return [...circle.slice(first), ...circle.slice(0, first)];
  });
}

function stepsFrom(from: string, shape: SchemaShape | undefined): readonly Step[] {
  return shape === undefined ? [] : [...standIns({ path: ['schemas', from], shape }, from)];
}

function* standIns({ path, shape }: Site<SchemaShape>, from: string): Generator<Step> {
  if (shape.$ref !== undefined) yield { from, to: referredName(shape.$ref), path: [...path, '$ref'] };
  for (const [index, branch] of (shape.anyOf ?? []).entries()) {
    yield* standIns({ path: [...path, 'anyOf', String(index)], shape: branch }, from);
  }
}

interface Walk {
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  readonly done: Set<string>;
  readonly circles: (readonly Step[])[];
}

/** Depth first, without recursion: a chain of references may be as long as the manifest. */
function walk(start: string, { steps, done, circles }: Walk): void {
  const trail: Step[] = [];
  const depthOf = new Map([[start, 0]]);
  const pending = [[...(steps.get(start) ?? [])]];
  while (pending.length > 0) {
    const step = pending.at(-1)?.shift();
    if (step === undefined) {
      pending.pop();
      const left = trail.pop()?.to ?? start;
      depthOf.delete(left);
      done.add(left);
      continue;
    }
    const depth = depthOf.get(step.to);
    if (depth !== undefined) circles.push([...trail.slice(depth), step]);
    else if (!done.has(step.to) && steps.has(step.to)) {
      trail.push(step);
      depthOf.set(step.to, trail.length);
      pending.push([...(steps.get(step.to) ?? [])]);
    }
  }
}

function addCircle({ located, findings, damage }: LintInput, circle: readonly Step[]): void {
  const [first, ...others] = circle;
  if (first === undefined) return;
  const by = others.map(({ from }) => `"${from}"`).join(', ');
  findings.add({
    code: 'circular-schema',
    at: located.valueAt(first.path),
    message: `Cannot tell what "${first.from}" is: it stands for itself${by === '' ? '' : ` by way of ${by}`}`,
    hint: 'a schema may hold itself in "properties" or "items", but not be itself',
    related: others.map(({ from, to, path }) => {
      return { ...located.valueAt(path), message: `"${from}" stands for "${to}" here` };
    }),
  });
  for (const { from } of circle) damage.add(['schemas', from]);
}
