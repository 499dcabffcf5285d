import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { serveSite } from '../guards/served-site.ts';
import { ask, talk, type WireAnswer } from '../talk.ts';

const MANIFEST = `version: 1
routes:
  icon: { path: /icon, file: ./site/pic.png }
  named: { path: /report, file: ./site/a b.txt, response: { download: "Отчёт 1%.txt", type: text/x-report } }
  save: { path: "/save/{file...}", folder: { root: ./site }, response: { download: true } }
  bare: { path: "/bare/{file...}", folder: { root: ./site, index: null } }
  app: { path: "/app/{file...}", folder: { root: ./site, fallback: index.html } }
  taken: { path: /taken, text: mine }
  takenFiles: { path: "/taken/{file...}", folder: { root: ./site } }
  hello: { path: /hello, text: hello }
  all:
    path: "/{file...}"
    folder: { root: ./site }
    response: { headers: { Cache-Control: no-cache, Vary: Origin } }
`;

const LARGE = 'x'.repeat(300 * 1024);
const site = serveSite(MANIFEST, {
  'site/index.html': '<p>start',
  'site/a b.txt': '0123456789',
  'site/dir/index.html': '<p>dir',
  'site/dir/größe/inner.css': 'p {}',
  'site/empty/note.txt': 'n',
  'site/pic.png': 'png',
  'site/noext': 'noext',
  'site/large.bin': LARGE,
  'site/app.js': 'let a = 1;',
  'site/.env': 'SECRET',
  'site/.well-known/security.txt': 'Contact:',
  'outside/secret.txt': 'SECRET',
});

