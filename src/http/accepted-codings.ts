import type { Coding } from '../contract/compression.ts';
import { TOKEN } from './grammar.ts';

const NOTHING_ELSE: readonly Coding[] = [];

/**
 * The codings that a request prefers to the plain representation, best first (RFC 9110 §12.5.3). Of equal weight, the first of
 * `offered` wins, and any coding wins over none.
 */
export function acceptedCodings(field: string | undefined, offered: readonly Coding[]): readonly Coding[] {
  if (field === undefined || field === '') return NOTHING_ELSE;
  const weights = readWeights(field);
  const star = weights.get('*');
  const weightOf = (coding: Coding): number =>
    weights.get(coding) ?? (coding === 'gzip' ? weights.get('x-gzip') : undefined) ?? star ?? 0;
  // Not named, plain is acceptable, but less than what is named; a star names it too.
  const plain = weights.get('identity') ?? star ?? 0;
  const wanted = offered.filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= plain);
  return wanted.toSorted((a, b) => weightOf(b) - weightOf(a));
}

/** By name, in lower case. What has no valid weight is left out. */
function readWeights(field: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const item of field.split(',')) {
    const [, name = '', weight] =
      /^[\t ]*([^\t ;]+)[\t ]*(?:;[\t ]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[\t ]*)?$/i.exec(item) ?? [];
    if (TOKEN.test(name)) weights.set(name.toLowerCase(), weight === undefined ? 1 : Number(weight));
  }
  return weights;
}
