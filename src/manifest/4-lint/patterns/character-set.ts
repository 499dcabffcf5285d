import type { CharacterClass, CharacterClassEscape, Dot, UnicodePropertyEscape, Value } from 'regjsparser';

/** Code points, as sorted ranges that do not touch: first, last, first, last … */
export type CharacterSet = readonly number[];

/** What reads one character in a regular expression with the flag u. */
export type Reader =
  | CharacterClass<{ unicodePropertyEscape: true }>
  | CharacterClassEscape
  | Dot
  | UnicodePropertyEscape
  | Value;

export const ANY: CharacterSet = [0, 0x10ffff];

/** The characters that it reads. */
export function charactersOf(reader: Reader): CharacterSet {
  switch (reader.type) {
    case 'value':
      return [reader.codePoint, reader.codePoint];
    case 'dot':
      return complement([0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029]);
    case 'characterClassEscape':
      return escaped(reader.value);
    case 'unicodePropertyEscape':
      return withProperty(reader.raw);
    case 'characterClass': {
      const parts = reader.body.map((part) =>
        part.type === 'characterClassRange' ? [part.min.codePoint, part.max.codePoint] : charactersOf(part),
      );
      const all = union(parts);
      return reader.negative ? complement(all) : all;
    }
  }
}

/**
 * Divides all characters into kinds that no set tells apart. A kind is one character of it, the
 * plainest there is.
 */
export function kindsOf(sets: readonly CharacterSet[]): readonly number[] {
  const borders = new Set([0]);
  for (const set of sets) set.forEach((border, index) => void borders.add(index % 2 === 0 ? border : border + 1));
  borders.delete(ANY.at(-1) ?? 0);
  const kinds = new Map<string, number>();
  for (const character of [...PLAINEST, ...[...borders].toSorted((a, b) => a - b)]) {
    if (character > 0x10ffff) continue;
    const key = sets.map((set) => (has(set, character) ? 1 : 0)).join('');
    if (!kinds.has(key)) kinds.set(key, character);
  }
  return [...kinds.values()];
}

/** The plainest first, since people are shown what repeats. */
const PLAINEST: readonly number[] = [...'aA0 -_.@/:,;=!+'].map((character) => character.codePointAt(0) ?? 0);

export function has(set: CharacterSet, character: number): boolean {
  let [low, high] = [0, set.length / 2 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (character < (set[middle * 2] ?? 0)) high = middle - 1;
    else if (character > (set[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

const WORD: CharacterSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
const BLANK: CharacterSet = [
  ...[0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029],
  ...[0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff],
];

function escaped(letter: CharacterClassEscape['value']): CharacterSet {
  const set = { d: [0x30, 0x39], w: WORD, s: BLANK }[letter.toLowerCase()] ?? [];
  return letter === letter.toLowerCase() ? set : complement(set);
}

function complement(set: CharacterSet): CharacterSet {
  const others: number[] = [];
  let from = 0;
  for (let at = 0; at < set.length; at += 2) {
    const [first = 0, last = 0] = [set[at], set[at + 1]];
    if (first > from) others.push(from, first - 1);
    from = last + 1;
  }
  return from > 0x10ffff ? others : [...others, from, 0x10ffff];
}

function union(sets: readonly CharacterSet[]): CharacterSet {
  const ranges = sets.flatMap((set) => set.flatMap((first, at) => (at % 2 === 0 ? [[first, set[at + 1] ?? 0]] : [])));
  const joined: number[] = [];
  for (const [first = 0, last = 0] of ranges.toSorted(([a = 0], [b = 0]) => a - b)) {
    const end = joined.at(-1);
    if (end === undefined || first > end + 1) joined.push(first, last);
    else joined[joined.length - 1] = Math.max(end, last);
  }
  return joined;
}

/** `\p{L}`: asked of this V8, since each version has its own Unicode. */
function withProperty(property: string): CharacterSet {
  const known = properties.get(property);
  if (known !== undefined) return known;
  const [one, run] = [new RegExp(property, 'u'), new RegExp(`${property}+`, 'gu')];
  const alike = ALIKE.flatMap(([first, last]) => (one.test(String.fromCodePoint(first)) ? [[first, last]] : []));
  const assigned = ASSIGNED.flatMap(([first, last]) => {
    const size = first > 0xffff ? 2 : 1;
    return [...textOf(first, last).matchAll(run)].map(({ index, 0: { length } }) => [
      first + index / size,
      first + (index + length) / size - 1,
    ]);
  });
  const set = union([...alike, ...assigned]);
  properties.set(property, set);
  return set;
}

const properties = new Map<string, CharacterSet>();

type Span = readonly [first: number, last: number];

/** Where each character must be asked for: planes 0 to 3, and 14. */
const ASSIGNED: readonly Span[] = [
  [0, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x3ffff],
  [0xe0000, 0xeffff],
];

/** One answer holds for all surrogates, unassigned planes and planes for private use; noncharacters are apart. */
const ALIKE: readonly Span[] = [
  [0xd800, 0xdbff],
  [0xdc00, 0xdfff],
  ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16].flatMap((plane): readonly Span[] => {
    const first = plane * 0x10000;
    return [
      [first, first + 0xfffd],
      [first + 0xfffe, first + 0xffff],
    ];
  }),
];

/** All characters from the first to the last, in one plane or in planes beyond the first. */
function textOf(first: number, last: number): string {
  const count = last + 1 - first;
  const units = new Uint16Array(first > 0xffff ? count * 2 : count);
  for (let index = 0; index < count; index++) {
    const character = first + index;
    if (character <= 0xffff) units[index] = character;
    else {
      units[index * 2] = 0xd800 + ((character - 0x10000) >> 10);
      units[index * 2 + 1] = 0xdc00 + (character & 0x3ff);
    }
  }
  return Buffer.from(units.buffer).toString('utf16le');
}