before(() => {
  const root = join(site.folder, 'site');
  symlinkSync('../outside/secret.txt', join(root, 'out.txt'));
  symlinkSync('../outside', join(root, 'outdir'));
  symlinkSync('.env', join(root, 'env.txt'));
  symlinkSync('a b.txt', join(root, 'in.txt'));
  symlinkSync('nowhere', join(root, 'dangling'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  writeFileSync(join(root, 'app.js.br'), brotliCompressSync('let a = 1;'));
  writeFileSync(join(root, 'app.js.gz'), gzipSync('let a = 1;'));
  utimesSync(join(root, 'a b.txt'), 1_700_000_000.9, 1_700_000_000.9);
  utimesSync(join(root, 'large.bin'), 1_700_000_000, 1_700_000_000);
});

interface Expected {
  readonly status: number;
  readonly body?: string;
  readonly fields?: Readonly<Record<string, string | undefined>>;
}

async function check(
  request: string,
  fields: readonly string[],
  { status, body, fields: expected = {} }: Expected,
): Promise<void> {
  const answer = await ask(site.port, request, fields);
  assert.equal(answer.status, status, `${request}: ${answer.status} ${answer.body.slice(0, 100)}`);
  if (body !== undefined) assert.equal(answer.body, body);
  assert.doesNotMatch(answer.body, /SECRET/);
  for (const [name, value] of Object.entries(expected))
    assert.equal(answer.headers.get(name), value, `${request}: ${name}`);
}

describe('file and folder: what is found', () => {
  const cases: readonly (readonly [request: string, expected: Expected])[] = [
    [
      'GET /icon',
      {
        status: 200,
        body: 'png',
        fields: {
          'content-type': 'image/png',
          'x-content-type-options': 'nosniff',
          'content-security-policy': undefined,
        },
      },
    ],
    ['GET /hello', { status: 200, body: 'hello' }],
    [
      'GET /',
      {
        status: 200,
        body: '<p>start',
        fields: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': undefined,
          'cache-control': 'no-cache',
        },
      },
    ],
    ['GET /dir?a=1&b', { status: 308, fields: { location: '/dir/?a=1&b' } }],
    ['GET /dir/', { status: 200, body: '<p>dir' }],
    ['GET /dir/gr%C3%B6%C3%9Fe/inner.css', { status: 200, body: 'p {}' }],
    ['GET /dir/gr%C3%B6%C3%9Fe', { status: 308, fields: { location: '/dir/gr%C3%B6%C3%9Fe/' } }],
    [
      'GET /a%20b.txt',
      {
        status: 200,
        body: '0123456789',
        fields: { 'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT', 'accept-ranges': 'bytes' },
      },
    ],
    ['GET /a%20b.txt/', { status: 404 }],
    ['GET /a%20b.txt/more', { status: 404 }],
    ['GET /noext', { status: 200, fields: { 'content-type': 'application/octet-stream' } }],
    ['GET /empty/', { status: 404 }],
    ['GET /in.txt', { status: 200, body: '0123456789' }],
    ['GET /.well-known/security.txt', { status: 200 }],
    ['POST /noext', { status: 405 }],
    // The folder itself.
    ['GET /save', { status: 308, fields: { location: '/save/' } }],
    ['GET /save/', { status: 200, body: '<p>start' }],
    ['GET /taken', { status: 200, body: 'mine' }],
    ['GET /bare', { status: 404 }],
    ['GET /bare/', { status: 404 }],
    ['GET /bare/dir', { status: 404 }],
    // What nobody finds.
    ...[
      '/.env',
      '/%2eenv',
      '/dir/.secret',
      '/env.txt',
      '/out.txt',
      '/outdir/secret.txt',
      '/outdir',
      '/dangling',
      '/pipe',
    ].map((path) => [`GET ${path}`, { status: 404 }] as const),
    ...[
      '/..%2foutside/secret.txt',
      '/%2e%2e/outside/secret.txt',
      '/dir%2finner.css',
      '/..%5coutside/secret.txt',
      '/a%00b',
    ].map((path) => [`GET ${path}`, { status: 404 }] as const),
    ...[
      '//evil.example/..;/',
      '/%2F%2Fevil',
      '/%5Cevil.example',
      '//dir',
      '/dir//',
      '///evil.example/%2e%2e',
      '//evil.example/dir',
    ].map((path) => [`GET ${path}`, { status: 404, fields: { location: undefined } }] as const),
    [`GET /${'n'.repeat(300)}`, { status: 404 }],
  ];
  it('a page of nothing leads to near ones, also where a folder has all other paths', async () => {
    const { body } = await ask(site.port, 'GET /helo', ['Accept: text/html']);
    assert.match(body, /<a href="\/hello">/);
  });
  for (const [request, expected] of cases) {
    it(`${request.slice(0, 60)}: ${expected.status}`, () => check(request, [], expected));
  }

  it('says under which name to save a file, for old browsers and for new ones', async () => {
    await check('GET /save/a%20b.txt', [], {
      status: 200,
      fields: { 'content-disposition': 'attachment; filename="a b.txt"' },
    });
    await check('GET /report', [], {
      status: 200,
      fields: {
        'content-type': 'text/x-report',
        'content-disposition': `attachment; filename="_____ 1%.txt"; filename*=UTF-8''${encodeURIComponent('Отчёт 1%.txt')}`,
      },
    });
  });
});

describe('folder: fallback', () => {
  it('shows the application to who asks for HTML by name, and says what decided', async () => {
    const vary = { vary: 'Accept' };
    await check('GET /app/users/7', ['Accept: text/html,*/*;q=0.8'], { status: 200, body: '<p>start', fields: vary });
    await check('GET /app/users/7', ['Accept: application/xhtml+xml'], { status: 200, body: '<p>start', fields: vary });
    for (const accept of [[], ['Accept: */*'], ['Accept: application/json'], ['Accept: text/html;q=0, */*']]) {
      await check('GET /app/users/7', accept, { status: 404, fields: vary });
    }
    await check('GET /app/a%20b.txt', ['Accept: text/html'], {
      status: 200,
      body: '0123456789',
      fields: { vary: undefined },
    });
    await check('GET /app/.env', ['Accept: text/html'], { status: 404 });
  });
});

describe('files: conditions and ranges (RFC 9110 §13, §14)', () => {
  const etagOf = async (path: string, fields: readonly string[] = []): Promise<string> =>
    (await ask(site.port, `GET ${path}`, fields)).headers.get('etag') ?? '';

  it('answers 304 with what caches need, and 412', async () => {
    const tag = await etagOf('/a%20b.txt');
    assert.match(tag, /^"[^"]+"$/);
    const fields = {
      etag: tag,
      'cache-control': 'no-cache',
      vary: 'Origin',
      'content-type': undefined,
      'content-length': undefined,
    };
    await check('GET /a%20b.txt', [`If-None-Match: "other", W/${tag}`], { status: 304, body: '', fields });
    await check('HEAD /a%20b.txt', ['If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT'], { status: 304 });
    await check('GET /a%20b.txt', ['If-Modified-Since: Tue, 14 Nov 2023 22:13:19 GMT'], { status: 200 });
    await check('GET /a%20b.txt', ['If-Match: "other"', 'Range: bytes=90-'], { status: 412 });
    await check('GET /a%20b.txt', ['If-Unmodified-Since: Tue, 14 Nov 2023 22:13:19 GMT'], { status: 412 });
  });

  it('sends one range, several, and says that there is none', async () => {
    for (const path of ['/a%20b.txt', '/large.bin']) {
      const size = path === '/large.bin' ? LARGE.length : 10;
      await check(`GET ${path}`, ['Range: bytes=2-4'], {
        status: 206,
        fields: { 'content-range': `bytes 2-4/${size}`, 'content-length': '3' },
      });
      await check(`HEAD ${path}`, ['Range: bytes=2-4'], {
        status: 200,
        fields: { 'content-length': String(size), 'content-range': undefined },
      });
      await check(`GET ${path}`, [`Range: bytes=${size}-`], {
        status: 416,
        fields: { 'content-range': `bytes */${size}` },
      });
      const date = 'Tue, 14 Nov 2023 22:13:20 GMT';
      await check(`GET ${path}`, ['Range: bytes=2-4', `If-Range: ${date}`], { status: 206 });
      await check(`GET ${path}`, ['Range: bytes=2-4', 'If-Range: "other"'], { status: 200 });
      await check(`GET ${path}`, ['Range: bytes=2-4', `If-Range: ${await etagOf(path)}`], { status: 206 });
    }
    const answer = await ask(site.port, 'GET /large.bin', ['Range: bytes=0-1, 100-101, -2']);
    const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(answer.headers.get('content-type') ?? '')?.[1];
    const part = (range: string) =>
      `--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${range}/307200\r\n\r\nxx\r\n`;
    assert.equal(answer.body, `${part('0-1')}${part('100-101')}${part('307198-307199')}--${boundary}--\r\n`);
  });

  it('sends what a build tool has packed, with a tag of its own, to those who accept it', async () => {
    const vary = { vary: 'Origin, Accept-Encoding' };
    await check('GET /app.js', [], {
      status: 200,
      body: 'let a = 1;',
      fields: { ...vary, 'content-encoding': undefined },
    });
    await check('GET /app.js', ['Accept-Encoding: gzip, br;q=0.5'], {
      status: 200,
      fields: { ...vary, 'content-encoding': 'gzip' },
    });
    await check('GET /app.js', ['Accept-Encoding: gzip, br'], {
      status: 200,
      fields: { 'content-encoding': 'br', 'content-type': 'text/javascript; charset=utf-8' },
    });
    await check('GET /app.js', ['Accept-Encoding: identity'], {
      status: 200,
      fields: { ...vary, 'content-encoding': undefined },
    });
    const [plain, br, gzip] = [
      await etagOf('/app.js'),
      await etagOf('/app.js', ['Accept-Encoding: br']),
      await etagOf('/app.js', ['Accept-Encoding: gzip']),
    ];
    assert.equal(new Set([plain, br, gzip]).size, 3);
    await check('GET /app.js', ['Accept-Encoding: br', `If-None-Match: ${br}`], {
      status: 304,
      fields: { ...vary, 'content-encoding': undefined },
    });
    await check('GET /app.js', ['Accept-Encoding: br', `If-None-Match: ${plain}`], { status: 200 });
    await check('GET /app.js.gz', ['Accept-Encoding: gzip'], {
      status: 200,
      fields: { 'content-type': 'application/gzip', 'content-encoding': undefined },
    });
  });
});

describe('files: changes on the disk', () => {
  const path = () => join(site.folder, 'site/changing.txt');

  it('never answers with what was there before, however quickly it changes', async () => {
    const seen = new Set<string>();
    for (let index = 0; index < 30; index++) {
      writeFileSync(path(), `content ${index % 10}`);
      const answer: WireAnswer = await ask(site.port, 'GET /changing.txt');
      assert.equal(answer.body, `content ${index % 10}`);
      seen.add(answer.headers.get('etag') ?? '');
    }
    assert.equal(seen.size, 10);
    writeFileSync(`${path()}.new`, 'replaced!');
    renameSync(`${path()}.new`, path());
    await check('GET /changing.txt', [], { status: 200, body: 'replaced!' });
  });

  const changes = {
    replaced: (big: string) => {
      writeFileSync(`${big}.new`, 'another');
      renameSync(`${big}.new`, big);
    },
    grown: (big: string) => appendFileSync(big, 'more'),
    removed: (big: string) => rmSync(big),
    cut: (big: string) => truncateSync(big, 1024 * 1024),
  };

  it('sends a file as it was whatever happens to it meanwhile, and breaks off one that is cut', async () => {
    const big = join(site.folder, 'site/big.bin');
    const content = randomBytes(24 * 1024 * 1024);
    for (const [name, change] of Object.entries(changes)) {
      writeFileSync(big, content);
      const socket = connect(site.port, '127.0.0.1');
      socket.write('GET /big.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      const chunks: Buffer[] = [];
      for await (const chunk of socket) {
        if (chunks.length === 0) change(big);
        chunks.push(chunk);
        // A reader that is slower than the disk.
        await new Promise(setImmediate);
      }
      const wire = Buffer.concat(chunks);
      const body = wire.subarray(wire.indexOf('\r\n\r\n') + 4);
      assert.ok(body.equals(content.subarray(0, body.length)), 'of what it was');
      if (name !== 'cut') assert.equal(body.length, content.length, name);
      else {
        assert.ok(body.length < content.length, `${body.length} bytes came`);
        assert.ok(site.errors.some(({ code }) => code === 'file-changed'));
        assert.ok(site.access.some(({ target, aborted }) => target === '/big.bin' && aborted === true));
      }
    }
    appendFileSync(big, 'more');
    const [first, second] = await talk(
      site.port,
      'GET /a%20b.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    assert.deepEqual([first?.body, second?.body], ['0123456789', 'hello']);
  });
});
