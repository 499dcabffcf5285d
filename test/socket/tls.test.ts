import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { makeCertificate } from '../make-certificate.ts';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import {
  dialTls,
  helloOf,
  resetAfter,
  shakeHands,
  shareTls,
  startTls,
  type TlsOptions,
  type TlsServer,
} from './tls-peer.ts';
import { dial, get, lastGet, openFiles, type WirePeer } from './wire-peer.ts';

const BEGINNING = 'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n';

async function checkHandshakeFails(server: TlsServer, options: TlsOptions, code: RegExp): Promise<void> {
  await assert.rejects(shakeHands(server, options), (error: Error & { code?: string }) => {
    assert.match(`${error.code} ${error.message}`, code);
    return true;
  });
}

describe('TLS: requests and answers', { timeout: 120_000 }, () => {
  const shared = shareTls();

  it('prints an https URL, and answers pipelined requests in order', async () => {
    const server = shared();
    assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(server.stdout(), `${server.url}\n`);
    const peer = await dialTls(server, get('/') + get('/waiting') + lastGet('/'));
    assert.deepEqual(
      (await peer.allAnswers()).map(({ body }) => body),
      ['home\n', '0', 'home\n'],
    );
    peer.finish();
  });

  it('names the address of the client in the log', async () => {
    const server = shared();
    const peer = await dialTls(server, lastGet('/'), { localAddress: '127.0.0.9' });
    await peer.allAnswers();
    peer.finish();
    const records = await server.records('access.log', 1);
    assert.ok(records.some(({ client }) => client === '127.0.0.9'));
  });

  it('takes an https URL for a target, and none of http (RFC 9110 §7.4)', async () => {
    const server = shared();
    const peer = await dialTls(server, get('https://a/') + get('http://a/'));
    const [answer, refused] = await peer.allAnswers();
    assert.deepEqual([answer?.status, refused?.status], [200, 400]);
    peer.finish();
  });

  it('sends large answers whole', async () => {
    const server = shared();
    const peer = await dialTls(server, lastGet('/large/5000000'));
    assert.equal((await peer.allAnswers())[0]?.body.length, 5_000_000);
    peer.finish();
  });

  it('answers a peer that has closed its direction (RFC 9112 §9.6)', async () => {
    const server = shared();
    const peer = await dialTls(server);
    peer.finish(get('/wait/a'));
    await (await dialTls(server, get('/begun/a') + lastGet('/open/a'))).allAnswers();
    assert.equal((await peer.allAnswers())[0]?.body, '"waited"');
  });

  it('cuts off a peer that does not read (timeouts.write)', async (t) => {
    const server = await startTls(t, { timeouts: 'write: 300ms, head: 2s' });
    const bytes = 24_000_000;
    const peer = await dialTls(server);
    peer.socket.pause();
    await peer.send(get(`/large/${bytes}`));
    await server.records('access.log', 1);
    // Closed after two seconds: so long had the other one.
    const silent = await dial(server);
    await silent.ended;
    silent.finish();
    peer.socket.resume();
    await peer.ended;
    assert.ok(peer.receivedBytes < bytes, 'the rest was given up');
  });

  it('stops for what is no HTTP only when it came through a handshake (notHttp: shutdown)', async (t) => {
    const server = await startTls(t, { server: 'notHttp: shutdown' });
    for (const text of ['hello\r\n\r\n', '\x16\x03\x01\x00\x05hello', '\x00\x00\x00', '\x80\x2e\x01\x00\x02']) {
      const peer = await dial(server, text);
      await peer.ended;
      peer.finish();
    }
    const peer = await dialTls(server, 'hello\r\n\r\n');
    assert.equal((await peer.allAnswers())[0]?.status, 400);
    peer.finish();
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.match(stderr, /Input that is not HTTP stopped the server/);
  });
});

