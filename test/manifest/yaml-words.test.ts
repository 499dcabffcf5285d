import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles } from './manifest-folder.ts';

/** A manifest; `§` stands before the place of each finding, of which `codes` are the codes in their order. */
type Case = readonly [title: string, manifest: string, ...codes: readonly string[]];

const HEAD = 'version: 1\nroutes:\n  a:\n    path: /\n';

describe('YAML: a value that is a comment', () => {
  const page = (text: string) => `version: 1\npage:\n  background:\n${text}routes: {}\n`;
  checkTable(
    ['a colour without quotes', page('    default: §#0f0\n'), 'comment-value error'],
    ['one with a comment behind it', page('    default: §#0f0 # green\n'), 'comment-value error'],
    ['one in a list', `${HEAD}    text: A\n    aliases:\n      - §#top\n`, 'comment-value error'],
    ['one in braces, which it leaves open', page('    colors: { green: §#0f0 }\n'), 'comment-value error'],
    [
      'the first of several there',
      page('    colors: { green: §#0f0, red: #f00 }\n    default: white\n'),
      'comment-value error',
    ],
    ['one right behind a bracket', `${HEAD}    json: [§#0f0, 1]\n`, 'comment-value error'],
    ['one in braces over several lines', page('    colors: {\n      green: §#0f0\n    }\n'), 'comment-value error'],
    ['one where nothing can be a value', `${HEAD}    json: { color: 1, more: [2] }\n`],
    ['one where null is one', `${HEAD}    json:\n      color: §#0f0\n`, 'comment-value warning'],
    ['a text that is a fragment', `${HEAD}    text: §#main\n`, 'comment-value error'],
    ['a comment of several words is one', `${HEAD}    json: #nothing yet\n`],
    ['a comment with a blank is one', `${HEAD}    json: # nothing\n`],
    ['a comment behind a value is one', `${HEAD}    json: 1 #one\n`],
    ['a comment before a map is one', 'version: 1\nroutes: #all\n  a: { path: /, text: A } #one\n'],
    ['what is below x-', `${HEAD}    text: A\n    x-color: #0f0\n`],
    ['the last word of a text', `${HEAD}    text: Talk in §#general\n`, 'comment-value warning'],
    ['a number behind a word', `${HEAD}    text: Fixes §#12\n`, 'comment-value warning'],
    [
      'the last word of a text in braces, which it leaves open',
      `${HEAD}    json: { a: Talk in §#general }\n`,
      'comment-value error',
    ],
    ['a comment behind a word is one', `version: 1\nserver:\n  host: localhost #dev\nroutes: {} #1\n`],
    [
      'a comment behind a request is one',
      `${HEAD}    text: A\n    examples:\n      b:\n        request: GET / #start\n        response: { status: 200 }\n`,
    ],
    ['a comment with a blank behind words is one', `${HEAD}    text: Hello world # dev\n`],
    ['a comment of several words behind words is one', `${HEAD}    text: Hello world #not yet\n`],
    ['a map is due', 'version: 1\nroutes: {}\nserver: #none\n'.replace('server', '§server'), 'wrong-type error'],
  );
  it('shows the value in quotes', async () => {
    assert.equal(await onlyHint(page('    default: #0f0\n')), "put it in quotes: '#0f0'");
  });
});

