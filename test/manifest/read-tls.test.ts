import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';
import { makeSecureContext } from '../../src/socket/secure-context.ts';
import { makeCertificate, makeKeys } from '../make-certificate.ts';
import { type Files, inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const OWN = makeCertificate();
const OTHER = makeCertificate();
const ROOT = { name: 'Root', keys: makeKeys() };

function files(cert: string | Uint8Array, key: string | Uint8Array, words = ''): Files {
  const server = `server:\n  tls: { cert: tls/cert.pem, key: tls/key.pem${words} }\n`;
  return { 'routes.yaml': `version: 1\nroutes: {}\n${server}`, 'tls/cert.pem': cert, 'tls/key.pem': key };
}

const CERT = 'routes.yaml:4:16';
const KEY = 'routes.yaml:4:35';

/** What is wrong: where, and the words of it. */
type Found = readonly (readonly [place: string, words: RegExp])[];

async function checkFound(broken: Files, expected: Found): Promise<void> {
  checkWords(await loadFiles(broken), expected);
}

function checkWords(result: LoadResult, expected: Found): void {
  assert.deepEqual(
    placesOf(result),
    expected.map(([place]) => place),
  );
  for (const [index, [, words]] of expected.entries()) {
    const { message = '', hint = '' } = result.diagnostics[index] ?? {};
    assert.match(`${message} (${hint})`, words);
  }
}

describe('server.tls: what is taken', () => {
  it('the server’s certificate alone, or with those that lead to a root; OpenSSL gets no more than was understood', async () => {
    const leaf = makeCertificate({ authority: ROOT });
    const root = makeCertificate({ ...ROOT, signs: true });
    for (const [understood, key, cert] of [
      [OWN.cert, OWN.key, OWN.cert],
      [leaf.cert + root.cert, leaf.key, `leaf\n${leaf.cert}\nroot\n${root.cert}`],
      [OWN.cert, OWN.key, `\uFEFF${OWN.cert}`],
      [OWN.cert, OWN.key, `${OWN.cert}-----BEGIN X509 CRL-----\n`],
    ] as const) {
      const result = await loadFiles(files(cert, key));
      assert.ok(result.kind === 'loaded');
      assert.deepEqual(result.diagnostics, []);
      assert.deepEqual(result.program.tls, { cert: understood, key, minVersion: 'TLSv1.2' });
      makeSecureContext(result.program.tls);
    }
  });

  it('keys of RSA, of ECDSA on the curves of TLS, and of Ed25519', async () => {
    for (const keys of [
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    ]) {
      const { cert, key } = makeCertificate({ keys });
      assert.equal((await loadFiles(files(cert, key, ', minVersion: TLSv1.3'))).kind, 'loaded');
    }
  });

  it('files by their whole paths, and names from the environment', async () => {
    await inFolder(files(OWN.cert, OWN.key), async (folder) => {
      const server = `server: { tls: { cert: '${resolve(folder, 'tls/cert.pem')}', key: "\${KEY}" } }`;
      writeFileSync(join(folder, 'routes.yaml'), `version: 1\nroutes: {}\n${server}\n`);
      const result = await loadManifest(join(folder, 'routes.yaml'), { env: { KEY: 'tls/key.pem' } });
      assert.deepEqual(result.diagnostics, []);
      const watched = ['tls/cert.pem', 'tls/key.pem'].map((name) => resolve(folder, name));
      assert.ok(watched.every((file) => result.files.includes(file)));
    });
  });

  it('nothing, where there is no tls: plain HTTP', async () => {
    const result = await loadFiles({ 'routes.yaml': 'version: 1\nroutes: {}\n' });
    assert.ok(result.kind === 'loaded');
    assert.equal(result.program.tls, undefined);
  });
});

describe('server.tls: what is wrong', () => {
  const weak = makeCertificate({ keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) });
  const strange = makeCertificate({ keys: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) });
  const encrypted = makeKeys()
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString();
  const late = makeCertificate({ from: new Date('2020-01-01'), to: new Date('2021-01-01') });
  const early = makeCertificate({ from: new Date('2120-01-01'), to: new Date('2121-01-01') });
  const root = makeCertificate({ ...ROOT, signs: true, from: new Date('2020-01-01'), to: new Date('2021-01-01') });
  const leaf = makeCertificate({ authority: ROOT });
  const bad = (place: string) => `bad-certificate ${place}`;
  const cases: readonly (readonly [title: string, broken: Files, found: Found])[] = [
    [
      'no PEM at all',
      files('hello', '\xff\0'),
      [
        [bad(CERT), /^The certificate "tls\/cert\.pem" holds no certificate \(.*BEGIN CERT/],
        [bad(KEY), /^The private key "tls\/key\.pem" holds no private key \(/],
      ],
    ],
    [
      'the two swapped',
      files(OWN.key, OWN.cert),
      [
        [bad(CERT), /but a private key: "cert" and "key" may be swapped/],
        [bad(KEY), /but a certificate: "cert" and "key" may be swapped/],
      ],
    ],
    [
      'both cut off',
      files(OWN.cert.slice(0, 300), OWN.key.slice(0, 100)),
      [
        [bad(CERT), / cannot be read \(it is cut off/],
        [bad(KEY), /^The private key .* cannot be read \(/],
      ],
    ],
    [
      'a chain whose second certificate is damaged',
      files(OWN.cert + OWN.cert.slice(0, 200), OWN.key),
      [[bad(CERT), /one of them is cut off/]],
    ],
    ['an encrypted key', files(OWN.cert, encrypted), [[bad(KEY), / is encrypted \(.*openssl pkey/]]],
    ['a short key', files(weak.cert, weak.key), [[bad(KEY), /is too short: RSA of 1024 bits/]]],
    [
      'a curve that TLS has not',
      files(strange.cert, strange.key),
      [[bad(KEY), /is on the curve secp256k1, which TLS does not have/]],
    ],
    [
      'the key of another',
      files(OWN.cert, OTHER.key),
      [[`wrong-key ${KEY}`, /^The private key "tls\/key\.pem" does not belong to the certificate/]],
    ],
    [
      'a chain that begins with another’s certificate',
      files(root.cert + leaf.cert, leaf.key),
      [
        [`expired-certificate ${CERT}`, /"CN=Root" in "tls\/cert\.pem" expired on 2021-01-01/],
        [`wrong-key ${KEY}`, /the first certificate of the file/],
      ],
    ],
    [
      'one that has expired',
      files(late.cert, late.key),
      [[`expired-certificate ${CERT}`, /^The certificate "CN=localhost" .* expired on 2021-01-01 \(renew/]],
    ],
    [
      'one that is not valid yet',
      files(early.cert, early.key),
      [[`expired-certificate ${CERT}`, /is not valid before 2120-01-01/]],
    ],
    [
      'too large a file',
      files(Buffer.alloc(1024 * 1024 + 1), OWN.key),
      [[`too-large ${CERT}`, /^Cannot read the certificate "tls\/cert\.pem": it is too large/]],
    ],
  ];
  for (const [title, broken, found] of cases) it(`${title} is told`, () => checkFound(broken, found));

  it('files that are not there are told, both of them', async () => {
    const { 'routes.yaml': manifest = '' } = files('', '');
    await checkFound({ 'routes.yaml': manifest, 'tls/x': '' }, [
      [`cannot-read ${CERT}`, /^Cannot read the certificate "tls\/cert\.pem": there is no such file/],
      [`cannot-read ${KEY}`, /^Cannot read the private key "tls\/key\.pem": there is no such file/],
    ]);
  });

  it('a manifest that names one file only lacks the other', async () => {
    const result = await loadFiles({ 'routes.yaml': 'version: 1\nroutes: {}\nserver: { tls: { cert: a } }\n' });
    assert.deepEqual(placesOf(result).toSorted(), ['cannot-read routes.yaml:3:24', 'missing-key routes.yaml:3:11']);
  });

  it('an older version of TLS than 1.2 cannot be asked for', async () => {
    await checkFound(files(OWN.cert, OWN.key, ', minVersion: TLSv1.1'), [['bad-value routes.yaml:4:60', /TLSv1\.2/]]);
  });

  it('never shows anything of a key, and of the environment no value', async () => {
    await inFolder(files(OTHER.key, OWN.key), async (folder) => {
      const text = `version: 1\nroutes: {}\nserver: { tls: { cert: "\${CERT}", key: tls/key.pem } }\n`;
      writeFileSync(join(folder, 'routes.yaml'), text);
      const result = await loadManifest(join(folder, 'routes.yaml'), { env: { CERT: 'tls/cert.pem' } });
      const shown = renderDiagnostics(result.diagnostics, result.sources, { color: false });
      assert.match(shown, /The certificate "\$\{CERT\}"/);
      for (const line of [...OTHER.key.split('\n'), 'tls/cert.pem']) assert.ok(line === '' || !shown.includes(line));
    });
  });
});
