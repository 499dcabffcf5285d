import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Diagnostic } from '../../src/contract/diagnostic.ts';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';

const BASE: Diagnostic = {
  code: 'unknown-key',
  severity: 'error',
  message: 'Unknown key "handlr"',
  file: './routes.yaml',
  line: 2,
  column: 3,
  endLine: 2,
  endColumn: 9,
  related: [],
};
const SOURCES = new Map([
  ['./routes.yaml', 'routes:\n  handlr: a\n'],
  ['views/a.hbs', '{{{a}}}\n'],
]);

describe('render diagnostics', () => {
  it('shows place, code, message, the line with its part underlined, hint and what is related', () =>
    checkRendered(
      [
        {
          ...BASE,
          hint: 'did you mean "handler"?',
          related: [{ file: 'views/a.hbs', line: 1, column: 2, endLine: 1, endColumn: 3, message: 'this is here' }],
        },
      ],
      `./routes.yaml:2:3 error unknown-key
  Unknown key "handlr"
  2 |   handlr: a
    |   ^^^^^^
  hint: did you mean "handler"?
  see views/a.hbs:1:2: this is here
`,
    ));
  it('sorts by file, line and column, and puts an empty line between blocks', () => {
    const text = render([
      { ...BASE, file: 'views/a.hbs', line: 1 },
      { ...BASE, column: 4 },
      BASE,
      { ...BASE, line: 1 },
    ]);
    assert.deepEqual(text.match(/^\S+:\d+:\d+/gm), [
      './routes.yaml:1:3',
      './routes.yaml:2:3',
      './routes.yaml:2:4',
      'views/a.hbs:1:3',
    ]);
    assert.equal(text.split('\n\n').length, 4);
  });
  it('underlines one character at least, and in a span of several lines the first', () => {
    assert.match(render([{ ...BASE, endColumn: 3 }]), /\| {3}\^\n/);
    assert.match(render([{ ...BASE, endLine: 3, endColumn: 1 }]), /\| {3}\^{9}\n/);
  });
  it('shows no line of a file that could not be read', () =>
    checkRendered([{ ...BASE, file: 'nowhere.yaml' }], 'nowhere.yaml:2:3 error unknown-key\n  Unknown key "handlr"\n'));
  it('shows the part of a long line that has the mistake', () => {
    const sources = new Map([['./routes.yaml', `\n${'a'.repeat(500)}WRONG${'b'.repeat(500)}`]]);
    const [, , line = '', carets = ''] = render([{ ...BASE, column: 501, endColumn: 506 }], sources).split('\n');
    assert.ok(line.length < 200);
    assert.equal(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1), 'WRONG');
  });
  it('lets nothing from a file drive the terminal', () => {
    const text = render([{ ...BASE, message: 'a\x1b[2Jb' }], new Map([['./routes.yaml', '\n \t\x1b]0;x\x07\u202e']]));
    assert.equal(/[\p{Cc}\p{Bidi_Control}]/u.exec(text.replaceAll('\n', '')), null);
  });
  it('colours only when asked, and only the place, the severity and the frame', () => {
    const colored = renderDiagnostics([BASE], SOURCES, { color: true });
    assert.ok(colored.startsWith('\x1b[1m./routes.yaml:2:3\x1b[0m \x1b[31merror\x1b[0m unknown-key\n'));
    assert.equal(stripVTControlCharacters(colored), render([BASE]));
  });
  it('shows a warning as one, in another colour than an error', () => {
    assert.match(render([{ ...BASE, severity: 'warning' }]), /^\.\/routes\.yaml:2:3 warning unknown-key\n/);
    const colored = renderDiagnostics([{ ...BASE, severity: 'warning' }], SOURCES, { color: true });
    assert.ok(colored.includes('\x1b[33mwarning\x1b[0m') && colored.includes('\x1b[33m^^^^^^\x1b[0m'));
    assert.ok(!colored.includes('\x1b[31m'));
  });
  it('says nothing of nothing', () => checkRendered([], ''));
});

function render(diagnostics: readonly Diagnostic[], sources = SOURCES): string {
  return renderDiagnostics(diagnostics, sources, { color: false });
}

function checkRendered(diagnostics: readonly Diagnostic[], text: string): void {
  assert.equal(render(diagnostics), text);
}
