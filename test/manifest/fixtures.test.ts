import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';
import { lintTypes } from '../../src/manifest/types/lint-types.ts';
import { readEntries } from '../generate/diagnostic-entries.ts';
import { makeCertificate } from '../make-certificate.ts';
import { type Files, inFolder, placesOf } from './manifest-folder.ts';

const MINIMAL = 'version: 1\nroutes: {}\n';

const TLS = `${MINIMAL}server:\n  tls:\n    cert: cert.pem\n    key: key.pem\n`;
const OWN = makeCertificate();
const SOUND = tlsFiles(OWN.cert, OWN.key);
const SMALL = manifestOf(MINIMAL);

/** The mistakes that no page can show: of bytes that are not text, and of certificates, which would expire. */
const MADE: ReadonlyMap<string, Made> = new Map([
  ['too-large', { at: 'routes.yaml:1:1', wrong: manifestOf(`${MINIMAL}#${' '.repeat(1024 * 1024)}`), right: SMALL }],
  [
    'not-utf8',
    {
      at: 'routes.yaml:2:11',
      wrong: manifestOf(Buffer.from(`version: 1\nroutes: { \xe9 }\n`, 'latin1')),
      right: SMALL,
    },
  ],
  ['control-character', { at: 'routes.yaml:2:10', wrong: manifestOf('version: 1\nroutes: {\0}\n'), right: SMALL }],
  ['bad-certificate', { at: 'routes.yaml:5:11', wrong: tlsFiles('no PEM', OWN.key), right: SOUND }],
  ['wrong-key', { at: 'routes.yaml:6:10', wrong: tlsFiles(OWN.cert, makeCertificate().key), right: SOUND }],
  ['expired-certificate', { at: 'routes.yaml:5:11', wrong: expired(), right: SOUND }],
]);

interface Made {
  readonly at: string;
  readonly wrong: Files;
  readonly right: Files;
}

function manifestOf(text: string | Uint8Array): Files {
  return { 'routes.yaml': text };
}

function tlsFiles(cert: string, key: string): Files {
  return { 'routes.yaml': TLS, 'cert.pem': cert, 'key.pem': key };
}

function expired(): Files {
  const { cert, key } = makeCertificate({ from: new Date('2020-01-01'), to: new Date('2021-01-01') });
  return tlsFiles(cert, key);
}

describe('diagnostics: each entry of docs/errors/', () => {
  const entries = readEntries();
  for (const { code, severity, at, wrong, right } of entries) {
    const { at: place, ...made } = MADE.get(code) ?? {
      at,
      wrong: wrong.files,
      right: { ...wrong.files, ...right.files },
    };
    it(`${code}: is found alone, where it is and as severe as it is`, () =>
      checkFound(made.wrong, { severity, place: `${code} ${place}` }));
    it(`${code}: is gone once it is put right`, () => checkLoads(made.right));
  }
  it('is of a code, where its files are made here', () => {
    const codes = new Set(entries.filter(({ at }) => at === undefined).map(({ code }) => code));
    assert.deepEqual(new Set(MADE.keys()), codes);
  });
});

interface Expected {
  readonly severity: string;
  readonly place: string;
}

async function checkFound(files: Files, expected: Expected): Promise<void> {
  const result = await loadAndTry(files);
  assert.deepEqual(placesOf(result), [expected.place]);
  for (const { code, severity, message } of result.diagnostics) {
    assert.ok(expected.severity.split(' or ').includes(severity));
    assert.equal(result.kind, severity === 'warning' || AFTER_LOAD.has(code) ? 'loaded' : 'rejected');
    assert.match(message, /^["A-Z\d].*[^.]$/s);
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
