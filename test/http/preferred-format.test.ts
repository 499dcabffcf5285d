import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { preferredFormat } from '../../src/http/preferred-format.ts';

const CASES: readonly (readonly [string | undefined, ReturnType<typeof preferredFormat>, string])[] = [
  [undefined, 'neither', 'no field'],
  ['', 'neither', 'an empty field'],
  ['*/*', 'neither', 'curl and fetch'],
  ['application/json, text/plain, */*', 'json', 'axios: what is named comes before the rest'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'html', 'a browser'],
  ['text/html, */*', 'html', 'a page is named'],
  ['application/json', 'json', 'JSON alone'],
  ['application/problem+json', 'json', 'a problem'],
  ['application/vnd.api+json', 'json', 'JSON by its suffix'],
  ['APPLICATION/JSON', 'json', 'in any case'],
  ['text/html', 'html', 'a page alone'],
  ['text/html, application/json', 'neither', 'both alike'],
  ['text/html;q=0.5, application/json', 'json', 'by weight'],
  ['text/html, application/json;q=0.9', 'html', 'by weight'],
  ['application/json;q=0.2, */*;q=0.1', 'json', 'the rest is worth less'],
  ['application/json;q=0.1, */*', 'html', 'JSON is worth less than the rest'],
  ['text/html;q=0, */*', 'json', 'no page'],
  ['application/json;q=0, application/problem+json;q=0, */*', 'html', 'no JSON'],
  ['text/html;q=0, application/json;q=0', 'neither', 'neither of them'],
  ['text/*', 'html', 'any text'],
  ['application/*;q=0.9, text/html;q=0.8', 'json', 'any of an application'],
  ['text/*;q=0.9, text/html;q=0.1, application/json;q=0.5', 'json', 'the more specific range counts'],
  ['text/html;level=1;Q=0.4, application/json;q=0.3', 'html', 'other parameters, and Q'],
  ['image/png', 'neither', 'neither is named'],
  ['text/html;q=2, application/json;q=0.1', 'json', 'a weight that is not one'],
  ['text/html;q=, application/json;q=0.1', 'json', 'an empty weight'],
  ['text, /html, text/html/x, , application/json;q=0.001', 'json', 'what is not a range'],
  ['\ttext/html ; q=0.9 ,\tapplication/json ;q=1.000', 'json', 'white space'],
];

describe('preferred format of an Accept field (RFC 9110 §12.5.1)', () => {
  for (const [accept, expected, why] of CASES) {
    it(`${accept === undefined ? 'none' : JSON.stringify(accept)} prefers ${expected}: ${why}`, () => {
      assert.equal(preferredFormat(accept), expected);
    });
  }
});
