import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';

const site = serveSite(
  `version: 1
server: { methods: [GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS] }
groups:
  saved: { under: /save, response: { headers: { X-Group: saved } } }
routes:
  save: { path: "/save/{file...}", folder: { root: ./site }, response: { download: true } }
  all: { path: "/{file...}", folder: { root: ./site } }
`,
  { 'site/index.html': 'start', 'secret.txt': 'SECRET', 'site-private/secret.txt': 'SECRET' },
);

/** All are in the folder, and each holds its own name. */
const NAMES = [
  ...`100%.txt|%41.txt|A.txt|a.TXT|what?.txt|hash#tag.txt|a+b.txt|a b.txt| begins.txt|ends |dot.|index.html.|con.tent/inner.txt`.split(
    '|',
  ),
  ...`semi;colon.txt|quote's.txt|double"quote.txt|comma,.txt|colon:.txt|<tag>.txt|(r) [s] {c} ^.txt|-dash|a..b.txt|~|*|CON`.split(
    '|',
  ),
  ...`\u00fc.txt|u\u0308.txt|отчёт.txt|🚲.txt|line\nbreak.txt|c\r\nSet-Cookie: a=b|\u0001\u007f|\u200f.txt|a b/in dex.txt`.split(
    '|',
  ),
  'x'.repeat(255),
  'ж'.repeat(127),
  'pipe|.txt',
  'tick`.txt',
];

let listener: Server;
before(() => {
  const root = join(site.folder, 'site');
  const put = (name: string, content: string | Buffer = name): void => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content);
  };
  for (const name of NAMES) put(name);
  put('empty.txt', '');
  for (const hidden of ['.env', '.git/config', 'dir/.secret', '..dots', '...', '.well-known/.secret'])
    put(hidden, 'SECRET');
  put('.well-known/acme/token', 'token');
  put('dir/index.html', 'dir');
  put('back\\slash.txt', 'SECRET');
  writeFileSync(Buffer.concat([Buffer.from(`${root}/latin-`), Buffer.from([0xfc])]), 'latin');
  symlinkSync(Buffer.concat([Buffer.from('latin-'), Buffer.from([0xfc])]), join(root, 'to-latin.txt'));
  const links: readonly (readonly [string, string])[] = [
    ['in.txt', 'A.txt'],
    ['in-in.txt', 'in.txt'],
    ['dir-in', 'dir'],
    ['up-and-in.txt', '../site/A.txt'],
    ['absolute-in.txt', join(root, 'A.txt')],
    ['out.txt', '../secret.txt'],
    ['absolute-out.txt', join(site.folder, 'secret.txt')],
    ['dir-out', '..'],
    ['sibling-out', '../site-private'],
    ['out-in.txt', 'dir-out/site/A.txt'],
    ['to-hidden.txt', '.env'],
    ['to-git', '.git'],
    ['loop', 'loop'],
    ['ping', 'pong'],
    ['pong', 'ping'],
    ['dangling.txt', 'nowhere'],
    ['null.txt', '/dev/null'],
    ['zero.txt', '/dev/zero'],
    ['proc.txt', '/proc/self/environ'],
    ['all', '/'],
  ];
  for (const [name, target] of links) symlinkSync(target, join(root, name));
  execFileSync('mkfifo', [join(root, 'pipe.txt')]);
  mkdirSync(join(root, 'folder.txt/index.html'), { recursive: true });
  mkdirSync(join(root, 'folder.css'));
  put('locked.txt', 'SECRET');
  put('locked/inner.txt', 'SECRET');
  chmodSync(join(root, 'locked.txt'), 0);
  chmodSync(join(root, 'locked'), 0);
  listener = createServer().listen(join(root, 'socket.txt'));
});
after(() => listener.close());

interface Wanted {
  readonly status: number;
  /** Of the answer, whole; undefined: whatever it is. */
  readonly body?: string;
  readonly location?: string;
}

async function check(request: string, fields: readonly string[], { status, body, location }: Wanted): Promise<void> {
  const answer = await ask(site.port, request, fields);
  assert.equal(answer.status, status, `${request}: ${answer.status} ${answer.body.slice(0, 100)}`);
  assert.doesNotMatch(answer.body, /SECRET/, request);
  assert.equal(answer.headers.get('location'), location, request);
  assert.equal(answer.headers.get('set-cookie'), undefined, request);
  if (body !== undefined) assert.equal(answer.body, body, request);
}

const encoded = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

