import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { codeOf } from '../../src/http/describe-thrown.ts';
import {
  createSite,
  type LogRecord,
  type RunningServer,
  replaceOnce,
  runCommand,
  startServer,
} from '../start-server.ts';
import { ask, talk, talkRaw } from '../talk.ts';

/** The rows of the demo's specification, each through the real command and a real socket. */
let server: RunningServer;
let clients = 0;

before(async () => {
  const site = createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject'));
  server = await startServer({ manifest: site.manifest });
});
after(() => server.stop());

/** An address that no other test uses: options are remembered by it. */
function freshClient(): { readonly from: string } {
  clients++;
  return { from: `127.0.7.${clients}` };
}

async function checkPage(
  requestLine: string,
  expected: { status: number; says: RegExp; from?: string },
): Promise<void> {
  const { status, says, ...options } = expected;
  const page = await ask(server.port, requestLine, [], options);
  assert.equal(page.status, status, page.body);
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(page.body, says);
}

describe('S1: where it listens', () => {
  it('takes a free port for --port 0 and names its URL in one line', () => {
    assert.match(server.stdout(), /^.*http:\/\/127\.0\.0\.1:\d+.*\n$/);
    assert.notEqual(server.port, 0);
  });

  it('takes host and port from the manifest where no flag is given, and from short flags where they are', async (t) => {
    const free = await startServer({ t });
    await free.stop();
    const site = createSite((manifest) => replaceOnce(manifest, 'port: 8888', `port: ${free.port}`));
    const byManifest = await startServer({ t, manifest: site.manifest, listen: [] });
    assert.equal(byManifest.url, `http://127.0.0.1:${free.port}`);
    const byFlags = await startServer({ t, manifest: site.manifest, listen: ['-H', '127.0.0.2', '-p', '0'] });
    assert.match(byFlags.url, /^http:\/\/127\.0\.0\.2:/);
    const byHostAlone = await runCommand(['-m', site.manifest, '--host', '127.0.0.1']);
    assert.equal(byHostAlone.code, 1, 'the port of the manifest is busy by now');
    assert.match(byHostAlone.stderr, new RegExp(`^Cannot listen on 127\\.0\\.0\\.1 port ${free.port}: .*\\n$`));
  });
});

