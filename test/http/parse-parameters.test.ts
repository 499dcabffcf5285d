import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseParameters } from '../../src/http/parse-parameters.ts';

describe('parameters of a field (RFC 9110 §5.6.6)', () => {
  const cases: readonly (readonly [text: string, parameters: ReturnType<typeof parseParameters>])[] = [
    ['', []],
    [';', []],
    [' ;\t; ', []],
    ['; a=b', [['a', 'b']]],
    [
      ' ;A="b;c=d" ;\te="\\"\\\\\\f";;e=',
      undefined, // the last has no value
    ],
    [
      ' ;A="b;c=d" ;\te="\\"\\\\\\f";;e=g;',
      [
        ['a', 'b;c=d'],
        ['e', '"\\f'],
        ['e', 'g'],
      ],
    ],
    ['; a=""', [['a', '']]],
    ['; a', undefined],
    ['; a =b', undefined],
    ['; a= b', undefined],
    ['; a=b"c', undefined],
    ['; a="b"c', undefined],
    ['; a="b', undefined],
    ['; a=b c=d', undefined],
    ['; a=b/c', undefined],
    ['a=b', undefined],
    [`;${' '.repeat(200_000)}x`, undefined],
  ];
  for (const [text, parameters] of cases)
    it(JSON.stringify(text.slice(0, 40)), () => assert.deepEqual(parseParameters(text), parameters));
});
