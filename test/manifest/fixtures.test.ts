import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DIAGNOSTIC_CODES } from '../../src/manifest/diagnostic-codes.ts';
import { type Files, loadFiles, placesOf, readFixtures } from './manifest-folder.ts';

const MINIMAL = 'version: 1\nroutes: {}\n';

/** Files that no text file can hold. */
const BYTES: readonly { readonly code: string; readonly at: string; readonly file: string | Uint8Array }[] = [
  { code: 'too-large', at: 'routes.yaml:1:1', file: `${MINIMAL}#${' '.repeat(1024 * 1024)}` },
  { code: 'not-utf8', at: 'routes.yaml:2:11', file: Buffer.from(`version: 1\nroutes: { \xe9 }\n`, 'latin1') },
  { code: 'control-character', at: 'routes.yaml:2:10', file: 'version: 1\nroutes: {\0}\n' },
];

describe('diagnostics: one fixture for each code', () => {
  const fixtures = readFixtures();
  for (const { code, at, broken, mended } of fixtures) {
    it(`${code}: is found alone, and where it is`, () => checkFound(broken, `${code} ${at}`));
    it(`${code}: is gone once it is mended`, () => checkLoads(mended));
  }
  for (const { code, at, file } of BYTES) {
    it(`${code}: is found alone, and where it is`, () => checkFound({ 'routes.yaml': file }, `${code} ${at}`));
  }
  it('leaves no code without a fixture, and has none that is no code', () => {
    const shown = [...fixtures, ...BYTES].map(({ code }) => code);
    assert.deepEqual(shown.toSorted(), Object.keys(DIAGNOSTIC_CODES).toSorted());
  });
});

async function checkFound(files: Files, place: string): Promise<void> {
  const result = await loadFiles(files);
  assert.equal(result.kind, 'rejected');
  assert.deepEqual(placesOf(result), [place]);
  for (const { message } of result.diagnostics) assert.match(message, /^(?:Cannot|Unknown) .*[^.]$/s);
}

async function checkLoads(files: Files): Promise<void> {
  const result = await loadFiles(files);
  assert.deepEqual(placesOf(result), []);
  assert.equal(result.kind, 'loaded');
}
