import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SentPart } from '../../../src/contract/uploads.ts';
import { formMembers } from '../../../src/engine/4-make-log/log-form.ts';
import { NOTHING_REDACTED } from '../build-program.ts';

describe('make log: a form with files, and how much of it a line holds (logs.access.bodyMax)', () => {
  const text = (name: string, content: string): SentPart => ({ kind: 'text', name, text: content });
  const file = (name: string): SentPart => ({ kind: 'file', name: 'f', file: { name, type: 'a/b', size: 1 } });
  const logged = (name: string): unknown => ['f', { name, type: 'a/b', size: 1 }];

  const cases: readonly (readonly [bytesMax: number, parts: readonly SentPart[], form: readonly unknown[]])[] = [
    [
      6,
      [text('a', 'bcdef'), text('', 'g')],
      [
        ['a', 'bcdef'],
        ['', ''],
      ],
    ],
    [5, [text('a', 'bcdef'), text('', 'g')], [['a', 'bcde']]],
    [5, [text('a', 'éé')], [['a', 'éé']]],
    [4, [text('a', 'éé')], [['a', 'é']]],
    [1, [text('é', 'b')], []],
    [5, [text('a', '🚲🚲')], [['a', '🚲']]],
    [8, [text('a', '🚲🚲')], [['a', '🚲']]],
    [9, [text('a', '🚲🚲')], [['a', '🚲🚲']]],
    [4, [text('a', '🚲')], [['a', '']]],
    [3, [text('a', '🚲')], [['a', '']]],
    [2, [text('a', '🚲')], [['a', '']]],
    [1, [text('a', '🚲')], [['a', '']]],
    [9, [file('éé'), text('b', 'c')], [logged('éé'), ['b', '']]],
    [8, [file('éé'), text('b', 'c')], [logged('éé')]],
  ];
  for (const [bytesMax, parts, form] of cases) {
    it(`${bytesMax} bytes of ${JSON.stringify(parts)} are whole characters`, () => {
      const access = { file: null, detail: 'full', bodyBytesMax: bytesMax, redact: NOTHING_REDACTED } as const;
      const logs = { access, error: { file: null, redact: NOTHING_REDACTED }, secrets: undefined };
      assert.deepEqual(JSON.parse(`{"a":0${formMembers({ parts, bytes: 99 }, logs, undefined)}}`), {
        a: 0,
        form,
        bodyBytes: 99,
      });
    });
  }
});
