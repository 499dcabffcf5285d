import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wrapProse } from './wrap-prose.ts';

describe('prose of generated pages: wrapped at 100 columns', () => {
  const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
  const cases: readonly (readonly [title: string, text: string, lines: readonly string[]])[] = [
    ['a line of 99 columns stays whole', words(20), [words(20)]],
    ['the word that would pass column 100 begins the next line', words(21), [words(20), 'word']],
    ['a list item keeps its text in one column', `- ${words(20)}`, [`- ${words(19)}`, '  word']],
    ['code stays whole, for a reader copies it', `${words(19)} \`a b\`, c`, [words(19), '`a b`, c']],
    ['a number does not begin a line, where it would begin a list', `${words(20)} 7.`, [words(19), 'word 7.']],
  ];
  for (const [title, text, lines] of cases) {
    it(title, () => assert.deepEqual(wrapProse(text).split('\n'), lines));
  }
});
