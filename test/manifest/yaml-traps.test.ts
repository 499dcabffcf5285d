import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { loadFiles, placesOf } from './manifest-folder.ts';

const HEAD = 'version: 1\nroutes:\n  a:\n    path: /\n';

describe('read manifest: the traps of YAML', () => {
  const traps: readonly (readonly [title: string, text: string, place: string])[] = [
    ['an empty file', '', 'empty-manifest routes.yaml:1:1'],
    ['a document of nothing', '---\n', 'empty-manifest routes.yaml:1:1'],
    ['a lone word', 'hello\n', 'not-a-map routes.yaml:1:1'],
    ['a list', '\n- a\n', 'not-a-map routes.yaml:2:1'],
    [
      'a second document after an end mark',
      'version: 1\nroutes: {}\n...\n---\na: 1\n',
      'several-documents routes.yaml:4:1',
    ],
    ['a tab below a map', `${HEAD}\ttext: A\n`, 'tab-indentation routes.yaml:5:1'],
    ['a tab after blanks', `${HEAD}    json:\n    \ta: 1\n`, 'tab-indentation routes.yaml:6:5'],
    ['an unquoted variable', `${HEAD}    text: \${A}\n`, 'unquoted-variable routes.yaml:5:11'],
    [
      'an unquoted variable where a number is due',
      `version: \${A}\nroutes: {}\n`,
      'unquoted-variable routes.yaml:1:10',
    ],
    ['an unquoted variable in braces', `${HEAD}    json: { a: \${A} }\n`, 'unquoted-variable routes.yaml:5:16'],
    ['an unquoted variable in brackets', `${HEAD}    json: [1, \${A:-b}]\n`, 'unquoted-variable routes.yaml:5:15'],
    [
      'an unquoted variable in braces, before correct lines,',
      `server: { host: \${HOST}, port: 1 }\n${HEAD}    text: A\n`,
      'unquoted-variable routes.yaml:1:17',
    ],
    [
      'an unquoted variable in braces over several lines',
      `server: {\n  host: \${HOST},\n  port: 1\n}\n${HEAD}    text: A\n`,
      'unquoted-variable routes.yaml:2:9',
    ],
    [
      'an unquoted variable that is not closed',
      `server: { host: \${HOST, port: 1 }\n${HEAD}    text: A\n`,
      'unquoted-variable routes.yaml:1:17',
    ],
    [
      'a path with a parameter in braces, before correct lines,',
      `version: 1\nroutes:\n  a: { path: /a/{b}, text: A }\n  c:\n    path: /c\n    text: C\n`,
      'bad-yaml routes.yaml:3:17',
    ],
    ['a control character in quotes', `${HEAD}    text: "\x1b[2J"\n`, 'control-character routes.yaml:5:12'],
    ['a control character in a comment', `# \x7f\n${HEAD}`, 'control-character routes.yaml:1:3'],
    ['a carriage return that ends no line', `version: 1\rroutes: {}\n`, 'control-character routes.yaml:1:11'],
    ['a lone dash in braces', `${HEAD}    json: { file: - }\n`, 'bad-yaml routes.yaml:5:19'],
    ['a path with a parameter in brackets', `${HEAD}    aliases: [/a/{b}]\n    text: A\n`, 'bad-yaml routes.yaml:5:18'],
    ['a quote that is never closed', `${HEAD}    text: "A\n`, 'bad-yaml routes.yaml:5:11'],
    ['a tag', `${HEAD}    json: !binary aGk=\n`, 'bad-yaml routes.yaml:5:11'],
    ['a key that is a map', `${HEAD}    json: {{a}}\n`, 'key-not-text routes.yaml:5:12'],
    ['a key that is nothing', `${HEAD}    json: { : 1 }\n`, 'key-not-text routes.yaml:5:12'],
    ['an alias inside its own anchor', `${HEAD}    json: &a [*a]\n`, 'bad-alias routes.yaml:5:15'],
    ['a number that is none', `${HEAD}    json: [.nan]\n`, 'not-json routes.yaml:5:12'],
    ['another version of YAML', `%YAML 1.1\n---\n${HEAD}    json: 2001-01-01\n`, 'bad-yaml routes.yaml:1:1'],
    ['nesting by brackets', `a: ${'['.repeat(100_000)}`, 'too-deep routes.yaml:1:103'],
    ['nesting by dashes', '- '.repeat(50_000), 'too-deep routes.yaml:1:201'],
    ['nesting by indentation', nestedMaps(120), 'too-deep routes.yaml:101:102'],
  ];
  for (const [title, text, place] of traps) {
    it(`${title} ends in a finding with its place`, () => checkPlaces(text, [place]));
  }

  it('goes on after an unquoted variable that broke nothing', () =>
    checkPlaces(`${HEAD}    json: [\${A}]\n    text: B: c\n`, [
      'unquoted-variable routes.yaml:5:12',
      'bad-yaml routes.yaml:6:11',
    ]));
  it('tells five mistakes, also where the parser notices each of them a line too early', () => {
    const routes = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `  ${name}: A\n    path: /\n`);
    const lines = [4, 6, 8, 10, 12];
    return checkPlaces(
      `version: 1\nroutes:\n${routes.join('')}`,
      lines.map((line) => `bad-yaml routes.yaml:${line}:5`),
    );
  });
  it('promises only in three places that quotes bring a variable its value', async () => {
    const { diagnostics } = await loadFiles({ 'routes.yaml': `${HEAD}    text: \${A}\n` });
    const hint =
      'put it in quotes: then it is replaced in server, logs, clients and session, and kept as it is elsewhere';
    assert.equal(diagnostics[0]?.hint, hint);
  });
  it('allows control characters as escapes', () => checkPlaces(`${HEAD}    text: "\\u0000\\r"\n`, []));
  it('allows a quoted variable, a byte order mark, CRLF, anchors and comments', () =>
    checkPlaces(`\uFEFF# b\r\nversion: 1\r\nroutes:\r\n  a: &a { path: /, text: '\${A}' }\r\n`, []));
  it('counts columns after a byte order mark as an editor does', () =>
    checkPlaces('\uFEFFversion: 2\nroutes: {}\n', ['bad-value routes.yaml:1:10']));
  it('takes U+FFFD for text where the file itself has it', () => checkPlaces(`${HEAD}    text: "\uFFFD"\n`, []));
  it('names the first byte that is not UTF-8, also after U+FFFD', async () => {
    const bytes = Buffer.concat([Buffer.from('version: 1\n# \uFFFD\u00E9 '), Buffer.from([0xc3, 0x28])]);
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': bytes })), ['not-utf8 routes.yaml:2:6']);
  });
  it('finds the duplicates of 20,000 keys in no time', { timeout: 20_000 }, async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `      k${index}: 1\n`).join('');
    await checkPlaces(`${HEAD}    json:\n${keys}      k7: 2\n`, ['duplicate-key routes.yaml:20006:7']);
  });
  it('never throws, whatever the text', async () => {
    const alphabet = [...'ab:-?[]{},&*!|>\'"%@` \n\t#$0'];
    const text = fc.string({
      unit: fc.constantFrom(...alphabet, 'routes:', 'path: /', 'text: ', '  ', '\n  '),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, async (tail) => {
        const result = await loadFiles({ 'routes.yaml': `version: 1\nroutes:\n  ${tail}` });
        assert.ok(result.kind === 'loaded' || result.diagnostics.length > 0);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

function nestedMaps(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
}

async function checkPlaces(text: string, places: readonly string[]): Promise<void> {
  assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), places);
}
