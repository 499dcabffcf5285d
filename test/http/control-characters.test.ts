import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskControls, maskForbidden } from '../../src/http/control-characters.ts';

describe('masked control characters', () => {
  it('has nothing that drives a terminal, or turns its characters round', () => {
    assert.equal(maskControls('a\x1b[31m\r\n\u202Eb'), 'a\uFFFD[31m\uFFFD\uFFFD\uFFFDb');
  });
});

describe('code points that HTML forbids', () => {
  it('are shown as U+FFFD, each as one; white space stays, and so does all else', () => {
    const kept = ' \t\n\f\r\xa0é\ufeff\ufffd😀';
    assert.equal(maskForbidden(kept), kept);
    const forbidden = [
      '\0',
      '\x08',
      '\v',
      '\x1f',
      '\x7f',
      '\x80',
      '\x9f',
      '\ufdd0',
      '\uffff',
      '\u{1fffe}',
      '\u{10ffff}',
    ];
    for (const one of forbidden) assert.equal(maskForbidden(`a${one}b`), 'a\uFFFDb', JSON.stringify(one));
  });
});
