import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { codeSpan, shownPlace } from '../../src/manifest/3-resolve/code-place.ts';
import { inFolder } from './manifest-folder.ts';

describe('the place that Node.js writes before a stack', () => {
  const UNSUPPORTED = 'SyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: it is not supported in strip-only mode';
  const INVALID = 'SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expression expected';
  const cases: readonly (readonly [title: string, place: string | undefined, ...lines: readonly string[]])[] = [
    ['the line and carets', '3:7', '/a.js:3', 'const = 1;', '      ^', '', 'SyntaxError: Unexpected token'],
    ['a line before it', '2:1', '/a.ts:2', 'a();', 'enum C { R }', '^^^^^^^^^^^^', '', UNSUPPORTED],
    ['the first line', '1:1', '/a.ts:1', 'enum C { R }', '^^^^^^^^^^^^', 'b();', '', UNSUPPORTED],
    [
      'lines on both sides',
      '4:15',
      '/a.ts:4',
      'class A {',
      '  constructor(private x) {}',
      `${' '.repeat(14)}^^^`,
      '}',
      '',
      UNSUPPORTED,
    ],
    [
      'several marked lines',
      '3:3',
      '/a.ts:3',
      '    b();',
      '  >   enum C {',
      "      R = 'r',",
      '  > }',
      '    c();',
      '',
      UNSUPPORTED,
    ],
    ['several from the first on', '1:1', '/a.ts:1', '  > enum C {', '  > }', '    c();', '', UNSUPPORTED],
    ['a text that ends too soon', '5:1', '/a.ts:5', 'function f(', '', INVALID],
    ['a URL', '1:1', 'file:///a.ts:1', 'enum C { R }', '^^^^^^^^^^^^', '', UNSUPPORTED],
    ['nothing in a stack alone', undefined, 'Error: failed at a:3', '    at f (/a.ts:1:1)'],
    ['nothing in a message of lines', undefined, 'Error: a:3', '', 'a', 'b'],
  ];
  for (const [title, expected, ...lines] of cases) {
    it(title, () => {
      const place = shownPlace(
        [...lines, '    at parseTypeScript (node:internal/modules/typescript:68:40)'].join('\n'),
      );
      assert.equal(place && `${place.line}:${place.column}`, expected);
      if (place !== undefined) assert.match(place.file, /^\/a\.[jt]s$/);
    });
  }

  it('is in the text where Node.js shows four blanks for each tab', async () => {
    const text = 'class A {\n\tconstructor(b = "\t", private c = 1) {}\n\n\t\tenum D {\n\t}\n}\n';
    await inFolder({ 'a.ts': text }, async (folder) => {
      const file = join(folder, 'a.ts');
      const carets = [
        `${file}:2`,
        'class A {',
        '    constructor(b = "    ", private c = 1) {}',
        `${' '.repeat(28)}^^^^^^^^^`,
      ];
      const marked = [`${file}:4`, '  >         enum D {', '  >     }', '    }'];
      for (const [lines, line, column, word] of [
        [carets, 2, 23, 'private'],
        [marked, 4, 3, 'enum'],
      ] as const) {
        const place = shownPlace([...lines, '', UNSUPPORTED, '    at parseTypeScript (node:internal)'].join('\n'));
        const span = place && codeSpan(place, file, new Map());
        assert.deepEqual(span, { file, line, column, endLine: line, endColumn: column + word.length });
      }
    });
  });
});
