import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskControls } from '../../src/http/control-characters.ts';

describe('masked control characters', () => {
  it('has nothing that drives a terminal, or turns its characters round', () => {
    assert.equal(maskControls('a\x1b[31m\r\n\u202Eb'), 'a\uFFFD[31m\uFFFD\uFFFD\uFFFDb');
  });
});