describe('TLS: the handshake', { timeout: 120_000 }, () => {
  const shared = shareTls();

  it('speaks TLS 1.3, and 1.2 to those who do not', async () => {
    const server = shared();
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      const socket = await shakeHands(server, { maxVersion });
      assert.equal(socket.getProtocol(), maxVersion);
      assert.ok(socket.authorized);
      socket.destroy();
    }
  });

  it('speaks no less than minVersion', async (t) => {
    const server = await startTls(t, { tls: 'minVersion: TLSv1.3' });
    await checkHandshakeFails(server, { maxVersion: 'TLSv1.2' }, /PROTOCOL_VERSION/);
    (await shakeHands(server)).destroy();
  });

  it('speaks no TLS 1.1, whatever a client would bear', async () => {
    const server = shared();
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    await checkHandshakeFails(server, old, /PROTOCOL_VERSION/);
  });

  it('agrees on HTTP/1.1, and refuses who offers only other protocols (RFC 7301 §3.2)', async () => {
    const server = shared();
    const cases = [
      [['h2', 'http/1.1'], 'http/1.1'],
      [['http/1.0'], 'http/1.0'],
      [undefined, false],
    ] as const;
    for (const [offered, agreed] of cases) {
      const socket = await shakeHands(server, offered === undefined ? {} : { ALPNProtocols: [...offered] });
      assert.equal(socket.alpnProtocol, agreed);
      socket.destroy();
    }
    await checkHandshakeFails(server, { ALPNProtocols: ['h2'] }, /NO_APPLICATION_PROTOCOL/);
  });

  it('resumes a session', async () => {
    const server = shared();
    const first = await shakeHands(server, { maxVersion: 'TLSv1.2' });
    const session = first.getSession();
    first.destroy();
    assert.ok(session !== undefined);
    const second = await shakeHands(server, { session, maxVersion: 'TLSv1.2' });
    assert.ok(second.isSessionReused());
    second.destroy();
  });

  it('renegotiates with nobody (CVE-2011-1473)', async () => {
    const server = shared();
    const socket = await shakeHands(server, { maxVersion: 'TLSv1.2' });
    socket.on('error', () => undefined);
    const error = await new Promise<Error | null>((resolve) => {
      socket.renegotiate({}, resolve);
      socket.once('error', resolve);
    });
    assert.match(String(error), /no.renegotiation/i);
    socket.destroy();
    await checkServes(server);
  });

  it('has timeouts.head, however busily its bytes drip', async (t) => {
    const server = await startTls(t, { timeouts: 'head: 500ms' });
    const silent = await dial(server);
    const dripping = await dial(server, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03');
    const drip = setInterval(() => dripping.socket.write('x'), 50);
    await dripping.ended;
    clearInterval(drip);
    await silent.ended;
    silent.finish();
    dripping.finish();
    await checkServes(server);
    assert.equal(await server.stop(), 0);
    const errors = await server.records('error.log', 1);
    assert.deepEqual(
      errors.map(({ code, cause }) => [code, cause]),
      [['tls-handshake', 'it took over 500 ms']],
      'who has sent nothing is no fault',
    );
  });

  it('counts among the connections: who finds them all busy is told so over TLS', async (t) => {
    const server = await startTls(t, { limits: 'connections: 1' });
    const busy = await dialTls(server, BEGINNING);
    await busy.until(/100 Continue/);
    const refused = await dialTls(server);
    assert.equal((await refused.allAnswers())[0]?.status, 503);
    refused.finish();
    busy.finish('hello');
    assert.equal((await busy.allAnswers())[0]?.body, 'posted\n');
  });

  it('makes room for others when it does not go on', async (t) => {
    const server = await startTls(t, { limits: 'connections: 2', timeouts: 'head: 1h' });
    const stuck = [await dial(server), await dial(server, '\x16\x03\x01\x02\x00')];
    // For a second each is new.
    while (!stuck.every(({ over }) => over)) await (await dialTls(server, get('/'))).answers(1);
    for (const peer of stuck) peer.finish();
  });

  const beginnings: readonly (readonly [what: string, firstBytes: number])[] = [
    ['come at once', 0],
    ['have had a byte each before', 1],
  ];
  for (const [what, firstBytes] of beginnings) {
    it(`shares the turns: others are answered before many that ${what} are signed`, async (t) => {
      const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const server = await startTls(t, { certificate: makeCertificate({ keys }), timeouts: 'head: 1h' });
      const hello = (await helloOf()).toString('latin1');
      const visitor = await dialTls(server, get('/'));
      const peers = await Promise.all(Array.from({ length: 200 }, () => dial(server, hello.slice(0, firstBytes))));
      // Time for the server to take what they have sent: each answer is a turn.
      const turns = 50;
      for (let turn = 1; turn < turns; turn++) {
        await visitor.answers(turn);
        void visitor.send(get('/'));
      }
      await visitor.answers(turns);
      for (const peer of peers) void peer.send(hello.slice(firstBytes));
      void visitor.send(get('/'));
      await visitor.answers(turns + 1);
      const signed = peers.filter(({ receivedBytes }) => receivedBytes > 0).length;
      assert.ok(signed < peers.length, `answered after ${signed} handshakes`);
      await Promise.all(peers.map((peer) => peer.untilBytes(1)));
      for (const peer of [...peers, visitor]) peer.socket.destroy();
    });
  }

  it('lets few clients at a time begin twice, since their second ClientHello waits for no turn (RFC 8446 §4.1.4)', async (t) => {
    const server = await startTls(t, { timeouts: 'head: 1h' });
    const options = { ecdhCurve: 'P-521:X25519' };
    const hello = (await helloOf(options)).toString('latin1');
    const peers = await Promise.all(Array.from({ length: 4 }, () => dial(server, hello)));
    await Promise.all(peers.map((peer) => peer.untilBytes(1)));
    const refused = await dial(server, hello);
    await refused.ended;
    assert.equal(refused.received, '');
    await checkServes(server);
    for (const peer of [...peers, refused]) peer.socket.destroy();
    await Promise.all(peers.map(({ closed }) => closed));
    await checkServes(server);
    (await shakeHands(server, options)).destroy();
  });

  it('ends with the server: SIGTERM does not wait for it', async (t) => {
    const server = await startTls(t, { timeouts: 'head: 1h, drain: 1h' });
    const stuck = await dial(server, '\x16\x03\x01\x02\x00');
    const busy = await dialTls(server, BEGINNING);
    await busy.until(/100 Continue/);
    server.process.kill('SIGTERM');
    await stuck.ended;
    stuck.finish();
    busy.finish('hello');
    const [answer] = await busy.allAnswers();
    assert.deepEqual([answer?.body, answer?.headers.get('connection')], ['posted\n', 'close']);
    assert.equal((await server.waitExit()).code, 0);
  });

  it('costs nothing but itself when it is garbage: no file stays open, and the log is not flooded', async (t) => {
    const server = await startTls(t);
    await checkServes(server);
    const before = openFiles(server);
    const shapes = [
      '\x16\x03\x01\x00\x05hello',
      '\x16',
      '\x16\x03\x03\xff\xff',
      '\x00',
      '\x80\x2e\x01',
      '\xff'.repeat(5000),
    ];
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        shapes.map(async (shape, index) => {
          const peer = await dial(server, shape);
          if (index % 2 === 0) peer.finish();
          else peer.socket.resetAndDestroy();
          await peer.closed;
        }),
      );
    }
    // What a peer has closed is closed here a moment later.
    do await checkServes(server);
    while (openFiles(server) > before);
    assert.equal(await server.stop(), 0);
    const errors = await server.records('error.log', 0);
    assert.ok(errors.length === 2, `${errors.length} records`);
    assert.ok(errors.every(({ code, client }) => code === 'tls-handshake' && client !== undefined));
    assert.match(String(errors[1]?.['message']), /^\d+ TLS handshakes failed; this is the last of them$/);
    const access = await server.records('access.log', 0);
    assert.ok(
      access.every(({ status }) => status === 200),
      'it is no request',
    );
  });
});

