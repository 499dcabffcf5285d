import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { connect, createSecureContext } from 'node:tls';
import { Judge } from '../../src/cli/judge/judge.ts';
import { startPlace } from '../../src/cli/process/start-place.ts';
import { listenFailure } from '../../src/cli/server/listen-failure.ts';
import { Reloader } from '../../src/cli/server/reload.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { makeSecureContext } from '../../src/socket/secure-context.ts';
import { type Certificate, makeCertificate, makeForbidden, makeKeys } from '../make-certificate.ts';
import { freshFolder, type RunningServer, runCommand, startServer, type TestContext } from '../start-server.ts';
import { ask } from '../talk.ts';
import { createReloadSite, said, saidAnew } from './reload-site.ts';

/** A folder with a manifest and its certificate, which a test changes while a server runs on it. */
class TlsSite {
  readonly manifest = join(freshFolder(), 'routes.yaml');

  constructor(certificate: Certificate, server = TLS) {
    this.writeManifest(server);
    this.writeCertificate(certificate);
  }

  writeManifest(server: string, home = 'home'): void {
    this.write('routes.yaml', `version: 1\nserver: { ${server} }\nroutes: { home: { path: /, text: ${home} } }\n`);
  }

  writeCertificate({ cert, key }: Certificate, name = ''): void {
    this.write(`${name}cert.pem`, cert);
    this.write(`${name}key.pem`, key);
  }

  write(file: string, text: string): void {
    writeFileSync(join(dirname(this.manifest), file), text);
  }
}

const TLS = 'tls: { cert: cert.pem, key: key.pem }';

async function start(
  t: TestContext,
  server?: string,
): Promise<{ readonly site: TlsSite; readonly server: RunningServer }> {
  const site = new TlsSite(makeCertificate({ name: 'first.example' }), server);
  return { site, server: await startServer({ t, manifest: site.manifest }) };
}

/** Whom the certificate names that a new connection gets. */
async function nameOf(
  { host, port }: RunningServer,
  options: { readonly maxVersion?: 'TLSv1.2' } = {},
): Promise<string> {
  const socket = connect({ host, port, rejectUnauthorized: false, ...options });
  try {
    await once(socket, 'secureConnect');
    return String(socket.getPeerCertificate().subject.CN);
  } finally {
    socket.destroy();
  }
}

function reload(server: RunningServer, words: string): Promise<void> {
  return saidAnew(server, words, () => server.process.kill('SIGHUP'));
}

describe('reload: certificates (server.tls)', { timeout: 120_000 }, () => {
  it('takes up a renewed one, also where the manifest has not changed, and keeps open connections', async (t) => {
    const { site, server } = await start(t);
    assert.equal(await nameOf(server), 'first.example');
    const old = connect({ host: server.host, port: server.port, rejectUnauthorized: false });
    await once(old, 'secureConnect');
    site.writeCertificate(makeCertificate({ name: 'second.example' }));
    await reload(server, ': reloaded, 1 route\n');
    assert.equal(await nameOf(server), 'second.example');
    old.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of old.setEncoding('latin1')) text += chunk;
    assert.match(text, /^HTTP\/1\.1 200 .*home$/s);
    assert.equal(server.stderr(), `${site.manifest}: reloaded, 1 route\n`, 'it does not wait for a restart');
  });

  it('takes up other files, and another least version', async (t) => {
    const { site, server } = await start(t);
    assert.equal(await nameOf(server, { maxVersion: 'TLSv1.2' }), 'first.example');
    site.writeCertificate(makeCertificate({ name: 'other.example' }), 'other-');
    site.writeManifest('tls: { cert: other-cert.pem, key: other-key.pem, minVersion: TLSv1.3 }');
    await reload(server, ': reloaded, 1 route\n');
    assert.equal(await nameOf(server), 'other.example');
    await assert.rejects(nameOf(server, { maxVersion: 'TLSv1.2' }), /protocol version/i);
  });

  it('leaves the old one in force where the new one cannot be used, and says why', async (t) => {
    const { site, server } = await start(t);
    site.writeManifest(TLS, 'changed');
    site.write('key.pem', makeCertificate().key);
    await reload(server, ': not reloaded');
    site.write('cert.pem', 'no PEM');
    await reload(server, ': not reloaded');
    assert.equal(await nameOf(server), 'first.example');
    assert.match(server.stderr(), /wrong-key.*bad-certificate/s);
    const records = await server.records('error.log', 2);
    assert.deepEqual(
      records.map(({ code, cause }) => [code, String(cause).replace(/^.*?yaml:\d+:\d+ /, '')]),
      [
        ['reload-failed', 'wrong-key: The private key "key.pem" does not belong to the certificate'],
        ['reload-failed', 'bad-certificate: The certificate "cert.pem" holds no certificate'],
      ],
    );
  });

  it('warns of one that has expired, and takes it up', async (t) => {
    const { site, server } = await start(t);
    const times = { from: new Date('2020-01-01'), to: new Date('2021-01-01') };
    site.writeCertificate(makeCertificate({ name: 'old.example', ...times }));
    await reload(server, ': reloaded, 1 route\n');
    assert.match(server.stderr(), /expired-certificate/);
    assert.equal(await nameOf(server), 'old.example');
  });

  it('says that tls waits for a restart where it comes or goes', async (t) => {
    const { site, server } = await start(t);
    site.writeManifest('port: 0', 'changed');
    await reload(server, ': reloaded, 1 route; server.tls waits for a restart\n');
    assert.equal(await nameOf(server), 'first.example');
    const plain = await start(t, 'port: 0');
    plain.site.writeManifest(TLS, 'changed');
    await reload(plain.server, ': reloaded, 1 route; server.tls waits for a restart\n');
    assert.equal((await ask(plain.server.port, 'GET /')).body, 'changed');
  });

  it('needs no signal under --watch', async (t) => {
    const site = new TlsSite(makeCertificate({ name: 'first.example' }));
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    assert.match(server.url, /^https:/);
    assert.equal(await nameOf(server), 'first.example');
    site.writeCertificate(makeCertificate({ name: 'second.example' }));
    for (let times = 1; (await nameOf(server)) !== 'second.example'; times++) await said(server, '\n', times);
  });
});

