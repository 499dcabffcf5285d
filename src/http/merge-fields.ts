import type { FieldLine } from '../contract/request.ts';
import { splitList } from './field-list.ts';
import { isCalled } from './field-value.ts';

/** The lines of both; if both have a name, whatever its case, only the second ones, but of Vary the members of both. */
export function mergeFields(first: readonly FieldLine[], second: readonly FieldLine[]): readonly FieldLine[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return [...first.filter(([name]) => !hasName(second, name)), ...joiningVary(first, second)];
}

/** The second lines. Their Vary also has the members of the first one's: the answer depends on all of them (RFC 9110 §12.5.5). */
export function joiningVary(first: readonly FieldLine[], second: readonly FieldLine[]): readonly FieldLine[] {
  const outer = first.find(isVary);
  return outer === undefined ? second : second.map((line) => (isVary(line) ? joinVary(outer, line) : line));
}

/** The lines with a name added to their Vary. */
export function varyingBy(name: string, lines: readonly FieldLine[]): readonly FieldLine[] {
  return mergeFields(lines, [['Vary', name]]);
}

/** By their lengths first: they are few, and a set of their lower-case copies took longer. */
function hasName(lines: readonly FieldLine[], wanted: string): boolean {
  return lines.some(([name]) => name.length === wanted.length && name.toLowerCase() === wanted.toLowerCase());
}

function isVary([name, value]: FieldLine): boolean {
  // A handler without types can put anything here: it is refused where it is written.
  return isCalled(name, 'vary') && typeof value === 'string';
}

/** One of the two lines if it says all: what is written once is known by its line. */
function joinVary(outer: FieldLine, inner: FieldLine): FieldLine {
  const [before, added] = [membersOf(outer), membersOf(inner)];
  const missing = [...added].filter(([key]) => !before.has(key));
  if (before.has('*') || missing.length === 0) return outer;
  if (added.has('*') || added.size === before.size + missing.length) return inner;
  return ['Vary', [...before.values(), ...missing.map(([, name]) => name)].join(', ')];
}

function membersOf([, value]: FieldLine): ReadonlyMap<string, string> {
  const names = splitList(value);
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}
