import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { essenceOf, isHtml, isJson } from '../../src/http/media-types.ts';

describe('media types (RFC 9110 §8.3.1)', () => {
  it('are compared without their parameters and their case', () => {
    assert.equal(essenceOf('Application/JSON ; charset=x'), 'application/json');
  });
  it('are JSON by a suffix too (RFC 6839 §3.1)', () => {
    const types = ['application/json', 'application/problem+json', 'text/json', undefined];
    assert.deepEqual(types.map(isJson), [true, true, false, false]);
  });
  it('are not JSON where they hold what no type does, A0 before all: it is no white space here', () => {
    const types = ['application/json\xa0', '\xa0application/json', 'application/a\xa0+json', 'a b/c+json', '+json'];
    assert.deepEqual(
      types.map((type) => isJson(essenceOf(type))),
      types.map(() => false),
    );
  });
  it('are those of a page where they begin with no more than text/html', () => {
    const types = ['text/html', 'TEXT/HTML ;charset=utf-8', 'text/html-fragment', 'text/plain'];
    assert.deepEqual(types.map(isHtml), [true, true, false, false]);
  });
});
