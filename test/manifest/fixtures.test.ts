import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import { DIAGNOSTIC_CODES } from '../../src/manifest/findings/diagnostic-codes.ts';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';
import { lintTypes } from '../../src/manifest/types/lint-types.ts';
import { makeCertificate } from '../make-certificate.ts';
import { type Files, inFolder, placesOf, readFixtures } from './manifest-folder.ts';

const MINIMAL = 'version: 1\nroutes: {}\n';

/** Files that no text file can hold. */
const BYTES: readonly { readonly code: string; readonly at: string; readonly file: string | Uint8Array }[] = [
  { code: 'too-large', at: 'routes.yaml:1:1', file: `${MINIMAL}#${' '.repeat(1024 * 1024)}` },
  { code: 'not-utf8', at: 'routes.yaml:2:11', file: Buffer.from(`version: 1\nroutes: { \xe9 }\n`, 'latin1') },
  { code: 'control-character', at: 'routes.yaml:2:10', file: 'version: 1\nroutes: {\0}\n' },
];

const TLS = `${MINIMAL}server:\n  tls:\n    cert: cert.pem\n    key: key.pem\n`;
const OWN = makeCertificate();
const SOUND = tlsFiles(OWN.cert, OWN.key);

/** Files that are made when they are needed: a certificate would expire. What is mended is the sound one. */
const MADE: readonly { readonly code: string; readonly at: string; readonly broken: Files }[] = [
  { code: 'bad-certificate', at: 'routes.yaml:5:11', broken: tlsFiles('no PEM', OWN.key) },
  { code: 'wrong-key', at: 'routes.yaml:6:10', broken: tlsFiles(OWN.cert, makeCertificate().key) },
  { code: 'expired-certificate', at: 'routes.yaml:5:11', broken: expired() },
];

function tlsFiles(cert: string, key: string): Files {
  return { 'routes.yaml': TLS, 'cert.pem': cert, 'key.pem': key };
}

function expired(): Files {
  const { cert, key } = makeCertificate({ from: new Date('2020-01-01'), to: new Date('2021-01-01') });
  return tlsFiles(cert, key);
}

/** The codes that keep no manifest from running. */
const WARNINGS: ReadonlySet<string> = new Set([
  'unused-handler',
  'unused-schema',
  'unused-view',
  'dynamic-lookup',
  'expired-certificate',
]);

describe('diagnostics: one fixture for each code', () => {
  const fixtures = readFixtures();
  for (const { code, at, broken, mended } of fixtures) {
    it(`${code}: is found alone, and where it is`, () => checkFound(broken, code, at));
    it(`${code}: is gone once it is mended`, () => checkLoads(mended));
  }
  for (const { code, at, file } of BYTES) {
    it(`${code}: is found alone, and where it is`, () => checkFound({ 'routes.yaml': file }, code, at));
  }
  for (const { code, at, broken } of MADE) {
    it(`${code}: is found alone, and where it is`, () => checkFound(broken, code, at));
    it(`${code}: is gone once it is mended`, () => checkLoads(SOUND));
  }
  it('leaves no code without a fixture, and has none that is no code', () => {
    const shown = [...fixtures, ...BYTES, ...MADE].map(({ code }) => code);
    assert.deepEqual(shown.toSorted(), Object.keys(DIAGNOSTIC_CODES).toSorted());
  });
});

async function checkFound(files: Files, code: string, at: string): Promise<void> {
  const result = await loadAndTry(files);
  const warns = WARNINGS.has(code);
  assert.deepEqual(placesOf(result), [`${code} ${at}`]);
  assert.equal(result.kind, warns || AFTER_LOAD.has(code) ? 'loaded' : 'rejected');
  for (const { severity, message } of result.diagnostics) {
    assert.equal(severity, warns ? 'warning' : 'error');
    assert.match(message, /^(?:Cannot|Unknown) .*[^.]$/s);
  }
}

async function checkLoads(files: Files): Promise<void> {
  const result = await loadAndTry(files);
  assert.deepEqual(placesOf(result), []);
  assert.equal(result.kind, 'loaded');
}

/** The codes of what only `check` looks at. */
const AFTER_LOAD: ReadonlySet<string> = new Set(['failed-example', 'stale-types']);

/** Loads, and looks at what could be loaded as `check` does. */
async function loadAndTry(files: Files): Promise<Pick<LoadResult, 'kind' | 'diagnostics'>> {
  return inFolder(files, async (folder) => {
    const loaded = await loadManifest(join(folder, 'routes.yaml'));
    if (loaded.kind === 'rejected') return loaded;
    const { diagnostics } = await checkExamples(loaded);
    return { kind: loaded.kind, diagnostics: [...loaded.diagnostics, ...lintTypes(loaded.site), ...diagnostics] };
  });
}
