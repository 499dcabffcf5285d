import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DIAGNOSTIC_CODES } from '../../src/manifest/findings/diagnostic-codes.ts';
import { readFixtures } from './manifest-folder.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/ERRORS.md'), 'utf8');

describe('docs/ERRORS.md', () => {
  const sections = new Map(PAGE.split(/^## /m).slice(1).map(splitTitle));
  it('has a section for each code of the catalogue, in its order, and no other', () => {
    assert.deepEqual([...sections.keys()], Object.keys(DIAGNOSTIC_CODES));
  });
  it('says of each code what the catalogue says', () => {
    for (const [code, meaning] of Object.entries(DIAGNOSTIC_CODES)) {
      assert.ok(sections.get(code)?.startsWith(`\n${meaning}.\n`), code);
    }
  });
  it('shows the fixtures, so that what it calls wrong and right is', () => {
    for (const { code, at, broken, mended } of readFixtures()) {
      const [file = '', line, column] = at.split(':');
      const section = sections.get(code) ?? '';
      assert.ok(section.includes(`Wrong, in \`${file}\` at line ${line}, column ${column}:`), code);
      const samples = [...section.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, sample]) => sample);
      assert.deepEqual(samples, [broken[file], mended[file]], code);
    }
  });
});

function splitTitle(section: string): readonly [title: string, text: string] {
  const end = section.indexOf('\n');
  return [section.slice(0, end), section.slice(end + 1)];
}
