import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Certificate, makeCertificate, makeKeys } from '../make-certificate.ts';
import { freshFolder } from '../start-server.ts';
import { dialTls, shareTls, type TlsServer } from './tls-peer.ts';
import { lastGet } from './wire-peer.ts';

function missing(program: string, flag: string): string | false {
  return spawnSync(program, [flag]).error !== undefined && `needs ${program}`;
}

/** What a program prints, and how it ends. Its input is empty unless given. */
function run(
  program: string,
  args: readonly string[],
  input = '',
): Promise<{ readonly text: string; readonly code: number }> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ text: stdout + stderr, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1 });
    });
    child.stdin?.end(input);
  });
}

const KEYS = [
  ['ECDSA', () => makeCertificate()],
  ['RSA', () => makeCertificate({ keys: generateKeyPairSync('rsa', { modulusLength: 2048 }) })],
] as const;

for (const [kind, make] of KEYS) {
  describe(`TLS: sslscan, with a key of ${kind}`, { skip: missing('sslscan', '--version'), timeout: 120_000 }, () => {
    const server = shareTls({ certificate: make() });

    it('finds TLS 1.2 and 1.3 alone, no weak cipher, no renegotiation, no compression', async () => {
      const { text } = await run('sslscan', ['--no-colour', '--no-check-certificate', addressOf(server())]);
      assert.deepEqual(
        [...text.matchAll(/^(\S+) +enabled$/gm)].map(([, version]) => version),
        ['TLSv1.2', 'TLSv1.3'],
      );
      const ciphers = [...text.matchAll(/^(?:Preferred|Accepted) +(TLSv1\.\d) +\d+ bits +(\S+) /gm)];
      assert.deepEqual(
        ciphers.map(([, version, cipher]) => `${version} ${cipher}`).toSorted(),
        [
          `TLSv1.2 ECDHE-${kind}-AES128-GCM-SHA256`,
          `TLSv1.2 ECDHE-${kind}-AES256-GCM-SHA384`,
          `TLSv1.2 ECDHE-${kind}-CHACHA20-POLY1305`,
          'TLSv1.3 TLS_AES_128_GCM_SHA256',
          'TLSv1.3 TLS_AES_256_GCM_SHA384',
          'TLSv1.3 TLS_CHACHA20_POLY1305_SHA256',
        ].toSorted(),
      );
      const groups = [...text.matchAll(/^TLSv1\.3 +\d+ bits +(x25519|x448|\S+ \(NIST P-\d+\)|ffdhe\d+)/gm)];
      assert.deepEqual(groups.map(([, group]) => group).toSorted(), [
        'secp256r1 (NIST P-256)',
        'secp384r1 (NIST P-384)',
        'x25519',
      ]);
      assert.match(text, /^Session renegotiation not supported$/m);
      assert.match(text, /^Server supports TLS Fallback SCSV$/m);
      assert.doesNotMatch(text, /(?<!not )vulnerable to heartbleed|^Compression enabled/m);
      const peer = await dialTls(server(), lastGet('/'));
      assert.equal((await peer.allAnswers())[0]?.status, 200, 'the scan did it no harm');
      peer.finish();
    });
  });
}

describe('TLS: openssl s_client', { skip: missing('openssl', 'version'), timeout: 120_000 }, () => {
  const { certificate, root } = makeChain();
  const server = shareTls({ certificate });
  const client = (args: readonly string[], input?: string) =>
    run('openssl', ['s_client', '-connect', addressOf(server()), ...args], input);

  it('gets an answer by each version that is spoken', async () => {
    for (const version of ['-tls1_2', '-tls1_3']) {
      const request = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
      const { text } = await client([version, '-quiet', '-ign_eof'], request);
      assert.match(text, /HTTP\/1\.1 200 OK\r\n.*\r\n\r\nhome\n/s, version);
    }
  });

  const refusals: readonly (readonly [what: string, args: readonly string[], alert: RegExp])[] = [
    ['TLS 1.1', ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'], /alert protocol version/],
    ['TLS 1.0', ['-tls1', '-cipher', 'ALL:@SECLEVEL=0'], /alert protocol version/],
    ['CBC', ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-SHA256'], /alert handshake failure/],
    ['RSA key exchange', ['-tls1_2', '-cipher', 'AES128-GCM-SHA256:@SECLEVEL=0'], /alert handshake failure/],
    ['no encryption', ['-tls1_2', '-cipher', 'eNULL:@SECLEVEL=0'], /alert handshake failure/],
    ['no authentication', ['-tls1_2', '-cipher', 'aNULL:@SECLEVEL=0'], /alert handshake failure/],
    ['groups of a finite field', ['-tls1_3', '-groups', 'ffdhe8192'], /alert handshake failure/],
    ['HTTP/2 alone', ['-alpn', 'h2'], /alert no application protocol/],
  ];
  for (const [what, args, alert] of refusals) {
    it(`is told that there is no ${what}`, async () => assert.match((await client(args)).text, alert));
  }

  it('gets the whole chain, so that it need not know who stands between us and a root', async () => {
    const { text } = await client(['-CAfile', root, '-verify_return_error', '-verify_hostname', 'localhost']);
    assert.match(text, /^Verify return code: 0 \(ok\)$/m);
  });
});

/** A certificate, and whom a client has to trust that it may trust it: not who signed it, but who vouches for that one. */
function makeChain(): { readonly certificate: Certificate; readonly root: string } {
  const [top, middle] = [
    { name: 'Root', keys: makeKeys() },
    { name: 'Between', keys: makeKeys() },
  ];
  const root = join(freshFolder(), 'root.pem');
  writeFileSync(root, makeCertificate({ ...top, signs: true }).cert);
  const { cert, key } = makeCertificate({ authority: middle });
  return { certificate: { cert: cert + makeCertificate({ ...middle, authority: top, signs: true }).cert, key }, root };
}

describe('TLS: curl', { skip: missing('curl', '--version'), timeout: 120_000 }, () => {
  const server = shareTls();

  it('trusts the certificate, and is answered over HTTP/1.1', async () => {
    const { text, code } = await askByCurl(server(), [
      '--http2',
      '--write-out',
      '%{http_version} %{ssl_verify_result}',
    ]);
    assert.deepEqual([code, text], [0, 'home\n1.1 0']);
  });

  it('is told by a 400 that it speaks plain HTTP', async () => {
    const url = server().url.replace('https:', 'http:');
    const { text } = await run('curl', ['--silent', '--max-time', '20', '--write-out', '%{http_code}', url]);
    assert.match(text, /This port speaks HTTPS.*400$/s);
  });
});

function askByCurl(server: TlsServer, args: readonly string[] = []): ReturnType<typeof run> {
  const trusted = join(freshFolder(), 'ca.pem');
  writeFileSync(trusted, server.certificate.cert);
  return run('curl', ['--silent', '--max-time', '20', '--cacert', trusted, ...args, `${server.url}/`]);
}

function addressOf({ host, port }: TlsServer): string {
  return `${host}:${port}`;
}
