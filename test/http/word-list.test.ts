import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordList } from '../../src/http/word-list.ts';

describe('lists of words', () => {
  const all = ['a', 'b', 'c', 'd'];
  for (const [joint, type] of [
    ['and', 'conjunction'],
    ['or', 'disjunction'],
  ] as const) {
    it(`joins them by "${joint}" as Intl.ListFormat does in English`, () => {
      const format = new Intl.ListFormat('en', { type });
      for (let count = 0; count <= all.length; count++) {
        const words = all.slice(0, count);
        assert.equal(wordList(words, joint), format.format(words));
      }
    });
  }
});