describe('folder: names (RFC 3986 §2, RFC 6266)', () => {
  it('finds each file by its name, percent-decoded once, with nothing left out or folded', async () => {
    for (const name of NAMES) {
      await check(`GET /${encoded(name)}`, [], { status: 200, body: name });
    }
    // Other spellings of the same, and names that differ.
    await check('GET /(r)%20[s]%20%7bc%7D%20^.txt', [], { status: 200, body: '(r) [s] {c} ^.txt' });
    await check('GET /%41.txt', [], { status: 200, body: 'A.txt' });
    await check('GET /a+b.txt?a+b', [], { status: 200, body: 'a+b.txt' });
    for (const path of [
      '/a.txt',
      '/A.TXT',
      '/A.txt%20',
      '/A.txt.',
      '/dot',
      '/ends',
      '/a%20b.txt%00',
      '/what?.txt',
      '/%25%34%31.txt%00',
      '/%EF%BC%A1.txt',
    ])
      await check(`GET ${path}`, [], { status: 404 });
  });

  it('says each name to a browser that saves it, in one field that no name breaks', async () => {
    for (const name of NAMES) {
      const { headers } = await ask(site.port, `GET /save/${encoded(name)}`);
      const base = name.slice(name.lastIndexOf('/') + 1);
      const [, plain = '', rest = ''] =
        /^attachment; filename="((?:[^"\\]|\\.)*)"(.*)$/.exec(headers.get('content-disposition') ?? '') ?? [];
      const [, extended] = /^; filename\*=UTF-8''([\w!#$&+\-.^`|~%]+)$/.exec(rest) ?? [];
      assert.equal(extended === undefined ? plain : decodeURIComponent(extended), base, name);
      assert.match(plain, /^[ -~]+$/);
      assert.doesNotMatch(plain, /%[\dA-Fa-f]{2}/, 'some browsers would decode it');
    }
  });
});

describe('folder: what is not a file of it', () => {
  it('is not found, and shows nothing', async () => {
    const lists = [
      // Hidden.
      `/.env /%2eenv /.git/config /.git/ /.git /dir/.secret /..dots /... /..%3B /.well-known/.secret`,
      // Not files, whatever they are called.
      `/pipe.txt /socket.txt /null.txt /zero.txt /folder.txt/ /folder.css/ /dir/index.html/ /A.txt/ /A.txt/.
        /A.txt/.. /A.txt/x`,
      // Links that lead out, to hidden names, in circles and to nowhere.
      `/out.txt /absolute-out.txt /dir-out/secret.txt /dir-out /dir-out/ /sibling-out/secret.txt /to-hidden.txt
        /to-git/config /to-git /loop /ping /dangling.txt /proc.txt /all/etc/passwd /all /all/`,
      // Steps up, and what some servers take for one.
      `/.. /. /../secret.txt /%2e%2e/secret.txt /.%2e/secret.txt /%2E%2E%2Fsecret.txt /..%2fsecret.txt
        /..%5csecret.txt /%5c..%5csecret.txt /dir/%2e%2e/%2e%2e/secret.txt /dir/../../secret.txt /..;/secret.txt
        /%2e%2e;/secret.txt /%252e%252e/secret.txt /..%252fsecret.txt /..%00/secret.txt /%00 /A.txt%00.html
        /..%0d%0a/secret.txt /..%09/secret.txt /%ef%bc%8e%ef%bc%8e/secret.txt /..%ef%bc%8fsecret.txt /%2e/A.txt
        /./A.txt /dir/../A.txt /dir/./index.html /dir//index.html //A.txt /%2fA.txt /%2f%2fA.txt /dir%2findex.html
        /dir%5cindex.html /back%5cslash.txt /site-private/secret.txt /../site-private/secret.txt
        /..-private/secret.txt /~root /A.txt::$DATA /A.txt:stream /aux.txt /DIR/ /Index.html /dir;a=1
        /dir%3fx /dir%23x`,
    ];
    const long = [`/${'n'.repeat(256)}`, `/${'%D0%B6'.repeat(128)}`, `/${'d/'.repeat(2100)}x`];
    const paths = [...lists.flatMap((list) => list.split(/\s+/)), ...long];
    for (const path of paths) await check(`GET ${path}`, ['Accept: text/html'], { status: 404 });
    // Not UTF-8, in overlong forms too, and broken escapes.
    for (const path of [
      '/latin-%FC',
      '/%c0%ae%c0%ae/secret.txt',
      '/%e0%80%ae%e0%80%ae/secret.txt',
      '/%ed%a0%80',
      '/%',
      '/%4',
      '/%zz',
      '/%u002e',
    ])
      await check(`GET ${path}`, [], { status: 400 });
    await check('GET file:///etc/passwd', [], { status: 400 });
  });

  it('may not be read: not found either, and error.log says why', {
    skip: process.seteuid === undefined && 'only POSIX has users',
  }, async () => {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      for (const path of ['/locked.txt', '/locked/inner.txt', '/locked/'])
        await check(`GET ${path}`, [], { status: 404 });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    const logged = site.errors.filter(({ code }) => code === 'unreadable-file');
    assert.deepEqual(
      logged.map(({ target }) => target),
      ['/locked.txt', '/locked/inner.txt', '/locked/'],
    );
  });
});