describe('certificates that OpenSSL refuses, though they were found right', () => {
  it('keep a server from starting, in one line', () => {
    const settings = { cert: 'no PEM', key: 'no PEM', minVersion: 'TLSv1.2' } as const;
    let thrown: unknown;
    try {
      makeSecureContext(settings);
    } catch (error) {
      thrown = error;
    }
    assert.match(
      listenFailure(thrown, '127.0.0.1', 8888),
      /^OpenSSL refuses the certificates of server\.tls: .*no start line$/,
    );
  });

  it('keep a manifest from being reloaded', async (t) => {
    const site = createReloadSite();
    const first = await loadManifest(site.manifest);
    assert.ok(first.kind === 'loaded');
    const refused = 'OpenSSL refuses the certificates of server.tls: too weak';
    const place = startPlace({ env: process.env });
    const judge = new Judge({
      place,
      file: site.manifest,
      purpose: 'reload',
      examples: 'all',
      color: false,
      waitMs: 0,
    });
    t.after(async () => judge.close());
    const mistakes = await new Promise((resolve) => {
      const reloader = new Reloader(first.program, {
        file: site.manifest,
        enter: () => undefined,
        terminal: { err: () => undefined },
        takeUp: () => refused,
        waiting: () => [],
        onRefused: (words) => resolve([words, reloader.program() === first.program]),
      });
      reloader.reload({
        aloud: true,
        judge: () => judge.judge(),
        agree: () => Promise.resolve(true),
        taken: () => undefined,
        refused: () => undefined,
      });
    });
    assert.deepEqual(mistakes, [refused, true]);
  });
});

describe('start: certificates (server.tls)', { timeout: 60_000 }, () => {
  it('fails where they cannot be used, with 1, and so does check', async () => {
    const site = new TlsSite({ cert: 'no PEM', key: 'no PEM' });
    for (const command of [['check'], ['serve', '--port', '0']]) {
      const { code, stderr } = await runCommand([...command, '--manifest', site.manifest]);
      assert.equal(code, 1);
      assert.equal(stderr.split('bad-certificate').length - 1, 2);
    }
  });

  it('fails, and so does check, where OpenSSL forbids what was found right: an issuer with a short key', async () => {
    await checkRefused(makeForbidden(), 'ca key too small');
  });

  it('says as this OpenSSL says, and as check says, of a signature by SHA-1: OpenSSL 3.5 takes it', async () => {
    const { cert, key } = makeCertificate({ authority: { name: 'Old Root', keys: makeKeys() }, digest: 'sha1' });
    if (isRefused({ cert, key })) return checkRefused({ cert, key }, 'ca md too weak');
    const site = new TlsSite({ cert, key });
    assert.equal((await runCommand(['check', '--manifest', site.manifest])).code, 0);
    const server = await startServer({ manifest: site.manifest });
    await server.stop();
  });
});

async function checkRefused(certificate: Certificate, reason: string): Promise<void> {
  const site = new TlsSite(certificate);
  for (const command of [['check'], ['serve', '--port', '0']]) {
    const { code, stderr } = await runCommand([...command, '--manifest', site.manifest]);
    assert.equal(code, 1);
    assert.ok(stderr.includes('OpenSSL refuses the certificates of server.tls'), stderr);
    assert.ok(stderr.includes(reason), stderr);
  }
}

function isRefused(certificate: Certificate): boolean {
  try {
    createSecureContext(certificate);
    return false;
  } catch {
    return true;
  }
}