describe('YAML: what is not closed', () => {
  checkTable(
    ['a quote', `${HEAD}    text: §"A\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['a single quote', `${HEAD}    text: §'A\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['a quote that the next one ends', `${HEAD}    json: [§"A,\n      1, "B"]\n`, 'bad-yaml error'],
    ['a brace', `${HEAD}    json: §{ a: 1\n    sameOrigin: true\n`, 'bad-yaml error'],
    [
      'a brace, many lines before that shows',
      `${HEAD}    json: §{\n      a: 1,\n\n      # more\n\n      b: 2\n    sameOrigin: true\n`,
      'bad-yaml error',
    ],
    ['a brace around one that is closed', `${HEAD}    json: §{ a: { b: 1 }\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['a bracket', `${HEAD}    json: §[1, 2\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['a bracket in a brace', `${HEAD}    json: { a: §[1, 2 }\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['the last brace of the file', 'version: 1\nroutes: §{\n', 'bad-yaml error'],
    ['a quote inside of a text', `${HEAD}    text: 'it'§s'\n`, 'bad-yaml error'],
  );
  it('says what is missing, and how it is written', async () => {
    assert.equal(await onlyHint(`${HEAD}    text: 'it's'\n`), "a ' inside of the text is written ''");
    assert.equal(await onlyHint(`${HEAD}    text: "A\n    sameOrigin: true\n`), 'close it with " where it ends');
    assert.equal(
      await onlyHint(`${HEAD}    json: [1\n`),
      'close it with ]; a value that holds a bracket must be quoted',
    );
  });
});

describe('YAML: what the parser says of another line, or in its own words', () => {
  checkTable(
    ['a line that is indented too far', `${HEAD}     §text: A\n    sameOrigin: true\n`, 'bad-yaml error'],
    [
      'a bracket that is not closed, and the line that it takes',
      `${HEAD}    aliases: §[/b\n    text: A\n`,
      'bad-yaml error',
    ],
    ['a value with ": "', `${HEAD}    text: §a: b\n`, 'bad-yaml error'],
  );
  const hints: readonly (readonly [line: string, hint: string])[] = [
    ['    text: | A', 'after | or > come only 1 to 9, + or -: the text begins on the next line, indented'],
    ['    text: |0\n      A', 'after | or > come only 1 to 9, + or -: the text begins on the next line, indented'],
    ['     text: A', 'indent it as that key'],
    ['    json: { a: 1 b: 2 }', 'inside { } and [ ] one comma ends each value'],
    ['    json: ["a" "b"]', 'inside { } and [ ] one comma ends each value; also check that every quote is closed'],
    ['    json: [1,,2]', 'inside { } and [ ] one comma ends each value'],
    ['    json: [a, - b]', 'inside { } and [ ] a value such as - must be quoted'],
    ['    text: [draft] hello', 'the value ends before this: put all of it in quotes'],
    ['    text: "a" b', 'the value ends before this: put all of it in quotes'],
    ["    aliases: ['/b, '/c']", 'inside { } and [ ] one comma ends each value; also check that every quote is closed'],
    ['    aliases: - /b', 'a list begins on the line after its key, or is written [a, b]'],
    ['    text: """A"""', 'the value ends before this: put all of it in quotes'],
    ['    json: { a: &a b, *a : 1 }', 'write the text itself: a key cannot be an alias'],
    ['    text: & b', 'a value that begins with & or * must be quoted, unless it is an anchor or an alias'],
    ['    json: &a 1\n    b: *a { c: d }', 'an alias is a whole value: nothing can follow it'],
    ['    text: "\\u12"', "in double quotes a backslash begins an escape: write '\\u12'"],
    ['    // the start page', 'a comment begins with "#", and a key must end in ": " on its own line'],
    ['<<<<<<< HEAD', 'resolve the conflict that version control left here'],
  ];
  for (const [line, hint] of hints)
    it(`says what to write instead of ${line.trim()}`, async () => {
      const { diagnostics } = await loadFiles({ 'routes.yaml': `${HEAD}${line}\n` });
      assert.equal(diagnostics[0]?.hint, hint);
    });
  it('names what must follow an escape', async () => {
    const { diagnostics } = await loadFiles({ 'routes.yaml': `${HEAD}    text: "C:\\users"\n` });
    assert.equal(diagnostics[0]?.message, '"\\u" must be followed by the four hexadecimal digits of a character');
  });
});

describe('YAML: a text that begins with what YAML takes for an anchor', () => {
  checkTable(
    ['an entity of HTML', `${HEAD}    text: §&copy; 2026 A\n`, 'escaped-text warning'],
    ['an anchor that is one', `${HEAD}    json: [&a A, *a, R&D;]\n`],
  );
});

describe('YAML: the version of it', () => {
  checkTable(
    ['1.1 is refused', `§%YAML 1.1\n---\n${HEAD}    text: A\n`, 'bad-yaml error'],
    ['1.3 is refused', `§%YAML 1.3\n---\n${HEAD}    text: A\n`, 'bad-yaml error'],
    ['1.2 is what it is', `%YAML 1.2\n---\n${HEAD}    text: A\n`],
    ['its rules are those of 1.2 all the same', `§%YAML 1.1\n---\n${HEAD}    text: no\n`, 'bad-yaml error'],
  );
});

describe('YAML: numbers that lose digits', () => {
  checkTable(
    ['one in json', `${HEAD}    json: { id: §9007199254740993 }\n`, 'lost-digits warning'],
    [
      'one in data',
      `version: 1\nviews: ./views\nroutes: { a: { path: /, view: v, data: { id: §12345678901234567890 } } }\n`,
      'lost-digits warning',
    ],
    [
      'one in an example',
      `${HEAD}    text: A\n    examples: { e: { request: GET /, response: { json: §0.12345678901234567890 } } }\n`,
      'lost-digits warning',
    ],
    ['one with a fraction', `${HEAD}    json: §3.14159265358979323846\n`, 'lost-digits warning'],
    ['one that becomes zero', `${HEAD}    json: §1e-400\n`, 'lost-digits warning'],
    ['the code of a place', `${HEAD}    json: { zip: §01234 }\n`, 'lost-digits warning'],
    ['a telephone', `${HEAD}    json: { phone: §+491234567 }\n`, 'lost-digits warning'],
    ['a version', `${HEAD}    json: { apiVersion: §1.10 }\n`, 'lost-digits warning'],
    ['a price', `${HEAD}    json: { price: 1.10, conversion: 1.10, sum: +5, half: 0.5, zero: 0, less: -0.5 }\n`],
    ['one in hexadecimal', `${HEAD}    json: §0x20000000000001\n`, 'lost-digits warning'],
    [
      'the choice of a schema',
      `${HEAD}    text: A\n    query: { q: { type: number, enum: [§9007199254740993] } }\n`,
      'lost-digits warning',
    ],
    ['one that is wrong besides', `version: 1\nserver: { port: §9007199254740993 }\nroutes: {}\n`, 'bad-value error'],
    [
      'those that keep them',
      `${HEAD}    json: [9007199254740992, 0.1, 1.50, 1e21, -0, .5, 0x1F, 100000000000000000000, "9007199254740993"]\n`,
    ],
  );
});

describe('YAML: backslashes in double quotes', () => {
  checkTable(
    ['a path of Windows', `${HEAD}    text: §"C:\\temp"\n`, 'escaped-text warning'],
    [
      'a pattern with \\b',
      `${HEAD}    text: A\n    query: { q: { type: string, pattern: §"\\bfoo" } }\n`,
      'escaped-text warning',
    ],
    [
      'a pattern with \\d',
      `${HEAD}    text: A\n    query: { q: { type: string, pattern: "^§\\d+$" } }\n`,
      'bad-yaml error',
    ],
    ['escapes that are meant', `${HEAD}    text: "a\\tb\\n\\\\c \\u00e9 C:\\\\temp"\n`],
    [
      'backslashes that are written twice',
      `${HEAD}    text: A\n    query: { q: { type: string, pattern: "^\\\\d+\\\\b$" } }\n`,
    ],
    ['a path with a blank in it', `${HEAD}    text: §"C:\\Program Files\\node"\n`, 'escaped-text warning'],
    ['a letter with a colon before lines', `${HEAD}    json: ["A:\\n", "Q:\\nWhy?\\nA: so", "X:\\nYes", "a:\\nb c"]\n`],
    ['single quotes', `${HEAD}    text: 'C:\\temp'\n    query: { q: { type: string, pattern: '^\\d\\b$' } }\n`],
    [
      'a tab in a pattern, which is one for both',
      `${HEAD}    text: A\n    query: { q: { type: string, pattern: "^a\\tb$" } }\n`,
    ],
  );
  it('does not ask for quotes where a number is due', async () => {
    const hint = await onlyHint(
      `${HEAD}    text: A\n    query: { q: { type: number, maximum: 12345678901234567890 } }\n`,
    );
    assert.equal(hint, 'write what it becomes');
  });
  it('shows the text in single quotes', async () => {
    assert.equal(
      await onlyHint(`${HEAD}    text: "^\\d+$"\n`),
      "in double quotes a backslash begins an escape: write '^\\d+$'",
    );
    assert.equal(await onlyHint(`${HEAD}    text: "C:\\new"\n`), "write 'C:\\new'");
  });
});

describe('YAML: half of a character', () => {
  checkTable(
    ['in a text', `${HEAD}    text: §"\\ud800"\n`, 'half-character error'],
    ['the second half', `${HEAD}    json: [§"a\\udc00b"]\n`, 'half-character error'],
    ['in a key', `${HEAD}    json: { §"\\ud800": 1 }\n`, 'half-character error'],
    ['the whole in two escapes', `${HEAD}    text: "\\ud83d\\ude00"\n`],
    ['the whole in one', `${HEAD}    text: "\\U0001F600"\n`],
    ['a backslash before a u', `${HEAD}    text: "\\\\ud800"\n`],
  );
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, manifest, ...codes] of cases)
    it(`${title}: ${codes.join(', ') || 'nothing'}`, () => checkFound(manifest, codes));
}

async function checkFound(manifest: string, codes: readonly string[]): Promise<void> {
  const parts = manifest.split('§');
  const expected = codes.map((code, index) => {
    const before = parts
      .slice(0, index + 1)
      .join('')
      .split('\n');
    return `${code} ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  });
  const { diagnostics } = await loadFiles({ 'routes.yaml': parts.join(''), 'views/v.hbs': '{{id}}' });
  assert.deepEqual(
    diagnostics.map(({ code, severity, line, column }) => `${code} ${severity} ${line}:${column}`),
    expected,
  );
}

async function onlyHint(manifest: string): Promise<string | undefined> {
  const { diagnostics } = await loadFiles({ 'routes.yaml': manifest });
  assert.equal(diagnostics.length, 1, JSON.stringify(diagnostics));
  return diagnostics[0]?.hint;
}
