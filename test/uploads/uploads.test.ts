import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { MULTIPART, multipart, type Part } from './multipart.ts';

const MANIFEST = `
version: 1
server: { errors: problem, limits: { body: 8MiB } }
handlers: ./handlers.mjs
schemas:
  photo:
    type: object
    properties:
      title: { type: string, minLength: 1 }
      year: { type: integer, default: 2026 }
      photo: { type: string, format: binary, maxLength: 2097152, contentMediaType: "image/*" }
      more: { type: array, items: { type: string, format: binary }, maxItems: 2 }
    required: [title, photo]
    additionalProperties: false
routes:
  add: { path: /photos, methods: [POST], body: { $ref: "#/schemas/photo" }, handler: add }
  any:
    path: /any
    methods: [POST]
    body: { type: object, properties: { file: { type: string, format: binary }, note: { type: string } } }
    handler: keep
    limits: { body: 1MiB }
  contact: { path: /contact, methods: [POST], body: { type: object, properties: { name: { type: string } }, required: [name] }, handler: echo }
  json: { path: /json, methods: [POST], body: { type: array }, handler: echo }
  guarded: { path: /guarded, methods: [POST], guards: [closed], body: { $ref: "#/schemas/photo" }, handler: add }
  echo: { path: /echo, methods: [POST], body: { type: object, properties: { file: { type: string, format: binary } }, required: [file] }, handler: stream }
`;

const HANDLERS = `
import { createHash } from 'node:crypto';
const hash = async (file) => {
  const sum = createHash('sha256');
  for await (const piece of file.stream()) sum.update(piece);
  return sum.digest('hex');
};
export const handlers = {
  async add({ body }) {
    const { title, year, photo, more = [] } = body;
    return {
      title, year, name: photo.name, type: photo.type, size: photo.size, hash: await hash(photo),
      bytes: (await photo.bytes()).length, buffer: (await photo.arrayBuffer()).byteLength,
      more: await Promise.all(more.map(async (each) => [each.name, each.type, await each.text()])),
    };
  },
  async keep({ body }) {
    const { file } = body;
    globalThis.keptFile = file;
    return { note: body.note ?? null, json: JSON.stringify(file ?? null) };
  },
  echo: ({ body }) => ({ body }),
  stream: ({ body }) => body.file.stream(),
};
export const guards = { closed: () => new Response('', { status: 401 }) };
`;

const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });

async function post(
  path: string,
  parts: readonly Part[] | Uint8Array,
  type = MULTIPART,
): Promise<{ status: number; answer: unknown }> {
  const body = parts instanceof Uint8Array ? parts : multipart(parts);
  const response = await fetch(`http://${site.host}:${site.port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
  });
  return { status: response.status, answer: await response.json() };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function leftBehind(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('velosiped-upload-'));
}

const PNG = { name: 'лис "a".png', type: 'IMAGE/png; q=1' } as const;

describe('uploads: files of a form (multipart/form-data, RFC 7578)', () => {
  for (const size of [0, 1, 65_535, 65_536, 65_537, 1_500_000]) {
    it(`hands over a file of ${size} bytes, and fields beside it with their types`, async () => {
      const content = Buffer.alloc(size, 'velosiped\r\n--');
      const { status, answer } = await post('/photos', [
        ['title', 'Лис\r\n two'],
        ['photo', { name: 'лис.png', type: 'IMAGE/png; q=1', content }],
        ['year', '1999'],
        ['more', { name: 'a.txt', type: 'text/plain', content: 'one' }],
        ['more', { name: '..\\..\\b.txt', content: 'two' }],
      ]);
      assert.deepEqual(
        { status, answer },
        {
          status: 200,
          answer: {
            ...{ title: 'Лис\r\n two', year: 1999, name: 'лис.png', type: 'image/png', size, hash: sha256(content) },
            ...{
              bytes: size,
              buffer: size,
              more: [
                ['a.txt', 'text/plain', 'one'],
                ['b.txt', 'text/plain', 'two'],
              ],
            },
          },
        },
      );
    });
  }

  it('keeps nothing of a file when its request is answered, and has no name for it at any time', async () => {
    const { status, answer } = await post('/any', [
      ['file', { name: 'a', type: 'text/plain', content: Buffer.alloc(200_000) }],
    ]);
    assert.deepEqual(
      { status, answer },
      { status: 200, answer: { note: null, json: '{"name":"a","type":"text/plain","size":200000}' } },
    );
    const { keptFile } = globalThis as unknown as { keptFile: { text(): Promise<string> } };
    await assert.rejects(keptFile.text(), /answered already/);
    assert.deepEqual(leftBehind(), []);
  });

  it('sends a file back as it came', async () => {
    const content = Buffer.alloc(300_000, 'abc');
    const body = multipart([['file', { name: 'a', content }]]);
    const response = await fetch(`http://${site.host}:${site.port}/echo`, {
      method: 'POST',
      headers: { 'Content-Type': MULTIPART },
      body,
    });
    assert.equal(sha256(new Uint8Array(await response.arrayBuffer())), sha256(content));
  });

  const names: readonly (readonly [sent: string, name: string])[] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\fakepath\\\\a.png', 'a.png'],
    ['..', ''],
    ['/', ''],
    ['a%22b%0D%0Ac.png', 'a"bc.png'],
    ['__proto__', '__proto__'],
    ['a\0b', 'ab'],
  ];
  for (const [sent, name] of names) {
    it(`calls a file ${JSON.stringify(name)} that its sender calls ${JSON.stringify(sent)}`, async () => {
      const { answer } = await post('/any', [['file', { name: sent, content: 'x' }]]);
      assert.equal(JSON.parse((answer as { json: string }).json).name, name);
    });
  }

  it('takes a field in which no file was chosen for one that is not there', async () => {
    const { answer } = await post('/any', [['file', { name: '', type: 'application/octet-stream', content: '' }]]);
    assert.deepEqual(answer, { note: null, json: 'null' });
  });

  it('takes the same form in either way, if it has no required file', async () => {
    assert.deepEqual(await post('/contact', [['name', 'Ada']]), { status: 200, answer: { body: { name: 'Ada' } } });
    assert.deepEqual(await post('/any', Buffer.from('note=Hi'), 'application/x-www-form-urlencoded'), {
      status: 200,
      answer: { note: 'Hi', json: 'null' },
    });
  });
});

