import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import regjsparser from 'regjsparser';
import { charactersOf, kindsOf, type Reader } from '../../src/manifest/4-lint/patterns/character-set.ts';

const READERS: readonly string[] = [
  ...[
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    'ж',
    '🚲',
    '\\ud800',
    '\\u{1F600}',
    '[a-cx]',
    '[^a-cx]',
    '[^\\s@]',
    '[]',
    '[^]',
  ],
  ...['\\p{L}', '\\P{L}', '\\p{Lu}', '\\p{Script=Greek}', '\\p{Cn}', '\\p{Co}', '\\p{Cs}', '\\p{ASCII}', '\\p{Emoji}'],
  ...[
    '\\p{Noncharacter_Code_Point}',
    '\\p{Any}',
    '\\p{Default_Ignorable_Code_Point}',
    '[\\p{L}\\d_-]',
    '[^\\p{L}\\P{Lu}]',
  ],
];

describe('characters of a regular expression: those that V8 finds', () => {
  for (const source of READERS) {
    it(source, () => {
      const expression = new RegExp(`^${source}$`, 'u');
      const set = charactersOf(readerOf(source));
      let at = 0;
      for (let character = 0; character <= 0x10ffff; character++) {
        if (character > (set[at + 1] ?? 0x110000)) at += 2;
        const expected = at < set.length && character >= (set[at] ?? 0);
        if (expression.test(String.fromCodePoint(character)) === expected) continue;
        assert.fail(`U+${character.toString(16)} is ${expected ? 'not ' : ''}in it`);
      }
    });
  }
  it('kinds are characters that no set tells from others of theirs, the plainest of them', () => {
    assert.deepEqual(kindsOf([[0x61, 0x7a]]), [0x61, 0x41]);
    assert.deepEqual(
      kindsOf([
        [0x430, 0x44f],
        [0x44f, 0x44f],
      ]),
      [0x61, 0x430, 0x44f],
    );
    assert.deepEqual(kindsOf([[0, 0x10ffff]]), [0x61]);
    assert.deepEqual(kindsOf([]), [0x61]);
  });
});

function readerOf(source: string): Reader {
  const node = regjsparser.parse<{ unicodePropertyEscape: true }>(source, 'u', { unicodePropertyEscape: true });
  switch (node.type) {
    case 'value':
    case 'dot':
    case 'characterClass':
    case 'characterClassEscape':
    case 'unicodePropertyEscape':
      return node;
    default:
      return assert.fail(`${source} reads no single character`);
  }
}
