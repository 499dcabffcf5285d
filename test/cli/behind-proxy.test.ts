import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noNginx, startNginx } from '../clients/start-nginx.ts';
import { dial, get } from '../socket/wire-peer.ts';
import { createSite, type RunningServer, replaceOnce, startServer, type TestContext } from '../start-server.ts';
import { ask, talk, type WireAnswer } from '../talk.ts';
import { createReloadSite, manifestText, said } from './reload-site.ts';

const PROXY = '127.0.0.2';
const STRANGER = '127.0.0.3';

/** Two visitors, as the proxy's fields name them. */
const [ANN, BOB] = ['X-Forwarded-For: 198.51.100.1', 'X-Forwarded-For: 198.51.100.2'];
const OVER_TLS = 'X-Forwarded-Proto: https';

/** The shipped demo behind a proxy, and a route that tells the scheme. */
async function startDemo(t: TestContext): Promise<RunningServer> {
  const { manifest } = createSite((text) =>
    replaceOnce(text, 'notHttp: shutdown', `notHttp: reject\n  trustProxy: ["${PROXY}", 10.0.0.0/8]`),
  );
  return startServer({ t, manifest });
}

function byProxy(server: RunningServer, line: string, ...fields: readonly string[]): Promise<WireAnswer> {
  return ask(server.port, line, fields, { from: PROXY });
}

/** What the error page of a division by zero shows: the original message, or not. */
async function checkShowsErrors(answer: Promise<WireAnswer>, wanted: boolean): Promise<void> {
  assert.equal((await answer).body.includes('RangeError') || /Division by zero/.test((await answer).body), wanted);
}

