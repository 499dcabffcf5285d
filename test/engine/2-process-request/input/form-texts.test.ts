import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { declaredTexts, withoutEmpty } from '../../../../src/engine/2-process-request/input/form-texts.ts';
import { parameter } from '../../build-program.ts';

describe('form texts: a form with more fields than anybody declared', () => {
  const parameters = [parameter('name', 'string'), parameter('age', 'integer', { required: false })];
  const others = Array.from({ length: 10_000 }, (_, index) => [`other${index}`, ''] as const);
  const sent = new Map([...others, ['name', 'Ada'] as const, ['age', ''] as const]);
  it('is not copied: only what is declared is', () => {
    assert.deepEqual([...withoutEmpty(parameters, sent)], [['name', 'Ada']]);
    assert.deepEqual(
      [...declaredTexts(parameters, sent)],
      [
        ['name', 'Ada'],
        ['age', ''],
      ],
    );
  });
});
