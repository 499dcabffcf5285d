import { recordOf } from '../1-read/is-record.ts';
import type { Schema } from '../schemas/schema.ts';

/**
 * Of several alternatives, the one that the value was meant to be: the only one whose constants it has (`kind: { const: car }`), or the
 * only one for values of its type. undefined: that is not to be said. Of a plain value, the words for all alternatives say more.
 */
export function meantBranch(branches: readonly Schema[], value: unknown): Schema | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const typed = branches.filter((branch) => takesType(branch, value));
  const tagged = typed.filter((branch) => branch.tags.size > 0);
  const fitting = tagged.filter((branch) => hasTags(branch, value));
  const [meant, second] = tagged.length === 0 ? typed : fitting;
  return second === undefined ? meant : undefined;
}

function hasTags(branch: Schema, value: unknown): boolean {
  const given = recordOf(value);
  return [...branch.tags].every(([name, values]) => Object.hasOwn(given, name) && values.includes(given[name]));
}

function takesType({ resolved, choices }: Schema, value: unknown): boolean {
  const types = [resolved?.type ?? []].flat();
  if (choices !== undefined && !choices.some((choice) => kindOf(choice) === kindOf(value))) return false;
  return types.length === 0 || types.some((type) => type === kindOf(value));
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
