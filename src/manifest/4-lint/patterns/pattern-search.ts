import regjsparser, { type Group, type Quantifier, type Reference } from 'regjsparser';
import { getOrMake } from '../../collections/get-or-make.ts';
import { ANY, type CharacterSet, charactersOf, has, kindsOf } from './character-set.ts';
import type { Search, Steps } from './count-ways.ts';
import {
  capturing,
  extentOf,
  extentOfAll,
  FEATURES,
  type Features,
  looksAround,
  type PatternNode,
  placesOf,
} from './pattern-extent.ts';

/** How a backtracking matcher searches a text for a pattern (flag u). Symbols are kinds of characters. */
export interface PatternSearch extends Search {
  /** A character of each kind. */
  readonly kinds: readonly number[];
  /** Whether some repetition was too large for `copiesMax`. */
  readonly rounded: boolean;
}

/**
 * Follows ECMA-262 §22.2.2. What it cannot know here (what a lookahead finds, what a group has matched) is taken to go
 * either way, so it never tries less than a matcher does. undefined: the pattern holds something unknown, or is too
 * large. A repetition of more than `copiesMax` places counts as endless.
 */
export function searchOf(pattern: string, copiesMax: number): PatternSearch | undefined {
  try {
    const tree = regjsparser.parse<Features>(pattern, 'u', FEATURES);
    return new Builder(tree, copiesMax).search(tree);
  } catch (error) {
    // V8 may know more syntax than the parser, and the stack of the parser can overflow.
    if (error instanceof TooMuch || error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a matcher must do, and what comes next. */
type Instruction =
  | { readonly kind: 'read'; readonly place: number; readonly next: Instruction }
  | { readonly kind: 'choose'; options: readonly Instruction[] }
  | { readonly kind: 'start' | 'end' | 'unknown'; readonly next: Instruction }
  /** An iteration of a loop, which must not be empty. */
  | { readonly kind: 'enter' | 'leave'; readonly loop: object; readonly next: Instruction }
  /** As many attempts that lead nowhere. */
  | { readonly kind: 'spend'; readonly attempts: number; readonly next: Instruction }
  | { readonly kind: 'found' | 'fail' };

const FOUND: Instruction = { kind: 'found' };
const FAIL: Instruction = { kind: 'fail' };

/** Thrown and caught here. */
class TooMuch extends Error {}

const PLACES_MAX = 20_000;

class Builder {
  readonly #copiesMax: number;
  readonly #groups: readonly Group<Features>[];
  readonly #places: { readonly set: CharacterSet; after: Instruction }[] = [];
  /** Whether a way that ends is known to be one that a matcher finds. */
  #exact = true;
  #rounded = false;

  constructor(tree: PatternNode, copiesMax: number) {
    this.#copiesMax = copiesMax;
    this.#groups = [...capturing(tree)];
  }

  search(tree: PatternNode): PatternSearch {
    const whole = this.#build(tree, FOUND);
    const later = stepsOf(whole, { exact: true, first: false });
    const anchored = later.targets.length === 0 && !later.ends;
    const start = anchored ? whole : this.#anywhere(whole);
    const places = this.#places;
    const sets = [...new Map(places.map(({ set }) => [set.join(), set])).values()];
    const kinds = kindsOf(sets);
    const symbols = new Map(
      sets.map((set) => [set.join(), [...kinds.keys()].filter((symbol) => has(set, kinds[symbol] ?? 0))]),
    );
    const symbolsTo = places.map(({ set }) => symbols.get(set.join()) ?? []);
    const exact = this.#exact;
    const known = new Map<number, Steps>();
    return {
      start: stepsOf(start, { exact, first: true }),
      stepsFrom: (place) => {
        return getOrMake(known, place, () => stepsOf(places[place]?.after ?? FAIL, { exact, first: false }));
      },
      symbolsTo: (place) => symbolsTo[place] ?? [],
      kinds,
      rounded: this.#rounded,
      readsMax: anchored && !looksAround(tree) ? extentOf(tree).longest : Number.POSITIVE_INFINITY,
    };
  }

  /** Each position of the text is tried until one matches. */
  #anywhere(whole: Instruction): Instruction {
    const start: Instruction = { kind: 'choose', options: [] };
    start.options = [whole, this.#read(ANY, start)];
    return start;
  }

  #build(node: PatternNode, next: Instruction): Instruction {
    switch (node.type) {
      case 'alternative':
        return this.#sequence(node.body, next);
      case 'disjunction':
        return { kind: 'choose', options: node.body.map((option) => this.#build(option, next)) };
      case 'anchor':
        return this.#anchor(node.kind, next);
      case 'group':
        return this.#group(node, next);
      case 'quantifier':
        return this.#quantifier(node, next);
      case 'reference':
        return this.#reference(node, next);
      case 'characterClassRange':
        throw new TooMuch();
      default:
        return this.#read(charactersOf(node), next);
    }
  }

  #sequence(nodes: readonly PatternNode[], next: Instruction): Instruction {
    return nodes.reduceRight((after, node) => this.#build(node, after), next);
  }

  #read(set: CharacterSet, next: Instruction): Instruction {
    const place = this.#places.length;
    if (place >= PLACES_MAX) throw new TooMuch();
    this.#places.push({ set, after: next });
    return { kind: 'read', place, next };
  }

  #anchor(kind: 'start' | 'end' | 'boundary' | 'not-boundary', next: Instruction): Instruction {
    if (kind === 'start' || kind === 'end') return { kind, next };
    this.#exact = false;
    return { kind: 'unknown', next };
  }

  #group(node: Group<Features>, next: Instruction): Instruction {
    switch (node.behavior) {
      case 'normal':
        return this.#sequence(node.body, next);
      case 'ignore':
        // With the flag i, a set would be another one.
        if (node.modifierFlags !== undefined) throw new TooMuch();
        return this.#sequence(node.body, next);
      case 'lookahead':
      case 'negativeLookahead':
        this.#exact = false;
        // What it has found is never looked at again: one way ends here, beside the one that goes on.
        return { kind: 'choose', options: [this.#sequence(node.body, FAIL), next] };
      case 'lookbehind':
      case 'negativeLookbehind': {
        this.#exact = false;
        const { longest, ways } = extentOfAll(node.body);
        const attempts = (longest + 1) * ways;
        if (!(attempts <= SPENT_MAX)) throw new TooMuch();
        return { kind: 'spend', attempts, next };
      }
    }
  }

  #quantifier(node: Quantifier<Features>, next: Instruction): Instruction {
    const [body] = node.body;
    const { min, max = Number.POSITIVE_INFINITY } = node;
    if (max === 0) return next;
    const copies = Number.isFinite(max) ? max : min;
    if (copies > 1 && copies * placesOf(body, REFERRED_MAX) > this.#copiesMax) {
      // A bounded loop over what can be empty could end in more ways than an endless one.
      if (extentOf(body).shortest === 0) throw new TooMuch();
      this.#exact = false;
      this.#rounded = true;
      return this.#loop(node, body, { min: 0, next });
    }
    const rest = Number.isFinite(max)
      ? this.#optional(node, body, { times: max - min, next })
      : this.#loop(node, body, { min: Math.min(min, 1), next });
    const required = Number.isFinite(max) ? min : Math.max(0, min - 1);
    return Array.from({ length: required }, () => body).reduceRight((after, each) => this.#build(each, after), rest);
  }

  #optional(
    node: Quantifier<Features>,
    body: PatternNode,
    { times, next }: { readonly times: number; readonly next: Instruction },
  ): Instruction {
    let after = next;
    for (let time = 0; time < times; time++) {
      const loop = {};
      const iteration = this.#build(body, { kind: 'leave', loop, next: after });
      after = inOrder(node, { kind: 'enter', loop, next: iteration }, next);
    }
    return after;
  }

  #loop(
    node: Quantifier<Features>,
    body: PatternNode,
    { min, next }: { readonly min: number; readonly next: Instruction },
  ): Instruction {
    const loop = {};
    const again: Instruction = { kind: 'choose', options: [] };
    const iteration = this.#build(body, { kind: 'leave', loop, next: again });
    again.options = inOrder(node, { kind: 'enter', loop, next: iteration }, next).options;
    return min === 0 ? again : iteration;
  }

  /** What a group has matched is unknown here: any text that it could be. */
  #reference(node: Reference<Features>, next: Instruction): Instruction {
    this.#exact = false;
    const group =
      node.name === undefined
        ? this.#groups[node.matchIndex - 1]
        : this.#groups.find((each) => each.behavior === 'normal' && each.name?.value === node.name?.value);
    const { longest } = group === undefined ? { longest: Number.POSITIVE_INFINITY } : extentOfAll(group.body);
    const again: Instruction = { kind: 'choose', options: [next] };
    if (longest > REFERRED_MAX) {
      again.options = [this.#read(ANY, again), next];
      return again;
    }
    let after: Instruction = again;
    for (let time = 0; time < longest; time++) {
      after = { kind: 'choose', options: [this.#read(ANY, after), next] };
    }
    return after;
  }
}

/** Beyond this, attempts are not looked at one by one. */
const SPENT_MAX = 1000;
const REFERRED_MAX = 8;

function inOrder(
  { greedy }: Quantifier<Features>,
  more: Instruction,
  next: Instruction,
): Instruction & { readonly kind: 'choose' } {
  return { kind: 'choose', options: greedy ? [more, next] : [next, more] };
}

interface Closing {
  /** Whether a way that ends is one that is found. */
  readonly exact: boolean;
  /** At the start of the text. */
  readonly first: boolean;
}

/** Follows instructions up to the next characters, as a matcher does: in order, and each way separately. */
function stepsOf(from: Instruction, { exact, first }: Closing): Steps {
  const targets: number[] = [];
  let attempts = 0;
  let visits = 0;
  /** Whether the end has certainly been found. */
  const follow = (instruction: Instruction, entered: readonly object[], atEnd: boolean): boolean => {
    visits += 1;
    if (visits > VISITS_MAX) throw new TooMuch();
    switch (instruction.kind) {
      case 'choose':
        return instruction.options.some((option) => follow(option, entered, atEnd));
      case 'enter':
        return follow(instruction.next, [...entered, instruction.loop], atEnd);
      case 'leave':
        if (!entered.includes(instruction.loop)) return follow(instruction.next, entered, atEnd);
        break;
      case 'start':
        if (first) return follow(instruction.next, entered, atEnd);
        break;
      case 'end':
        return follow(instruction.next, entered, true);
      case 'unknown':
        return follow(instruction.next, entered, atEnd);
      case 'spend':
        attempts += instruction.attempts;
        return follow(instruction.next, entered, atEnd);
      case 'read':
        if (!atEnd) targets.push(instruction.place);
        break;
      case 'found':
        attempts += 1;
        return exact && !atEnd;
      case 'fail':
        break;
    }
    attempts += 1;
    return false;
  };
  const ends = follow(from, [], false);
  return { targets, ends, attempts };
}

const VISITS_MAX = 20_000;
