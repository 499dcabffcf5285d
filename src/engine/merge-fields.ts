import type { FieldLine } from '../contract/request.ts';

/** The lines of both, but where both have a name, whatever its case, only the second ones of it. */
export function mergeFields(first: readonly FieldLine[], second: readonly FieldLine[]): readonly FieldLine[] {
  if (second.length === 0) return first;
  const names = new Set(second.map(([name]) => name.toLowerCase()));
  return [...first.filter(([name]) => !names.has(name.toLowerCase())), ...second];
}
