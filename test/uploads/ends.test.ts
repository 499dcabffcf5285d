import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';
import { held } from './held-files.ts';
import { MULTIPART, multipart } from './multipart.ts';

const MANIFEST = `
version: 1
server: { errors: problem, limits: { body: 300MiB }, timeouts: { bodyIdle: 300ms, handler: 300ms } }
handlers: ./handlers.mjs
routes:
  ANY: { path: /NAME, methods: [POST], body: { type: object, properties: { file: { type: string, format: binary } } }, handler: NAME }
`;

const HANDLERS = `export const handlers = {
  size: ({ body }) => ({ size: body.file.size }),
  never: ({ body, signal }) => new Promise((resolve, reject) => signal.addEventListener('abort', () => {
    globalThis.late = body.file.bytes().then(() => 'read', (error) => error.message);
  })),
  fails: async ({ body }) => { for await (const _ of body.file.stream()) throw new Error('Enough'); },
  echo: ({ body }) => body.file.stream(),
};`;

const [head = '', route = ''] = MANIFEST.split(/(?<=routes:\n)/);
const NAMES = ['size', 'never', 'fails', 'echo'];
const manifest = head + NAMES.map((name) => route.replace('ANY', name).replaceAll('NAME', name)).join('');
const site = serveSite(manifest, { 'handlers.mjs': HANDLERS });

const FORM = multipart([['file', { name: 'a', content: Buffer.alloc(1_000_000, 'velosiped') }]]);

function request(name: string): Buffer {
  const lines = [`POST /${name} HTTP/1.1`, 'Host: a', `Content-Length: ${FORM.length}`, `Content-Type: ${MULTIPART}`];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** A connection that has sent these bytes, and what was answered so far. */
function send(
  { host, port }: { readonly host: string; readonly port: number },
  ...pieces: readonly Uint8Array[]
): { readonly socket: Socket; readonly answer: () => string } {
  let text = '';
  const socket = connect(port, host);
  socket.setEncoding('latin1');
  socket.on('data', (more: string) => {
    text += more;
  });
  socket.on('error', () => undefined);
  for (const piece of pieces) socket.write(piece);
  return { socket, answer: () => text };
}

describe('uploads: nothing is left of one, however it ends', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, () => {
  const ends: readonly (readonly [title: string, name: string, answer: RegExp])[] = [
    ['with an answer', 'size', /^HTTP\/1\.1 200 .*"size":1000000/s],
    ['with a bug of its handler', 'fails', /^HTTP\/1\.1 500 /],
    ['because its handler takes too long', 'never', /^HTTP\/1\.1 503 /],
    ['with the last byte of an answer that is the file', 'echo', /^HTTP\/1\.1 200 .*\r\n0\r\n\r\n$/s],
  ];
  for (const [title, name, pattern] of ends) {
    it(title, async () => {
      const { socket, answer } = send(site, request(name), FORM);
      await until(() => pattern.test(answer()));
      socket.destroy();
      await until(() => held().length === 0);
    });
  }

  it('and a handler that goes on reading is told so', async () => {
    assert.match(await (globalThis as unknown as { late: Promise<string> }).late, /answered already/);
  });

  it('because its peer stops to send', async () => {
    const { socket, answer } = send(site, request('size'), FORM.subarray(0, 500_000));
    await until(() => held().length === 1);
    await until(() => answer().startsWith('HTTP/1.1 408 '));
    socket.destroy();
    await until(() => held().length === 0);
    assert.equal(site.access.at(-1)?.['bodyBytes'], 500_000);
  });

  it('because its peer leaves', async () => {
    const { socket } = send(site, request('size'), FORM.subarray(0, 500_000));
    await until(() => held().length === 1);
    const lines = site.access.length;
    socket.resetAndDestroy();
    await until(() => held().length === 0 && site.access.length > lines);
    const { bodyBytes, status } = site.access.at(-1) ?? {};
    assert.ok(status === 400 && Number(bodyBytes) > 64 * 1024, JSON.stringify(site.access.at(-1)));
  });

  it('because its peer leaves while the answer is awaited', async () => {
    const { socket } = send(site, request('never'), FORM);
    await until(() => held().length === 1);
    socket.resetAndDestroy();
    await until(() => held().length === 0);
  });

  it('because the disk takes nothing: 500, and error.log says why', async () => {
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = '/proc/self/no-folder';
    try {
      const { socket, answer } = send(site, request('size'), FORM);
      await until(() => answer().startsWith('HTTP/1.1 500 '));
      socket.destroy();
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    }
    assert.deepEqual(site.errors.at(-1)?.['code'], 'upload-failed');
    assert.match(String(site.errors.at(-1)?.['cause']), /ENOENT/);
  });
});

describe('uploads: the room for bodies', () => {
  const narrow = serveSite(manifest.replace('body: 300MiB', 'body: 1MiB, bodies: 1MiB'), {
    'handlers.mjs': HANDLERS,
  });
  it('is 1 MiB for each large one, and those without wait', async () => {
    const first = send(narrow, request('size'), FORM.subarray(0, 500_000));
    // Another answer shows that the server has read what was sent before.
    await fetch(`http://${narrow.host}:${narrow.port}/size`, { method: 'POST' });
    const second = send(narrow, request('size'), FORM);
    await fetch(`http://${narrow.host}:${narrow.port}/size`, { method: 'POST' });
    assert.deepEqual([first.answer(), second.answer()], ['', '']);
    first.socket.write(FORM.subarray(500_000));
    await until(() => first.answer().includes('"size":1000000') && second.answer().includes('"size":1000000'));
    first.socket.destroy();
    second.socket.destroy();
  });
});

describe('uploads: memory', { skip: process.platform !== 'linux' && 'needs /proc' }, () => {
  it('is as flat for 100 MB as for 20', async () => {
    const peak = async (megabytes: number): Promise<number> => {
      let most = 0;
      const sample = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss());
      }, 5);
      const client = spawn(process.execPath, ['-e', CLIENT, site.host, String(site.port), String(megabytes)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let answer = '';
      client.stdout.on('data', (text) => {
        answer += text;
      });
      await new Promise((resolve) => client.on('close', resolve));
      clearInterval(sample);
      assert.match(answer, new RegExp(`"size":${megabytes * 1_000_000}`));
      return most;
    };
    const [few, many] = [await peak(20), await peak(100)];
    assert.ok(many - few < 32 * 1024 * 1024, `${few} bytes, then ${many}`);
  });
});

