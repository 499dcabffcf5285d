import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutToWidth, displayWidth } from '../../src/cli/commands/text-table.ts';

describe('display width: columns of a terminal', () => {
  const cases: readonly (readonly [text: string, width: number])[] = [
    ['', 0],
    ['plain', 5],
    ['café', 4],
    ['cafe\u0301', 4],
    ['→…', 2],
    ['日本', 4],
    ['한글', 4],
    ['ｗ', 2],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['\u200B', 0],
  ];
  for (const [text, width] of cases)
    it(`${JSON.stringify(text)}: ${width}`, () => assert.equal(displayWidth(text), width));
});

describe('display width: cutting', () => {
  const cases: readonly (readonly [text: string, widthMax: number, cut: string])[] = [
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['abc', -3, ''],
  ];
  for (const [text, widthMax, cut] of cases) {
    it(`${text} in ${widthMax}: ${cut}`, () => assert.equal(cutToWidth(text, widthMax), cut));
  }
});
