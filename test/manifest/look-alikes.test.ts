import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles } from './manifest-folder.ts';

/** A manifest; `§` stands before the place of each finding, of which `codes` are the codes in their order. */
type Case = readonly [title: string, manifest: string, ...codes: readonly string[]];

const HEAD = 'version: 1\nroutes:\n  a:\n    path: /\n';

describe('characters that are not what they seem', () => {
  checkTable(
    ['a byte order mark before a key', 'version: 1\n§\uFEFFroutes: {}\n', 'unknown-key error'],
    ['a Cyrillic letter in a key', '§vеrsion: 1\nroutes: {}\n', 'unknown-key error'],
    ['several of them', 'version: 1\nroutes: { a: { §раth: /, text: A } }\n', 'unknown-key error'],
    ['a no-break space before a colon', `${HEAD}    §text\u00A0: A\n`, 'unknown-key error'],
    [
      'a zero-width space in the name of a handler',
      `version: 1\nhandlers: ./handlers.mjs\nroutes: { a: { path: /, handler: §hel\u200Blo } }\n`,
      'unknown-handler error',
    ],
    ['a zero-width space in a path', 'version: 1\nroutes: { a: { path: "/a/§b\u200B", text: A } }\n', 'bad-path error'],
    [
      'a no-break space in an alias',
      'version: 1\nroutes: { a: { path: /a, aliases: ["/§b\u00A0c"], text: A } }\n',
      'bad-path error',
    ],
    [
      'joiners are allowed in paths, and what is written in percent',
      'version: 1\nroutes: { a: { path: "/نمی\u200Cدانم/👨\u200D👩/❤\uFE0F/a b/%E2%80%8B", text: A } }\n',
    ],
    ['a no-break space behind a colon', `${HEAD}    text:§\u00A0A\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['a full-width colon', `${HEAD}    text§：A\n    sameOrigin: true\n`, 'bad-yaml error'],
    ['they are allowed in texts', `${HEAD}    text: "Bonjour\u00A0! \u200D“è” \uFEFF"\n`],
    [
      'other scripts are allowed in names',
      'version: 1\nroutes: { a: { path: /привет, text: A, query: { имя: { type: string } } } }\n',
    ],
  );
  it('names the character, and shows what is invisible', async () => {
    const [finding] = (await loadFiles({ 'routes.yaml': 'version: 1\n\uFEFFroutes: {}\n' })).diagnostics;
    assert.equal(finding?.message, 'Unknown key "<U+FEFF>routes" at the top of the manifest');
    assert.equal(finding?.hint, 'did you mean "routes"? What is written here holds U+FEFF, which is invisible');
    const cyrillic = await onlyHint('vеrsion: 1\nroutes: {}\n');
    assert.equal(cyrillic, 'did you mean "version"? What is written here holds U+0435, which looks like "e"');
  });
  it('asks to encode one in a path, but no control character, which a path cannot hold', async () => {
    const hintOf = (path: string) => onlyHint(`version: 1\nroutes: { a: { path: "${path}", text: A } }\n`);
    assert.equal(await hintOf('/a\u00A0b'), 'it holds %C2%A0, which is invisible: write it so if it is meant');
    assert.equal(await hintOf('/a\\tb'), 'a path has no control characters');
  });
  it('names it where nothing is near, as in an indentation', async () => {
    const { diagnostics } = await loadFiles({
      'routes.yaml': 'version: 1\nroutes: {}\n\u00A0\u00A0hello: { path: / }\n',
    });
    assert.deepEqual(
      diagnostics.map(({ code, hint }) => [code, hint]),
      [['unknown-key', 'it holds U+00A0, which is invisible']],
    );
  });
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