describe('uploads: what is refused', () => {
  const photo = { ...PNG, content: 'x' };
  const cases: readonly (readonly [
    title: string,
    path: string,
    parts: readonly Part[] | Uint8Array,
    status: number,
    detail: RegExp,
    type?: string,
  ])[] = [
    ['a required file that is missing', '/photos', [['title', 'A']], 400, /"photo" is required/],
    [
      'a file that is too large',
      '/photos',
      [
        ['title', 'A'],
        ['photo', { ...photo, content: Buffer.alloc(2_097_153) }],
      ],
      400,
      /"photo" must not be larger than 2 MiB/,
    ],
    [
      'a file of another type',
      '/photos',
      [
        ['title', 'A'],
        ['photo', { ...photo, type: 'text/html' }],
      ],
      400,
      /"photo" must be of the type image/,
    ],
    [
      'too many files',
      '/photos',
      [
        ['title', 'A'],
        ['photo', photo],
        ['more', photo],
        ['more', photo],
        ['more', photo],
      ],
      400,
      /"more" must be a list of at most 2 items|more/,
    ],
    [
      'a field of text beside files',
      '/photos',
      [
        ['title', ''],
        ['photo', photo],
      ],
      400,
      /title/,
    ],
    [
      'a field that is not declared',
      '/photos',
      [
        ['title', 'A'],
        ['photo', photo],
        ['stray', 'x'],
      ],
      400,
      /must not have the field "stray"/,
    ],
    [
      'a file that is not declared',
      '/photos',
      [
        ['title', 'A'],
        ['photo', photo],
        ['stray', photo],
      ],
      400,
      /must not have the field "stray"/,
    ],
    [
      'a text in the place of a file',
      '/photos',
      [
        ['title', 'A'],
        ['photo', 'a.png'],
      ],
      400,
      /"photo" must be a file, sent as multipart\/form-data/,
    ],
    [
      'the same, urlencoded',
      '/photos',
      Buffer.from('title=A&photo=a.png'),
      400,
      /"photo" must be a file, sent as multipart\/form-data/,
      'application/x-www-form-urlencoded',
    ],
    [
      'text that is not UTF-8',
      '/contact',
      Buffer.from(multipart([['name', 'é']]).toString('latin1'), 'latin1').map((octet) =>
        octet === 0xc3 ? 0xff : octet,
      ),
      400,
      /could not be read/,
    ],
    ['a form without an end', '/contact', multipart([['name', 'a']]).subarray(0, -8), 400, /could not be read/],
    [
      'a form without a boundary',
      '/contact',
      multipart([['name', 'a']]),
      400,
      /could not be read/,
      'multipart/form-data',
    ],
    [
      'a boundary that is too long',
      '/contact',
      multipart([['name', 'a']]),
      400,
      /could not be read/,
      `multipart/form-data; boundary=${'x'.repeat(71)}`,
    ],
    [
      'too many fields',
      '/contact',
      multipart(Array.from({ length: 1001 }, () => ['name', 'a'])),
      413,
      /more than 1000 fields/,
    ],
    [
      'a part without a name',
      '/contact',
      Buffer.from(
        multipart([['name', 'a']])
          .toString()
          .replace('; name="name"', ''),
      ),
      400,
      /could not be read/,
    ],
    [
      'a part with a long head',
      '/contact',
      Buffer.from(
        multipart([['name', 'a']])
          .toString()
          .replace('Content', `X-Pad: ${'p'.repeat(17_000)}\r\nContent`),
      ),
      413,
      /a part whose head is over 16 KiB/,
    ],
    [
      'too much text',
      '/contact',
      multipart([['name', 'a'.repeat(1024 * 1024 + 1)]]),
      413,
      /more than 1024 KiB of text/,
    ],
    [
      'JSON for a route with files',
      '/photos',
      Buffer.from('{}'),
      415,
      /application\/x-www-form-urlencoded or multipart\/form-data/,
      'application/json',
    ],
    ['a form for a route of JSON', '/json', [['a', 'b']], 415, /must have the type application\/json/],
  ];
  for (const [title, path, parts, status, detail, type] of cases) {
    it(`${title}: ${status}`, async () => {
      const { answer, ...got } = await post(path, parts, type);
      assert.deepEqual(got, { status }, JSON.stringify(answer));
      assert.match((answer as { detail: string }).detail, detail);
      assert.deepEqual(leftBehind(), []);
    });
  }

  it('is what is beyond the limit of its route, whether the length is known or not', async () => {
    const large = multipart([['file', { name: 'a', content: Buffer.alloc(1024 * 1024) }]]);
    assert.equal((await post('/any', large)).status, 413);
    const url = `http://${site.host}:${site.port}/any`;
    const answer = await raw(
      Buffer.concat([
        Buffer.from(
          `POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: ${MULTIPART}\r\n\r\n${large.length.toString(16)}\r\n`,
        ),
        large,
        Buffer.from('\r\n0\r\n\r\n'),
      ]),
    );
    assert.match(answer, /^HTTP\/1\.1 413 /, url);
    assert.deepEqual(leftBehind(), []);
  });

  it('is known before the body is read, if a guard refuses', async () => {
    const answer = await raw(
      Buffer.from(`POST /guarded HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\nContent-Type: ${MULTIPART}\r\n\r\n`),
    );
    assert.match(answer, /^HTTP\/1\.1 401 [\s\S]*Connection: close/i);
  });

  it('is asked for, where its sender waits for a 100', async () => {
    const form = multipart([['note', 'a']]);
    const head = `POST /any HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ${form.length}\r\nContent-Type: ${MULTIPART}\r\n\r\n`;
    const socket = connect(site.port, site.host);
    const [asked] = (await Promise.all([once(socket, 'data'), socket.write(head)]))[0];
    assert.match(String(asked), /^HTTP\/1\.1 100 /);
    const [answer] = (await Promise.all([once(socket, 'data'), socket.end(form)]))[0];
    assert.match(String(answer), /^HTTP\/1\.1 200 [\s\S]*"note":"a"/);
  });

  it('is told while the rest still comes', async () => {
    const parts = multipart(Array.from({ length: 1001 }, () => ['note', 'a']));
    const head = `POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\nContent-Type: ${MULTIPART}\r\n\r\n`;
    assert.match(await raw(Buffer.concat([Buffer.from(head), parts])), /^HTTP\/1\.1 413 [\s\S]*Connection: close/i);
  });
});

