import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dropProto, mayNameProto, parseJson } from '../../../../src/engine/2-process-request/input/parse-json.ts';

describe('parse JSON: a name __proto__, which can be left out', () => {
  const cases: readonly (readonly [json: string, expected: unknown])[] = [
    ['{"__proto__":{"a":1},"b":{"c":[{"__proto__":1,"d":2}]}}', { b: { c: [{ d: 2 }] } }],
    ['[[{"\\u005F\\u005f\\u0070\\u0072\\u006f\\u0074\\u006F__":1}]]', [[{}]]],
    ['{"__proto__":1,"a":2,"__proto__":3}', { a: 2 }],
    ['{"a":"__proto__","__proto__a":1}', { a: '__proto__', __proto__a: 1 }],
    ['"__proto__"', '__proto__'],
  ];
  for (const [json, expected] of cases) {
    it(`is not in ${json}`, () => {
      const parsed = parseJson(json);
      assert.ok(parsed.kind === 'value' && parsed.mayHoldProto);
      dropProto(parsed.value);
      // As text: a comparison would not see an own __proto__.
      assert.equal(JSON.stringify(parsed.value), JSON.stringify(expected));
    });
  }
  // Whoever escapes anything else must not make us walk through a megabyte of other values.
  const spellings: readonly (readonly [json: string, may: boolean])[] = [
    ['__proto__', true],
    ['\\u005f_pr\\u006Fto_\\u005F', true],
    ['\\u0041', false],
    ['\\u005f', false],
    ['\\u005f\\u005fproto\\u005f', false],
    ['\\u005f'.repeat(1000), false],
    ['__prot'.repeat(1000), false],
  ];
  for (const [json, may] of spellings) {
    it(`is ${may ? '' : 'not '}looked for where there is ${json.slice(0, 30)}`, () => {
      assert.equal(mayNameProto(`{"${json}":[1,2,3]}`), may);
    });
  }
});
