import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { orderBreaches } from './manifest-order.ts';
import { sourceFiles } from './tracked-files.ts';

const FILES = sourceFiles('src/manifest');

describe('the control plane: its steps in their order (docs/ARCHITECTURE.md)', () => {
  it('has no step that reaches for a later one, and at its top only the entry points', () => {
    assert.ok(FILES.length > 100, `saw only ${FILES.length} files`);
    assert.deepEqual(orderBreaches(FILES), []);
  });
});

describe('the checker of that order', () => {
  const planted: readonly (readonly [path: string, source: string, breach: RegExp])[] = [
    [
      'src/manifest/1-read/spy.ts',
      "import type { Damage } from '../2-validate/damage.ts';",
      /1-read may not import 2-v/,
    ],
    [
      'src/manifest/3-resolve/spy.ts',
      "import { lintPaths } from '../4-lint/paths/lint-paths.ts';",
      /may not import 4-lint/,
    ],
    [
      'src/manifest/5-compile/spy.ts',
      "import { a } from '../4-lint/lint-input.ts';",
      /5-compile may not import 4-lint/,
    ],
    ['src/manifest/4-lint/paths/spy.ts', "await import('../../5-compile/a.ts');", /4-lint may not import 5-compile/],
    ['src/manifest/6-examples/spy.ts', "export { a } from '../4-lint/a.ts';", /6-examples may not import 4-lint/],
    [
      'src/manifest/schemas/spy.ts',
      "import type { Site } from '../3-resolve/site.ts';",
      /schemas may not import 3-resolve/,
    ],
    ['src/manifest/types/spy.ts', "import { a } from '../load-types.ts';", /types may not import an entry point/],
    ['src/manifest/7-more/spy.ts', '', /belongs to no step/],
  ];
  for (const [path, source, breach] of planted) {
    it(`finds ${JSON.stringify(source)} planted in ${path}`, () => {
      const found = orderBreaches([{ path, source }]);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found.join(), breach);
    });
  }

  it('finds a ninth loose file', () => {
    const files = Array.from({ length: 9 }, (_, index) => ({ path: `src/manifest/entry-${index}.ts`, source: '' }));
    assert.deepEqual(orderBreaches(files), ['src/manifest/ has 9 loose files']);
  });
});
