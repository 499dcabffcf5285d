import { isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Source } from '../findings/source.ts';

/** A value that YAML cut at its comma: the text that was meant, and the keys that were made of its end. */
export interface CutValue {
  readonly span: readonly [start: number, end: number];
  readonly text: string;
  readonly tails: readonly Pair[];
}

/**
 * The unquoted values of a map in braces that end at a comma, by their pairs: YAML reads a second key, `2`, in
 * `{ request: GET /a?x=1,2 }`. Such a key comes directly after its comma and has no colon.
 */
export function findCutValues({ text }: Source, { flow, items }: YAMLMap): ReadonlyMap<Pair, CutValue> {
  const cuts = new Map<Pair, CutValue>();
  if (flow !== true) return cuts;
  let cut: { readonly pair: Pair; readonly start: number; readonly tails: Pair[] } | undefined;
  let end = 0;
  for (const pair of items) {
    const key = plainRange(pair.key);
    if (cut !== undefined && pair.value === null && key !== undefined && text.slice(end, key[0]) === ',') {
      cut.tails.push(pair);
      end = key[1];
      cuts.set(cut.pair, { span: [cut.start, end], text: text.slice(cut.start, end), tails: cut.tails });
      continue;
    }
    const value = plainRange(pair.value);
    cut = value && { pair, start: value[0], tails: [] };
    end = value?.[1] ?? 0;
  }
  return cuts;
}

function plainRange(node: unknown): readonly [number, number] | undefined {
  const plain = isScalar(node) && node.type === 'PLAIN' && node.range;
  return plain ? [plain[0], plain[1]] : undefined;
}
