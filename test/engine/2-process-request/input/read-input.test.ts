import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Parameter } from '../../../../src/contract/program.ts';
import type { InputProblem } from '../../../../src/engine/2-process-request/input/input-problem.ts';
import { parseValue } from '../../../../src/engine/2-process-request/input/parse-value.ts';
import { readInput } from '../../../../src/engine/2-process-request/input/read-input.ts';
import { parameter } from '../../build-program.ts';

const WRONG = Symbol('wrong');
type Case = readonly [text: string, value: unknown];

describe("parse value: numbers, by JSON's grammar (RFC 8259 §6)", () => {
  const cases: readonly Case[] = [
    ['0', 0],
    ['12', 12],
    ['-3', -3],
    ['-0', -0],
    ['0.5', 0.5],
    ['-12.50', -12.5],
    ['3e8', 3e8],
    ['3E+8', 3e8],
    ['5e-324', 5e-324],
    ['1e308', 1e308],
    ['0e5', 0],
    ['0.000', 0],
    ['0e-999', 0],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['1e300', 1e300],
    // What is no JSON number
    ...['', ' ', ' 6', '6 ', '\t6', '+6', '06', '-', '--6', '.5', '6.', '1.e5', '1e', '1e+', '0x10', '0b1', '0o7'].map(
      wrong,
    ),
    ...['1_000', '1,5', '1 000', 'NaN', 'Infinity', '-Infinity', '6n', '６', '6\n', '1e5.5', 'null', '1/2'].map(wrong),
    // What would lose digits on the way
    ...['9007199254740992', '-9007199254740992', '9007199254740993.5', '123456789012345678901234567890'].map(wrong),
    // Overflow, and a non-zero that would become zero
    ...['1e999', '-1e999', '1e309', '1e-999', '-1e-400', `0.${'0'.repeat(400)}1`].map(wrong),
  ];
  for (const [text, value] of cases) {
    it(`${value === WRONG ? 'refuses' : 'reads'} ${JSON.stringify(text.slice(0, 40))}`, () =>
      checkValue('number', text, value));
  }
});

describe('parse value: integers', () => {
  const cases: readonly Case[] = [
    ['0', 0],
    ['-12', -12],
    ['12.0', 12],
    ['1e3', 1000],
    ['10e-1', 1],
    ['0e9', 0],
    ['9007199254740991', 9007199254740991],
    ...['9007199254740992', '9007199254740993', '1e16', '-1e300', '1e999'].map(wrong),
    ...['1.00000000000000000001', '9007199254740991.4', '1.5e0', '15e-1'].map(wrong),
    ...['0.5', '1e-1', '1e-999', '0x10', ' 6', '1_000', '', '01', 'one'].map(wrong),
  ];
  for (const [text, value] of cases) {
    it(`${value === WRONG ? 'refuses' : 'reads'} ${JSON.stringify(text)}`, () => checkValue('integer', text, value));
  }
});

describe('parse value: booleans and strings', () => {
  const cases: readonly (readonly [type: Parameter['type'], ...Case])[] = [
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ...['True', 'FALSE', '1', '0', 'yes', 'on', '', ' true', 'null'].map((text) => ['boolean', text, WRONG] as const),
    ['string', '', ''],
    ['string', ' 6 ', ' 6 '],
    ['string', 'true', 'true'],
    ['string', '\0\r\n', '\0\r\n'],
  ];
  for (const [type, text, value] of cases) {
    it(`${value === WRONG ? 'refuses' : 'reads'} ${JSON.stringify(text)} as a ${type}`, () =>
      checkValue(type, text, value));
  }
  it('hands the typed value to the rule of the schema', () => {
    const seen: unknown[] = [];
    const check = (value: unknown) => {
      seen.push(value);
      return undefined;
    };
    for (const type of ['number', 'integer', 'boolean', 'string'] as const) {
      parseValue(parameter('x', type, { check }), type === 'boolean' ? 'true' : '1');
    }
    assert.deepEqual(seen, [1, 1, true, '1']);
  });
  it("tells the schema's rule where the value breaks it", () => {
    const strict = parameter('x', 'integer', { check: () => 'must be at least 2' });
    assert.deepEqual(parseValue(strict, '1'), { kind: 'wrong', rule: 'must be at least 2' });
  });
});

describe('read input', () => {
  const a = parameter('a', 'integer', { title: 'Dividend' });
  const b = parameter('b', 'integer');
  it('reads what is declared, and ignores what is not', () => checkInput([a], { a: '1', c: 'x' }, { a: 1 }));
  it('names the parameter by its title and its name, and the rule', () => {
    checkInput([a], { a: 'x' }, {}, [
      {
        in: 'query',
        name: 'a',
        message: 'Dividend ("a") must be a whole number, such as 12 or -3.',
        cause: 'a must be a whole number, such as 12 or -3, but "x" was found',
        beside: ['a', 'It must be a whole number, such as 12 or -3.'],
      },
    ]);
  });
  it('tells all problems at once', () => {
    checkInput([a, b], {}, {}, [
      {
        ...{ in: 'query', name: 'a', message: 'Dividend ("a") is required.', beside: ['a', 'It is required.'] },
        cause: 'a is required, but nothing was found',
      },
      {
        ...{ in: 'query', name: 'b', message: '"b" is required.', beside: ['b', 'It is required.'] },
        cause: 'b is required, but nothing was found',
      },
    ]);
  });
  it('leaves out what is optional and absent', () => checkInput([{ ...a, required: false }], {}, {}));
  it('takes the default of what is absent', () => checkInput([{ ...a, default: 7 }], {}, { a: 7 }));
  it('does not take an empty text for an absent one', () => {
    checkInput([{ ...parameter('s', 'string'), default: 'd' }], { s: '' }, { s: '' });
  });
  it('hands over a record without a prototype, so that no name is special', () => {
    const values = readInput([parameter('__proto__', 'string')], new Map([['__proto__', 'x']]), [], 'path');
    assert.equal(Object.getPrototypeOf(values), null);
    assert.deepEqual(Object.entries(values), [['__proto__', 'x']]);
  });
});

function wrong(text: string): Case {
  return [text, WRONG];
}

function checkValue(type: Parameter['type'], text: string, value: unknown): void {
  const parsed = parseValue(parameter('x', type), text);
  assert.equal(parsed.kind, value === WRONG ? 'wrong' : 'value');
  if (parsed.kind === 'value') assert.ok(Object.is(parsed.value, value), String(parsed.value));
}

function checkInput(
  parameters: readonly Parameter[],
  texts: Readonly<Record<string, string>>,
  values: object,
  expectedProblems: readonly InputProblem[] = [],
): void {
  const problems: InputProblem[] = [];
  assert.deepEqual({ ...readInput(parameters, new Map(Object.entries(texts)), problems, 'query') }, values);
  assert.deepEqual(problems, expectedProblems);
}
