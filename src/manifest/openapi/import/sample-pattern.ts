import regjsparser from 'regjsparser';
import { wellFormed } from '../../../http/percent-coding.ts';
import { FEATURES, type Features, type PatternNode } from '../../4-lint/patterns/pattern-extent.ts';

/** A text that a regular expression (flag u) matches, of at least so many characters if its repetitions allow. undefined: none is found. */
export function samplePattern(pattern: string, lengthMin: number): string | undefined {
  try {
    const tree = regjsparser.parse<Features>(pattern, 'u', FEATURES);
    const matcher = new RegExp(pattern, 'u');
    // More repetitions, until it is long enough.
    for (const more of [0, 1, 2, 4, 8, 16, 32, 64, 128, 256]) {
      const text = textOf(tree, more);
      if (text.length >= lengthMin && matcher.test(text) && wellFormed(text) === text) return text;
    }
    return undefined;
  } catch {
    // V8 may know more syntax than the parser.
    return undefined;
  }
}

function textOf(node: PatternNode, more: number): string {
  switch (node.type) {
    case 'alternative':
      return node.body.map((part) => textOf(part, more)).join('');
    case 'disjunction':
      return textOf(node.body[0], more);
    case 'group':
      return node.behavior === 'normal' || node.behavior === 'ignore'
        ? node.body.map((part) => textOf(part, more)).join('')
        : '';
    case 'quantifier': {
      const times = Math.min(node.min + more, node.max ?? Number.POSITIVE_INFINITY);
      return node.body
        .map((part) => textOf(part, more))
        .join('')
        .repeat(times);
    }
    case 'anchor':
    case 'reference':
      return '';
    case 'value':
      return String.fromCodePoint(node.codePoint);
    default:
      return CANDIDATES.find((character) => new RegExp(`^(?:${node.raw})$`, 'u').test(character)) ?? '';
  }
}

/** Of each class one is likely to be a member. */
const CANDIDATES: readonly string[] = [...'aA0x1b -_.,:/@#+ABCDEFXYZefz23456789~!$%&()*;<=>?[]^{|}"\'\\`é\n\t'];
