import type { FieldLine } from '../contract/request.ts';

/** The lines of both; if both have a name, whatever its case, only the second ones. */
export function mergeFields(first: readonly FieldLine[], second: readonly FieldLine[]): readonly FieldLine[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return [...first.filter(([name]) => !hasName(second, name)), ...second];
}

/** By their lengths first: they are few, and a set of their lower-case copies took longer. */
function hasName(lines: readonly FieldLine[], wanted: string): boolean {
  return lines.some(([name]) => name.length === wanted.length && name.toLowerCase() === wanted.toLowerCase());
}

/** The lines with a name added to their Vary (RFC 9110 §12.5.5). */
export function varyingBy(name: string, lines: readonly FieldLine[]): readonly FieldLine[] {
  const already = lines.find(([field]) => field.toLowerCase() === 'vary')?.[1];
  if (already === undefined) return [...lines, ['Vary', name]];
  const known = already.toLowerCase().split(/[\t ]*,[\t ]*/);
  if (known.includes('*') || known.includes(name.toLowerCase())) return lines;
  return mergeFields(lines, [['Vary', `${already}, ${name}`]]);
}
