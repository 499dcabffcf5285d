import { isRecord } from '../1-read/is-record.ts';
import type { Schema } from '../schemas/schema.ts';

/**
 * Of several alternatives, the one that the value was meant to be: the only one whose constants it has (`kind: { const: car }`), or the
 * only one for values of its type. undefined: that is not to be said. Of a plain value, the words for all alternatives say more.
 */
export function meantBranch(branches: readonly Schema[], value: unknown): Schema | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const typed = branches.filter((branch) => takesType(branch, value));
  const tagged = typed.filter((branch) => tagsOf(branch).length > 0);
  const fitting = tagged.filter((branch) => hasTags(branch, value));
  const [meant, second] = tagged.length === 0 ? typed : fitting;
  return second === undefined ? meant : undefined;
}

type Tag = readonly [name: string, values: readonly unknown[]];

/** The properties that can only have certain plain values. */
function tagsOf({ properties }: Schema): readonly Tag[] {
  return [...properties].flatMap(([name, { resolved }]) => {
    const values = resolved?.const === undefined ? resolved?.enum : [resolved.const];
    const isPlain = values?.every((each) => typeof each !== 'object' || each === null) === true;
    return isPlain ? [[name, values] as const] : [];
  });
}

function hasTags(branch: Schema, value: unknown): boolean {
  if (!isRecord(value)) return false;
  return tagsOf(branch).every(([name, values]) => Object.hasOwn(value, name) && values.includes(value[name]));
}

function takesType({ resolved }: Schema, value: unknown): boolean {
  const types = [resolved?.type ?? []].flat();
  const choices = resolved?.const === undefined ? resolved?.enum : [resolved.const];
  if (choices !== undefined && !choices.some((choice) => kindOf(choice) === kindOf(value))) return false;
  return types.length === 0 || types.some((type) => type === kindOf(value));
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