const NOBODY = 65_534;

describe('folder: links, folders and methods', () => {
  it('serves what a link inside of it leads to', async () => {
    for (const name of ['in.txt', 'in-in.txt', 'up-and-in.txt', 'absolute-in.txt', 'out-in.txt'])
      await check(`GET /${name}`, [], { status: 200, body: 'A.txt' });
    await check('GET /to-latin.txt', [], { status: 200, body: 'latin' });
    await check('GET /dir-in/', [], { status: 200, body: 'dir' });
    await check('GET /.well-known/acme/token', [], { status: 200, body: 'token' });
    await check('GET /empty.txt', [], { status: 200, body: '' });
  });

  it('keeps apart what two routes say of one file', async () => {
    for (let times = 0; times < 2; times++) {
      const [saved, shown] = [await ask(site.port, 'GET /save/A.txt'), await ask(site.port, 'GET /A.txt')];
      assert.match(saved.headers.get('content-disposition') ?? '', /^attachment/);
      assert.deepEqual(
        [shown.headers.get('content-disposition'), shown.headers.get('x-group')],
        [undefined, undefined],
      );
      assert.equal(saved.headers.get('x-group'), 'saved');
      const { status, headers } = await ask(site.port, 'GET /save/A.txt', ['If-None-Match: *']);
      assert.deepEqual([status, headers.get('x-group'), headers.get('content-disposition')], [304, 'saved', undefined]);
    }
  });

  it('redirects a folder to its slash with its query, and never to another host', async () => {
    const places: readonly (readonly [string, string])[] = [
      ['/dir', '/dir/'],
      ['/dir?x=/../&y=%0d%0a', '/dir/?x=/../&y=%0d%0a'],
      ['/dir?', '/dir/?'],
      ['/%64ir', '/dir/'],
      ['/dir-in', '/dir-in/'],
      ['/con.tent', '/con.tent/'],
      ['/folder.txt', '/folder.txt/'],
      ['/a%20b', '/a%20b/'],
      ['/.well-known', '/.well-known/'],
      ['/save', '/save/'],
      ['http://evil.example/dir', '/dir/'],
    ];
    for (const [path, location] of places) {
      for (const method of ['GET', 'HEAD'])
        await check(`${method} ${path}`, ['Range: bytes=0-1', 'If-None-Match: *'], { status: 308, body: '', location });
    }
    for (const path of [
      '//evil.example/..;/',
      '/%2F%2Fevil',
      '/%5Cevil',
      '/%5C%5Cevil.example',
      '//evil.example/%2e%2e',
      '//evil.example//',
      '//dir',
      '///dir',
      '/%2f/dir',
      '/%09/dir',
      '/%0d%0aSet-Cookie:a=b/dir',
      'http://evil.example//dir',
      '/http://evil.example/dir',
      '/.%2f%2fevil/',
      '/dir/..//evil.example/',
    ])
      await check(`GET ${path}`, [], { status: 404 });
  });

  it('answers HEAD as GET, OPTIONS with what it allows, and other methods with 405', async () => {
    for (const [path, status, length] of [
      ['/A.txt', 200, '5'],
      ['/empty.txt', 200, '0'],
      ['/nope', 404, undefined],
    ] as const) {
      const { status: found, body, headers } = await ask(site.port, `HEAD ${path}`, ['Range: bytes=0-1']);
      assert.deepEqual([found, body], [status, '']);
      if (length !== undefined) assert.equal(headers.get('content-length'), length);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await ask(site.port, `${method} /A.txt`, ['If-Match: "other"', 'Range: bytes=0-1'], {
        body: 'overwritten',
      });
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET, HEAD, OPTIONS'], method);
    }
    assert.equal((await ask(site.port, 'OPTIONS /A.txt')).headers.get('allow'), 'GET, HEAD, OPTIONS');
    await check('GET /A.txt', [], { status: 200, body: 'A.txt' });
  });
});