describe('S2: input that is not HTTP', () => {
  for (const input of ['hello\r\n\r\n', 'GET /\r\n\r\n', 'GET / HTTP/1.1\r\nno colon\r\n\r\n', '\x16\x03\x01\x02']) {
    it(`stops the whole server after a 400 page, its records and exit code 1: ${JSON.stringify(input)}`, async (t) => {
      const shipped = await startServer({ t });
      const answer = await talkRaw(shipped.port, input);
      assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
      assert.match(answer, /<html/);
      const { code, stderr } = await shipped.waitExit();
      assert.equal(code, 1);
      assert.match(stderr, /^.*HTTP.*\n$/);
      const [error] = await shipped.records('error.log', 1);
      assert.equal(error?.['code'], 'not-http');
      const [access] = await shipped.records('access.log', 1);
      assert.equal(access?.['status'], 400);
      assert.equal(access?.['raw'], input.slice(0, 256));
    });
  }

  const faults = {
    'a bad field name': 'GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n',
    'a folded line': 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n',
    'bad framing': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
    'a limit': `GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    'another version': 'GET / HTTP/2.0\r\nHost: a\r\n\r\n',
    'one CRLF too many': '\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    'lines that end in LF': 'GET / HTTP/1.1\nHost: a\n\n',
    'no byte at all': '',
  };
  it('is not any other fault: those end their own connection only', async (t) => {
    const shipped = await startServer({ t });
    for (const [name, input] of Object.entries(faults)) {
      const half = connectAndEnd(shipped.port, input);
      assert.match(await half, input === '' ? /^$/ : /^HTTP\/1\.1 \d{3} /, name);
    }
    assert.equal((await ask(shipped.port, 'GET /')).status, 200);
  });

  it('lets the other connections have the answers that they are owed', async (t) => {
    const shipped = await startServer({ t });
    const owed = talk(shipped.port, pipelined(10));
    const first = await talkRaw(shipped.port, 'hello\r\n\r\n');
    assert.match(first, /^HTTP\/1\.1 400 /);
    for (const answer of await owed) assert.equal(answer.status, 200);
    assert.equal((await shipped.waitExit()).code, 1);
  });

  it('does not wait for requests that others have only begun', async (t) => {
    const site = createSite((manifest) => replaceOnce(manifest, 'drain: 25s', 'drain: 1h'));
    const shipped = await startServer({ t, manifest: site.manifest });
    const begun = talkRaw(shipped.port, 'GET / HTTP/1.1\r\nHost: a\r\n');
    await ask(shipped.port, 'GET /'); // the server has read by now what came before
    await talkRaw(shipped.port, 'hello\r\n\r\n');
    assert.match(await begun, /^HTTP\/1\.1 503 /);
    assert.equal((await shipped.waitExit()).code, 1);
  });

  it('ends only its own connection where the policy is reject', async () => {
    assert.match(await talkRaw(server.port, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.equal((await ask(server.port, 'GET /')).status, 200);
  });

  it('gets a warning at start where the host is not loopback', async (t) => {
    const open = await startServer({ t, listen: ['--host', '0.0.0.0', '--port', '0'] });
    assert.match(open.stderr(), /^.*notHttp.*shutdown.*\n$/);
  });
});

describe('S3: one dictionary', () => {
  it('reads the same request whatever pieces it comes in', async () => {
    const whole = await ask(server.port, 'GET /div/6/to/3');
    assert.match(whole.body, />2</);
  });
});

describe('S4: methods', () => {
  it('answers 501 with a page that names the two that it accepts', async () => {
    for (const method of ['DELETE', 'PUT', 'HEAD', 'OPTIONS', 'FOO']) {
      const page = await ask(server.port, `${method} /`);
      assert.equal(page.status, 501);
      if (method !== 'HEAD') assert.match(page.body, /GET and POST/);
      else assert.equal(page.body, '');
    }
  });
});

describe('S5: the access log', () => {
  it('records the whole request until the client asks for the short form, and again after', async (t) => {
    const own = await startServer({ t });
    const logged = async (requestLine: string, count: number): Promise<LogRecord | undefined> => {
      const { status } = await ask(own.port, requestLine, ['Cookie: a=1; b=2', 'X-Test: yes']);
      assert.equal(status, 200);
      return (await own.records('access.log', count)).at(-1);
    };
    const full = await logged('GET /?log=me', 1);
    assert.equal(full?.['detail'], 'full');
    assert.deepEqual(full?.['cookies'], { a: '1', b: '2' });
    assert.ok(JSON.stringify(full?.['headers']).includes('["X-Test","yes"]'));
    assert.equal((await logged('POST /short_log/1', 2))?.['detail'], 'full', 'only later requests are short');
    const short = await logged('GET /?log=me', 3);
    const keys = ['time', 'client', 'detail', 'method', 'target', 'cookies', 'status', 'bytes', 'durationMs'];
    assert.deepEqual(Object.keys(short ?? {}), keys);
    assert.equal(short?.['target'], '/?log=me');
    assert.equal((await logged('POST /short_log/0', 4))?.['detail'], 'short');
    assert.equal((await logged('GET /', 5))?.['detail'], 'full');
  });

  it('tells clients apart by address', async (t) => {
    const own = await startServer({ t });
    const [one, other] = [{ from: '127.0.8.1' }, { from: '127.0.8.2' }];
    await ask(own.port, 'POST /short_log/1', [], one);
    await ask(own.port, 'GET /', [], one);
    await ask(own.port, 'GET /', [], other);
    const records = await own.records('access.log', 3);
    assert.deepEqual(
      records.map(({ client, detail }) => [client, detail]),
      [
        ['127.0.8.1', 'full'],
        ['127.0.8.1', 'short'],
        ['127.0.8.2', 'full'],
      ],
    );
  });
});

describe('S6 and S7: errors', () => {
  it('gives every error a status, a page for people and a record', async (t) => {
    const own = await startServer({ t });
    const page = await ask(own.port, 'GET /nowhere');
    assert.equal(page.status, 404);
    assert.match(page.body, /no page/i);
    const [record] = await own.records('error.log', 1);
    assert.equal(record?.['code'], 'route-not-found');
    assert.equal(record?.['target'], '/nowhere');
  });

  it('shows the original message to a client that asked for it, under both spellings and both methods', async () => {
    const client = freshClient();
    const zero = async (): Promise<string> => (await ask(server.port, 'GET /div/1/to/0', [], client)).body;
    const hidden = await zero();
    assert.doesNotMatch(hidden, /Division by zero/);
    for (const [on, off] of [
      ['POST /show_errors/1', 'POST /show_errors/0'],
      ['GET /showerrors/1', 'GET /showerrors/0'],
    ] as const) {
      await checkPage(on, { status: 200, says: /shown/, ...client });
      assert.match(await zero(), /Division by zero/);
      await checkPage(off, { status: 200, says: /hidden/, ...client });
      assert.equal(await zero(), hidden);
    }
  });

  it('gives two clients in the same state the same bytes', async () => {
    const pages = await Promise.all([1, 2].map(() => ask(server.port, 'GET /nowhere', [], freshClient())));
    assert.equal(pages[0]?.body, pages[1]?.body);
  });
});

describe('S8: division', () => {
  const quotients = {
    '6/to/3': '2',
    '0.3/to/0.1': '3',
    '-7/to/2': '-3.5',
    '1/to/3': '0.333333333333333',
    '1e3/to/-4': '-250',
  };
  for (const [path, quotient] of Object.entries(quotients)) {
    it(`shows ${quotient} for /div/${path}`, () =>
      checkPage(`GET /div/${path}`, { status: 200, says: new RegExp(`>${quotient.replace('.', '\\.')}<`) }));
  }

  const refusals = {
    '1/to/0': /zero/,
    '1/to/-0': /zero/,
    'six/to/3': /Dividend .*number/,
    '0x10/to/2': /Dividend .*number/,
    '6/to/1_000': /Divisor .*number/,
    '%206/to/3': /Dividend .*number/,
    '1e999/to/1': /Dividend .*large/,
    '1e308/to/1e-308': /too large/,
    '9007199254740993/to/1': /Dividend .*digits/,
    '1e-999/to/1': /Dividend .*zero/,
  };
  for (const [path, says] of Object.entries(refusals)) {
    it(`refuses /div/${path} and says why`, () => checkPage(`GET /div/${path}`, { status: 400, says }));
  }
});

describe('S9: cookies', () => {
  it('sets each pair, with attributes that scripts and other sites cannot use', async () => {
    const { status, setCookies } = await ask(server.port, 'POST /set_cookie/=/a=1;%20b=2');
    assert.equal(status, 200);
    const attributes = 'Path=/; HttpOnly; SameSite=Lax';
    assert.deepEqual(setCookies, [`a=1; ${attributes}`, `b=2; ${attributes}`]);
  });

  const wrong = [
    'a',
    '=1',
    'a=1;b=2',
    'a=%22',
    'a=1%0d%0aX:%201',
    '__Host-a=1',
    '__secure-a=1',
    `a=${'x'.repeat(4096)}`,
  ];
  for (const pairs of [...wrong, Array.from({ length: 51 }, (_, index) => `c${index}=1`).join(';%20')]) {
    it(`refuses ${pairs.slice(0, 30)} and sets nothing`, async () => {
      const { status, setCookies } = await ask(server.port, `GET /set_cookie/=/${pairs}`);
      assert.equal(status, 400);
      assert.deepEqual(setCookies, []);
    });
  }
});

describe('S10: the background', () => {
  const GREEN = /<body[^>]*green/;
  for (const request of ['GET /', 'GET /nope', 'DELETE /', 'GET /div/1/to/0', 'GET /div/6/to/3']) {
    it(`follows the cookie on the page of ${request}`, async () => {
      const page = async (cookie: string): Promise<string> => (await ask(server.port, request, [cookie])).body;
      assert.match(await page('Cookie: bg_color=green'), GREEN);
      assert.match(await page('Cookie: a=b; bg_color=green; bg_color=red'), GREEN, 'the first of a repeated name wins');
      for (const other of ['red', 'GREEN', 'greenish', '', '"green"']) {
        assert.match(await page(`Cookie: bg_color=${other}`), /<body[^>]*white/);
      }
      assert.match(await page('X-Nothing: here'), /<body[^>]*white/);
    });
  }

  for (const [line, bad] of [
    ['GET / HTTP/1.1', 'X(: 1'],
    ['GET / HTTP/2.0', 'X: 1'],
    ['GET nowhere HTTP/1.1', 'X: 1'],
  ] as const) {
    it(`follows the cookie on the page of a request that was refused: ${line}, ${bad}`, async () => {
      const wire = await talkRaw(server.port, `${line}\r\nHost: a\r\nCookie: bg_color=green\r\n${bad}\r\n\r\n`);
      assert.match(wire, /^HTTP\/1\.1 (?:400|505) /);
      assert.match(wire, GREEN);
    });
  }
});

describe('S11: the start page', () => {
  it('has a form for each of the other requests', async () => {
    const { body } = await ask(server.port, 'GET /');
    for (const action of ['divide', 'set_?cookie', 'short_?log', 'show_?errors']) {
      assert.match(body, new RegExp(`<form[^>]*action="[^"]*${action}`, 'i'));
    }
  });

  it('leads from a submitted form to the URL that it means', async () => {
    const divide = await ask(server.port, 'GET /submit/divide?dividend=6&divisor=3');
    assert.equal(divide.status, 303);
    assert.equal(divide.headers.get('location'), '/div/6/to/3');
    const form = ['Content-Type: application/x-www-form-urlencoded'];
    const cookies = await ask(server.port, 'POST /submit/setCookie', form, { body: 'pairs=a%3D1%3B+b%3D2' });
    assert.equal(cookies.status, 307);
    const { status, setCookies } = await ask(server.port, `POST ${cookies.headers.get('location')}`, form, {
      body: 'x',
    });
    assert.equal(status, 200);
    assert.equal(setCookies.length, 2);
    assert.equal((await ask(server.port, 'GET /submit/nothing')).status, 404);
  });
});

describe('S12: other URLs', () => {
  it('are 404, and a known path with the wrong method is 405 with Allow', async () => {
    await checkPage('GET /div/6', { status: 404, says: /no page/i });
    const wrong = await ask(server.port, 'POST /div/6/to/3');
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get('allow'), 'GET');
  });
});

describe('S16: pages come from views', () => {
  it('says first in the title what a page is about', async () => {
    for (const [path, title] of [
      ['/div/6/to/3', 'Divide one number by another - Velosiped demo'],
      ['/nope', '404 Not Found - Velosiped demo'],
    ]) {
      assert.match((await ask(server.port, `GET ${path}`)).body, new RegExp(`<title>${title}</title>`));
    }
  });

  it('falls back to plain text only where the error view itself fails', async (t) => {
    // Loading tries the error view out, so it takes a refusal without a word to find what that did not.
    const site = createSite(
      () =>
        'version: 1\nserver: { errors: page }\nhandlers: ./refusing.ts\nviews: ./views\nroutes: { refuse: { path: /, handler: refuse } }\n',
      {
        'refusing.ts': `import { HttpError } from ${JSON.stringify(import.meta.resolve('../../src/contract/http-error.ts'))};
          export const handlers = { refuse: () => { throw new HttpError(400, ''); } };`,
        'views/error.hbs': '{{#if message}}{{message}}{{else}}{{nothing}}{{/if}}',
      },
    );
    const broken = await startServer({ t, manifest: site.manifest });
    assert.equal((await ask(broken.port, 'GET /nowhere')).headers.get('content-type'), 'text/html; charset=utf-8');
    const answer = await ask(broken.port, 'GET /');
    assert.equal(answer.status, 500);
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
    const [, record] = await broken.records('error.log', 2);
    assert.equal(record?.['code'], 'error-view-failed');
    assert.match(String(record?.['cause']), /refused-by-handler.*nothing/);
  });
});

describe('clients that people use', () => {
  it('serves curl', async (t) => {
    const run = promisify(execFile);
    try {
      const { stdout } = await run('curl', ['-si', `${server.url}/div/6/to/3`, `${server.url}/nope`]);
      assert.equal(stdout.match(/^HTTP\/1\.1 (?:200 OK|404 Not Found)\r$/gm)?.length, 2);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      t.skip('needs curl');
    }
  });

  it('serves fetch, which follows a form to its page', async () => {
    const page = await fetch(`${server.url}/submit/divide?dividend=1&divisor=4`);
    assert.equal(page.status, 200);
    assert.match(page.url, /\/div\/1\/to\/4$/);
    assert.match(await page.text(), />0\.25</);
  });

  it('serves the client of node:http on one connection', async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest(`${server.url}/set_cookie/=/a=1`, { method: 'POST' }, (response) => {
        response.resume();
        response.on('end', () => resolve([response.statusCode, response.headers['set-cookie']]));
      })
        .on('error', reject)
        .end('a body that no route declares');
    });
    assert.deepEqual(status, [200, ['a=1; Path=/; HttpOnly; SameSite=Lax']]);
  });
});

function pipelined(count: number): string {
  const request = 'GET /div/6/to/3 HTTP/1.1\r\nHost: a\r\n\r\n';
  return `${request.repeat(count - 1)}${request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`;
}

/** Sends and half-closes: the server must not wait for more. */
async function connectAndEnd(port: number, input: string): Promise<string> {
  const { connect } = await import('node:net');
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.end(Buffer.from(input, 'latin1'));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
