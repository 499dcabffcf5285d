import type { FieldLine } from '../contract/request.ts';

/** The lines of both; if both have a name, whatever its case, only the second ones. */
export function mergeFields(first: readonly FieldLine[], second: readonly FieldLine[]): readonly FieldLine[] {
  if (second.length === 0) return first;
  const names = new Set(second.map(([name]) => name.toLowerCase()));
  return [...first.filter(([name]) => !names.has(name.toLowerCase())), ...second];
}
