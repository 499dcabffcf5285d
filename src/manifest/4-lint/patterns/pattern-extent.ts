import type { AstNode, Group } from 'regjsparser';

/** What the flag u has; see regjsparser. */
export interface Features {
  readonly lookbehind: true;
  readonly namedGroups: true;
  readonly unicodePropertyEscape: true;
  readonly modifiers: true;
}

export const FEATURES: Features = { lookbehind: true, namedGroups: true, unicodePropertyEscape: true, modifiers: true };

/** A part of a parsed regular expression. */
export type PatternNode = AstNode<Features>;

/** The groups that are numbered, in the order of their numbers. */
export function* capturing(node: PatternNode): Generator<Group<Features>> {
  if (node.type === 'group' && node.behavior === 'normal') yield node;
  for (const part of partsOf(node)) yield* capturing(part);
}

function partsOf(node: PatternNode): readonly PatternNode[] {
  switch (node.type) {
    case 'alternative':
    case 'disjunction':
    case 'group':
    case 'quantifier':
      return node.body;
    default:
      return [];
  }
}

/** Whether it has a lookahead or a lookbehind. */
export function looksAround(node: PatternNode): boolean {
  const here = node.type === 'group' && node.behavior !== 'normal' && node.behavior !== 'ignore';
  return here || partsOf(node).some(looksAround);
}

/** How many places there are with all copies. `ofReference` is the count for each back reference. */
export function placesOf(node: PatternNode, ofReference: number): number {
  if (node.type === 'reference') return ofReference;
  if (node.type === 'anchor') return 0;
  const parts = partsOf(node);
  const once = parts.length === 0 ? 1 : parts.reduce((sum, part) => sum + placesOf(part, ofReference), 0);
  return node.type === 'quantifier' ? once * Math.max(1, node.max ?? node.min) : once;
}

/** What a part of a pattern can match: lengths in characters, and in how many ways. */
export interface Extent {
  readonly shortest: number;
  readonly longest: number;
  readonly ways: number;
}

/** The extent of one part. */
export function extentOf(node: PatternNode): Extent {
  switch (node.type) {
    case 'alternative':
      return extentOfAll(node.body);
    case 'disjunction': {
      const options = node.body.map(extentOf);
      return {
        shortest: Math.min(...options.map(({ shortest }) => shortest)),
        longest: Math.max(...options.map(({ longest }) => longest)),
        ways: options.reduce((sum, { ways }) => sum + ways, 0),
      };
    }
    case 'anchor':
      return NOTHING;
    case 'group':
      return node.behavior === 'normal' || node.behavior === 'ignore' ? extentOfAll(node.body) : lookaround(node.body);
    case 'quantifier': {
      const { shortest, longest, ways } = extentOf(node.body[0]);
      const max = node.max ?? Number.POSITIVE_INFINITY;
      return {
        shortest: shortest * node.min,
        longest: longest === 0 || max === 0 ? 0 : longest * max,
        ways: (ways + 1) ** max,
      };
    }
    case 'reference':
      return { shortest: 0, longest: Number.POSITIVE_INFINITY, ways: 1 };
    default:
      return { shortest: 1, longest: 1, ways: 1 };
  }
}

const NOTHING: Extent = { shortest: 0, longest: 0, ways: 1 };

/** The extent of parts that follow each other. */
export function extentOfAll(nodes: readonly PatternNode[]): Extent {
  return nodes.map(extentOf).reduce(
    (sum, { shortest, longest, ways }) => ({
      shortest: sum.shortest + shortest,
      longest: sum.longest + longest,
      ways: sum.ways * ways,
    }),
    NOTHING,
  );
}

/** It takes no characters; its ways are those of its inside. */
function lookaround(nodes: readonly PatternNode[]): Extent {
  return { ...NOTHING, ways: extentOfAll(nodes).ways + 1 };
}