describe('uploads: in access.log', () => {
  it('are texts as they came and what is known of files, in their order, never their content', async () => {
    const parts: readonly Part[] = [
      ['note', 'Лис'],
      ['file', { ...PNG, content: 'SECRETBYTES' }],
      ['extra', 'x'],
    ];
    await post('/any', parts);
    const { form, bodyBytes, body, ...line } = site.access.at(-1) ?? {};
    const file = { name: 'лис "a".png', type: 'image/png', size: 11 };
    assert.deepEqual(
      { form, bodyBytes, body },
      {
        form: [
          ['note', 'Лис'],
          ['file', file],
          ['extra', 'x'],
        ],
        bodyBytes: multipart(parts).length,
        body: undefined,
      },
    );
    assert.doesNotMatch(JSON.stringify(line), /SECRETBYTES/);
  });

  it('that are cut off say how far they came', async () => {
    const whole = multipart([
      ['note', 'a'],
      ['file', { name: 'a', content: Buffer.alloc(200_000) }],
    ]);
    const head = `POST /any HTTP/1.1\r\nHost: cut.example\r\nContent-Length: ${whole.length}\r\nContent-Type: ${MULTIPART}\r\n\r\n`;
    const before = site.access.length;
    await cutOff(Buffer.concat([Buffer.from(head), whole.subarray(0, 150_000)]));
    while (site.access.length === before) await new Promise((resolve) => setImmediate(resolve));
    const { form, bodyBytes, status } = site.access.at(-1) ?? {};
    assert.deepEqual({ form, bodyBytes, status }, { form: [['note', 'a']], bodyBytes: 150_000, status: 400 });
    assert.deepEqual(leftBehind(), []);
  });
});

/** All that the server answers until it closes. */
function raw(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(site.port, site.host);
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
      // The server reads on for a while: it has said all.
      socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(bytes);
  });
}

function cutOff(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(site.port, site.host);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.end(bytes);
    socket.resume();
  });
}
