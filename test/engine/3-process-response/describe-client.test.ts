import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeClient } from '../../../src/engine/3-process-response/describe-client.ts';
import { buildProgram } from '../build-program.ts';

describe('process response: what a page says of its visitor', () => {
  const cases: readonly (readonly [why: string, cookies: readonly [string, string][], shown: readonly string[]])[] = [
    ['no cookies', [], []],
    [
      'cookies in their order',
      [
        ['b', '2'],
        ['a', ''],
      ],
      ['b=2', 'a='],
    ],
    ['a background that is one', [['bg_color', 'green']], ['bg_color=green']],
    ['the default background', [['bg_color', 'white']], ['bg_color=white']],
    [
      'no background that is none, since it may be anything',
      [
        ['bg_color', 'green}body{'],
        ['a', '1'],
      ],
      ['a=1'],
    ],
  ];
  for (const [why, cookies, shown] of cases) {
    it(`lists ${why}`, () => {
      const client = describeClient(buildProgram([]), {}, new Map(cookies));
      assert.deepEqual(
        client.cookies.map(({ name, value }) => `${name}=${value}`),
        shown,
      );
    });
  }
  it('tells the options that are in force, chosen or not', () => {
    const { shortLog, showErrors } = describeClient(buildProgram([]), { showErrors: true }, new Map());
    assert.deepEqual([shortLog, showErrors], [false, true]);
    assert.equal(describeClient(buildProgram([]), { shortLog: true }, new Map()).shortLog, true);
  });
});