async function checkServes(server: TlsServer): Promise<void> {
  const peer = await dialTls(server, lastGet('/'));
  assert.equal((await peer.allAnswers())[0]?.status, 200);
  peer.finish();
}

describe('TLS: a peer that resets its connection', { timeout: 120_000 }, () => {
  const NOT_SOON = 'head: 1h, bodyIdle: 1h, body: 1h, idle: 1h, write: 1h';
  const texts: readonly (readonly [what: string, text: string])[] = [
    ['one byte', 'G'],
    ['a request', get('/')],
    ['what is no HTTP', 'hello\r\n\r\n'],
    ['half a body', 'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\nhello'],
    ['more requests than are answered without their being read', get('/').repeat(3000)],
    ['a request for what is too large for one write', get('/large/5000000')],
  ];
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    for (const [what, text] of texts) {
      it(`keeps no place over ${maxVersion} after ${what}`, async (t) => {
        const places = 5;
        const server = await startTls(t, { timeouts: NOT_SOON, limits: `connections: ${places}` });
        for (let count = 0; count < places; count++) await resetAfter(server, text, maxVersion);
        const peers: WirePeer[] = [];
        while (peers.length < places) {
          const peer = await dialTls(server, BEGINNING);
          if (/ 100 Continue/.test(await peer.until(/HTTP\/1\.1 \d{3}/))) peers.push(peer);
          else peer.finish();
        }
        for (const peer of peers) peer.finish('hello');
        assert.equal(server.stderr(), '');
      });
    }
  }

  it('refuses no visitor a place, however many come one after another', async (t) => {
    const server = await startTls(t, { timeouts: NOT_SOON, limits: 'connections: 30' });
    for (let count = 0; count < 90; count++) await resetAfter(server, 'G', 'TLSv1.3');
    await checkServes(server);
  });

  it('is not taken for one that has only closed its direction: that gets all of a slow answer', async (t) => {
    const server = await startTls(t, { timeouts: 'head: 3s', limits: 'connections: 5' });
    const bytes = 24_000_000;
    const peer = await dialTls(server);
    peer.socket.pause();
    peer.finish(get(`/large/${bytes}`));
    await server.records('access.log', 1);
    // Closed after three seconds: for so long nothing of the answer moves.
    const silent = await dial(server);
    await silent.ended;
    silent.finish();
    peer.socket.resume();
    await peer.untilBytes(bytes);
  });
});

