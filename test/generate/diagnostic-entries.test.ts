import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorsPage, parseEntry, readEntries, type Side } from './diagnostic-entries.ts';

const HEAD = '---\nmeaning: It is so\nseverity: error\nat: routes.yaml:1:1\n---\n\n';
const BODY = 'Wrong:\n\n```yaml\na: 1\n```\n\nRight:\n\n```yaml\na: 2\n```\n';

describe('docs/errors/', () => {
  for (const { code, wrong, right } of readEntries()) {
    it(`${code}: what is right differs from what is wrong`, () => checkDiffers(wrong, right));
  }
  it('would notice files that are the same', () => {
    const { wrong } = parseEntry('same', HEAD + BODY);
    assert.throws(() => checkDiffers(wrong, { text: 'Right:', files: { 'routes.yaml': 'a: 1\n' } }));
    assert.throws(() => checkDiffers(wrong, { text: 'Right:', files: {} }));
  });
});

describe('an entry of docs/errors/', () => {
  it('makes a section of docs/reference/ERRORS.md', () => {
    const page = errorsPage(
      [parseEntry('so', HEAD + BODY)],
      'Before\n<!-- errors: all -->\nold\n<!-- /errors -->\nAfter\n',
    );
    const place = 'In the sample: `routes.yaml`, line 1, column 1.';
    const section = `## so\n\nIt is so. This is an error. ${place}\n\n${BODY}`;
    assert.equal(page, `Before\n<!-- errors: all -->\n\n${section}\n<!-- /errors -->\nAfter\n`);
  });

  const broken: readonly (readonly [fault: string, source: string, message: RegExp])[] = [
    ['without front matter', BODY, /odd\.md needs front matter/],
    ['without what is right', HEAD + BODY.replace('Right:', ''), /odd\.md needs .*"Right:"/],
    ['without a meaning', HEAD.replace('meaning', 'mean') + BODY, /odd\.md needs a meaning/],
    ['with a severity that is not one', HEAD.replace('error', 'fatal') + BODY, /odd\.md: severity is one of/],
    ['without the place of its sample', HEAD.replace(/at: .*\n/, '') + BODY, /odd\.md: a sample has files and a place/],
  ];
  for (const [fault, source, message] of broken) {
    it(`${fault} is named`, () => assert.throws(() => parseEntry('odd', source), message));
  }
});

/** Where no page can show the files, words say what is wrong and what is right. */
function checkDiffers(wrong: Side, right: Side): void {
  const isShown = Object.keys(wrong.files).length > 0;
  assert.equal(Object.keys(right.files).length > 0, isShown, 'a file is put right');
  for (const [name, text] of Object.entries(right.files)) assert.notEqual(text, wrong.files[name], name);
  if (!isShown) assert.notEqual(right.text.replace('Right:', '').trim(), wrong.text.replace('Wrong:', '').trim());
}