describe('uploads: a form whose end its parser loses', { timeout: 30_000 }, () => {
  it('is refused at once, and keeps nobody waiting', async () => {
    const line = '------WebKitFormBoundary7MA4YWx\r\n';
    const body = `${line.trim()}k\nContent-Disposition: form-data; name="%00"\r\n\r\n${line.repeat(9000)}`.slice(
      0,
      280_000,
    );
    const type = 'Content-Type: multipart/form-data; boundary="--"';
    const { status } = await ask(site.port, 'POST /size', [type], { body });
    assert.equal(status, 400);
    assert.match(String(site.errors.at(-1)?.['cause']), /a part that does not end/);
  });
});

/** Another process, whose memory is its own. */
const CLIENT = `
const [host, port, megabytes] = process.argv.slice(1);
const head = Buffer.from('--b\\r\\nContent-Disposition: form-data; name="file"; filename="a"\\r\\n\\r\\n');
const end = Buffer.from('\\r\\n--b--\\r\\n');
const block = Buffer.alloc(1000000, 'velosiped');
const length = head.length + block.length * megabytes + end.length;
const socket = require('node:net').connect(port, host);
socket.on('data', (text) => { process.stdout.write(text); socket.end(); });
async function* body() {
  yield 'POST /size HTTP/1.1\\r\\nHost: a\\r\\nContent-Type: multipart/form-data; boundary=b\\r\\nContent-Length: ' + length + '\\r\\n\\r\\n';
  yield head;
  for (let n = 0; n < megabytes; n++) yield block;
  yield end;
}
require('node:stream').Readable.from(body(), { objectMode: false }).pipe(socket, { end: false });
`;