describe('TLS: plain HTTP at its port', { timeout: 120_000 }, () => {
  const shared = shareTls();

  it('gets a 400 over plain HTTP that says what to do, and its lines in the logs', async () => {
    const server = shared();
    const peer = await dial(server, `${get('/abc', 'Cookie: a=1')}${get('/')}`);
    const answers = await peer.allAnswers();
    peer.finish();
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers.get('connection')]),
      [[400, 'close']],
    );
    assert.match(answers[0]?.body ?? '', /This port speaks HTTPS/);
    const [access] = await server.records('access.log', 1);
    assert.deepEqual([access?.['target'], access?.['cookies'], access?.['status']], ['/abc', { a: '1' }, 400]);
    const [error] = await server.records('error.log', 1);
    assert.deepEqual([error?.['code'], error?.['target']], ['plain-http', '/abc']);
  });

  it('gets no Strict-Transport-Security, which answers over TLS have where the manifest says so (RFC 6797 §7.2)', async (t) => {
    const server = await startTls(t, {
      top: ['page: { headers: { strict-transport-security: max-age=9, X-Own: a } }'],
    });
    const plain = await dial(server, get('/missing'));
    const secure = await dialTls(server, lastGet('/missing'));
    const found = await Promise.all([plain, secure].map(async (peer) => (await peer.allAnswers())[0]?.headers));
    for (const peer of [plain, secure]) peer.finish();
    assert.deepEqual(
      found.map((headers) => [headers?.get('strict-transport-security'), headers?.get('x-own')]),
      [
        [undefined, 'a'],
        ['max-age=9', 'a'],
      ],
    );
  });

  it('gets it in pieces, and with a body that is never read', async () => {
    const server = shared();
    const peer = await dial(server, 'P');
    await peer.send('OST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n');
    await peer.send('\r\nhel');
    assert.equal((await peer.allAnswers())[0]?.status, 400);
    peer.finish();
  });

  it('is told so when it is no whole request, too', async (t) => {
    const server = await startTls(t, { timeouts: 'head: 500ms' });
    const late = await dial(server, 'GET / HT');
    const cut = await dial(server);
    cut.finish('GET / HT');
    assert.equal((await late.allAnswers())[0]?.status, 408);
    assert.equal((await cut.allAnswers())[0]?.status, 400);
    late.finish();
  });
});

describe('TLS: the demo', { timeout: 120_000 }, () => {
  it('makes cookies Secure, and lets those be set that have to be', async (t) => {
    const certificate = makeCertificate();
    const edit = (text: string): string =>
      replaceOnce(text, 'server:\n', 'server:\n  tls: { cert: cert.pem, key: key.pem }\n');
    const { manifest } = createSite(edit, { 'cert.pem': certificate.cert, 'key.pem': certificate.key });
    const server = { ...(await startServer({ t, manifest })), certificate };
    const peer = await dialTls(server, lastGet('/set_cookie/=/__Host-a=1'));
    const [answer] = await peer.allAnswers();
    assert.deepEqual(answer?.setCookies, ['__Host-a=1; Path=/; HttpOnly; SameSite=Lax; Secure']);
    peer.finish();
  });
});