describe('server.trustProxy: who a client is', () => {
  it('tells the clients of a trusted proxy apart, and each keeps what it chose', async (t) => {
    const server = await startDemo(t);
    assert.equal((await byProxy(server, 'POST /show_errors/1', ANN)).status, 200);
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', ANN), true);
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', `${ANN}, 10.1.2.3`), true);
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', 'Forwarded: for=198.51.100.1'), true);
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', BOB), false);
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0'), false);
    const clients = (await server.records('access.log', 6)).map(({ client }) => client);
    const [ann, bob] = ['198.51.100.1', '198.51.100.2'];
    assert.deepEqual(clients, [ann, ann, ann, ann, bob, PROXY]);
    assert.deepEqual((await server.records('error.log', 1))[0]?.['client'], ann);
  });

  it('believes nobody else', async (t) => {
    const server = await startDemo(t);
    await byProxy(server, 'POST /show_errors/1', ANN);
    const forged = [ANN, 'Forwarded: for=198.51.100.1'];
    for (const field of forged) {
      await checkShowsErrors(ask(server.port, 'GET /div/1/to/0', [field], { from: STRANGER }), false);
    }
    await ask(server.port, 'POST /show_errors/0', forged, { from: STRANGER });
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', ANN), true);
    const clients = (await server.records('access.log', 5)).map(({ client }) => client);
    assert.deepEqual(clients, ['198.51.100.1', STRANGER, STRANGER, STRANGER, '198.51.100.1']);
  });

  it('believes nobody at all without the key, a peer on loopback neither', async (t) => {
    const server = await startServer({ t });
    await ask(server.port, 'GET /', [ANN, 'Forwarded: for=198.51.100.1']);
    assert.equal((await server.records('access.log', 1))[0]?.['client'], '127.0.0.1');
  });

  it('lets nobody choose for the proxy, whose requests those of many can be: the page says that nothing was changed', async (t) => {
    const server = await startDemo(t);
    const refused = [['Forwarded: for=192.0.2.9', ANN], ['X-Forwarded-For: unknown'], []];
    for (const fields of refused) {
      for (const line of ['POST /short_log/1', 'POST /show_errors/1']) {
        const answer = await byProxy(server, line, ...fields);
        assert.equal(answer.status, 403);
        assert.match(answer.body, /Nothing was changed: a proxy between you and this server does not say who you are/);
      }
      await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', ...fields), false);
    }
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', ANN), false);
    const details = (await server.records('access.log', 10)).map(({ client, detail }) => `${client} ${detail}`);
    assert.deepEqual(new Set(details), new Set([`${PROXY} full`, '198.51.100.1 full']));
    const [{ code, cause } = {}] = await server.records('error.log', 1);
    assert.equal(code, 'refused-by-handler');
    assert.match(String(cause), /The trusted proxy 127\.0\.0\.2 does not name a client/);
  });

  it('takes the addresses of one IPv6 network for one client, and logs each as it is', async (t) => {
    const server = await startDemo(t);
    await byProxy(server, 'POST /show_errors/1', 'X-Forwarded-For: 2001:DB8:0:1::1');
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', 'Forwarded: for="[2001:db8:0:1:ffff::2]:80"'), true);
    await checkShowsErrors(byProxy(server, 'GET /div/1/to/0', 'X-Forwarded-For: 2001:db8:0:2::1'), false);
    const clients = (await server.records('access.log', 3)).map(({ client }) => client);
    assert.deepEqual(clients, ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:2::1']);
  });

  it('takes IPv4-mapped addresses for IPv4, of a peer and in a field', async (t) => {
    const { manifest } = createSite((text) =>
      replaceOnce(text, 'notHttp: shutdown', `notHttp: reject\n  trustProxy: ["::ffff:127.0.0.2/128"]`),
    );
    const server = await startServer({ t, manifest, listen: ['--host', '::', '--port', '0'] });
    await byProxy(server, 'GET /', 'X-Forwarded-For: ::ffff:198.51.100.1');
    await ask(server.port, 'GET /', [ANN], { from: STRANGER });
    const clients = (await server.records('access.log', 2)).map(({ client }) => client);
    assert.deepEqual(clients, ['198.51.100.1', STRANGER]);
  });

  it('names the client of a request that is refused for its body, but not out of half a head', async (t) => {
    const server = await startDemo(t);
    const fields = `Host: a\r\n${ANN}\r\n`;
    await talk(server.port, `POST / HTTP/1.1\r\n${fields}Transfer-Encoding: chunked\r\n\r\nx\r\n`, { from: PROXY });
    await talk(server.port, `POST / HTTP/1.1\r\n${fields}Bad : 1\r\n\r\n`, { from: PROXY });
    const clients = (await server.records('access.log', 2)).map(({ client }) => client);
    assert.deepEqual(clients, ['198.51.100.1', PROXY]);
    assert.deepEqual(
      (await server.records('error.log', 2)).map(({ client, code }) => [client, code]),
      [
        ['198.51.100.1', 'bad-chunk'],
        [PROXY, 'bad-field-line'],
      ],
    );
  });
});

describe('server.trustProxy: the scheme', () => {
  it('makes cookies Secure where the proxy says https, and nobody else can', async (t) => {
    const server = await startDemo(t);
    const line = 'GET /set_cookie/=/a=1';
    const plain = 'a=1; Path=/; HttpOnly; SameSite=Lax';
    assert.deepEqual((await byProxy(server, line, ANN, OVER_TLS)).setCookies, [`${plain}; Secure`]);
    assert.deepEqual((await byProxy(server, line, 'Forwarded: for=198.51.100.1;proto=https')).setCookies, [
      `${plain}; Secure`,
    ]);
    assert.deepEqual((await byProxy(server, line, ANN, 'X-Forwarded-Proto: http')).setCookies, [plain]);
    assert.deepEqual((await byProxy(server, line, ANN)).setCookies, [plain]);
    assert.deepEqual((await ask(server.port, line, [OVER_TLS], { from: STRANGER })).setCookies, [plain]);
  });

  it('lets cookies have names that only https may set', async (t) => {
    const server = await startDemo(t);
    const line = 'GET /set_cookie/=/__Secure-a=1';
    assert.equal((await byProxy(server, line, OVER_TLS)).status, 200);
    assert.equal((await byProxy(server, line)).status, 400);
  });

  it('is that of our own origin, which sameOrigin asks for', async (t) => {
    const server = await startDemo(t);
    const line = 'POST /show_errors/1';
    const own = 'Origin: https://localhost';
    assert.equal((await byProxy(server, line, ANN, own, OVER_TLS)).status, 200);
    assert.equal((await byProxy(server, line, ANN, own)).status, 403);
    assert.equal((await byProxy(server, line, ANN, 'Origin: http://localhost', OVER_TLS)).status, 403);
    assert.equal((await ask(server.port, line, [own, OVER_TLS], { from: STRANGER })).status, 403);
  });
});

describe('server.trustProxy: behind nginx', { skip: noNginx }, () => {
  const BY_LIST = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header Host $host;';
  const [CLIENT, OTHER] = ['127.0.0.3', '127.0.0.4'];

  async function startBoth(t: TestContext, directives: string): Promise<readonly [RunningServer, number]> {
    const { manifest } = createSite((text) =>
      replaceOnce(text, 'notHttp: shutdown', 'notHttp: reject\n  trustProxy: [127.0.0.1]'),
    );
    const server = await startServer({ t, manifest });
    return [server, await startNginx(t, [server.port], directives)];
  }

  it('finds the client that nginx adds to a list which the client forged', async (t) => {
    const [server, port] = await startBoth(t, `${BY_LIST} proxy_set_header Forwarded "";`);
    const forged = [`X-Forwarded-For: ${OTHER}`, `X-Forwarded-For: ${OTHER}, 127.0.0.1`, `Forwarded: for=${OTHER}`];
    for (const field of forged) {
      assert.equal((await ask(port, 'POST /show_errors/1', [field], { from: CLIENT })).status, 200);
    }
    await checkShowsErrors(ask(port, 'GET /div/1/to/0', [], { from: CLIENT }), true);
    await checkShowsErrors(ask(port, 'GET /div/1/to/0', [], { from: OTHER }), false);
    const clients = (await server.records('access.log', 5)).map(({ client }) => client);
    assert.deepEqual(clients, [CLIENT, CLIENT, CLIENT, CLIENT, OTHER]);
  });

  it('lets a client that adds the field which nginx hands on choose for nobody', async (t) => {
    const [server, port] = await startBoth(t, BY_LIST);
    const fields = ['Forwarded: for=127.0.0.5'];
    assert.equal((await ask(port, 'POST /show_errors/1', fields, { from: CLIENT })).status, 403);
    for (const from of [CLIENT, OTHER]) {
      await checkShowsErrors(ask(port, 'GET /div/1/to/0', [], { from }), false);
      await checkShowsErrors(ask(port, 'GET /div/1/to/0', fields, { from }), false);
    }
    const clients = (await server.records('access.log', 5)).map(({ client }) => client);
    assert.deepEqual(clients, ['127.0.0.1', CLIENT, '127.0.0.1', OTHER, '127.0.0.1']);
  });
});

describe('server.trustProxy: Strict-Transport-Security (RFC 6797 §7.2)', () => {
  it('goes to who came to the proxy over TLS, and to nobody else', async (t) => {
    const top = [`server: { trustProxy: [${PROXY}] }`, 'page: { headers: { Strict-Transport-Security: max-age=9 } }'];
    const server = await startServer({ t, manifest: createReloadSite({ top }).manifest });
    const found = [
      await byProxy(server, 'GET /missing', ANN, OVER_TLS),
      await byProxy(server, 'POST /too-large', ANN, OVER_TLS, 'Content-Length: 99999999'),
      await byProxy(server, 'POST /refused', ANN, OVER_TLS, 'Transfer-Encoding: gzip'),
      await byProxy(server, 'GET /missing', ANN),
      await ask(server.port, 'GET /missing', [OVER_TLS], { from: STRANGER }),
    ];
    assert.deepEqual(
      found.map(({ headers }) => headers.get('strict-transport-security')),
      ['max-age=9', 'max-age=9', 'max-age=9', undefined, undefined],
    );
  });
});

describe('server.trustProxy: absolute-form (RFC 9112 §3.2.2)', () => {
  it('takes the scheme of the connection, and the one that the proxy says; from anybody else the first alone', async (t) => {
    const server = await startDemo(t);
    const [ofHop, ofClient] = ['GET http://localhost/set_cookie/=/a=1', 'GET https://localhost/set_cookie/=/a=1'];
    for (const line of [ofHop, ofClient]) {
      const answer = await byProxy(server, line, ANN, OVER_TLS);
      assert.deepEqual(
        [answer.status, answer.setCookies],
        [200, ['a=1; Path=/; HttpOnly; SameSite=Lax; Secure']],
        line,
      );
    }
    for (const [line, status] of [
      [ofHop, 200],
      [ofClient, 400],
    ] as const) {
      assert.equal((await byProxy(server, line, ANN)).status, status, 'the proxy says no scheme');
      assert.equal((await byProxy(server, line, ANN, 'X-Forwarded-Proto: http')).status, status);
      assert.equal((await ask(server.port, line, [OVER_TLS], { from: STRANGER })).status, status);
    }
  });
});

describe('server.trustProxy: reload', () => {
  it('takes effect at once, on connections that are open too', async (t) => {
    const site = createReloadSite({ top: [`server: { trustProxy: [${PROXY}] }`] });
    const server = await startServer({ t, manifest: site.manifest });
    const peer = await dial(server, get('/', ANN), { from: PROXY });
    await peer.answers(1);
    for (const [times, proxies] of [STRANGER, PROXY].entries()) {
      site.write('routes.yaml', manifestText({ top: [`server: { trustProxy: [${proxies}] }`] }));
      server.process.kill('SIGHUP');
      await said(server, ': reloaded, 7 routes\n', times + 1);
      await peer.send(get('/', ANN));
      await peer.answers(times + 2);
    }
    peer.finish();
    const clients = (await server.records('access.log', 3)).map(({ client }) => client);
    assert.deepEqual(clients, ['198.51.100.1', PROXY, '198.51.100.1']);
  });
});
