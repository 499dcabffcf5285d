import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { varyingBy } from '../../src/http/merge-fields.ts';

describe('a name added to Vary (RFC 9110 §12.5.5)', () => {
  const blanks = ' '.repeat(2_000_000);
  const cases: readonly (readonly [title: string, vary: string | undefined, name: string, shown: string])[] = [
    ['where there is none', undefined, 'Origin', 'Origin'],
    ['behind others', 'Accept', 'Origin', 'Accept, Origin'],
    ['but not twice', 'Accept ,\torigin', 'Origin', 'Accept ,\torigin'],
    ['but not next to all names', 'Accept, *', 'Origin', 'Accept, *'],
    ['in one pass', `a${blanks}b`, 'Origin', `a${blanks}b, Origin`],
  ];
  for (const [title, vary, name, shown] of cases) {
    it(title, () => assert.deepEqual(varyingBy(name, vary === undefined ? [] : [['vary', vary]]).at(-1)?.[1], shown));
  }
});
