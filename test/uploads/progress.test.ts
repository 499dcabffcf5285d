import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { MULTIPART, multipart } from './multipart.ts';

const MIB = 1024 * 1024;
const MANIFEST = `
version: 1
server: { errors: problem, limits: { body: 64MiB } }
logs: { access: { redact: ["query:token"], detail: full } }
handlers: ./handlers.mjs
routes:
  size: { path: /size, methods: [POST], body: { type: object, properties: { file: { type: string, format: binary } } }, handler: size }
`;

const site = serveSite(MANIFEST, {
  'handlers.mjs': 'export const handlers = { size: ({ body }) => ({ size: body.file.size }) };',
});

const [HEAD, END] = bothEnds();
const BLOCK = Buffer.alloc(MIB, 'velosiped');

/** What stands before a file in a form, and behind it. */
function bothEnds(): readonly [Buffer, Buffer] {
  const form = multipart([['file', { name: 'a', content: 'CONTENT' }]]);
  const at = form.indexOf('CONTENT');
  return [form.subarray(0, at), form.subarray(at + 'CONTENT'.length)];
}

interface Sent {
  readonly mebibytes: number;
  readonly chunked?: boolean;
  /** The peer ends behind the last of these, without the end of the form. */
  readonly isCut?: boolean;
}

/** The lines of one upload. */
async function upload({ mebibytes, chunked = false, isCut = false }: Sent): Promise<readonly unknown[]> {
  const before = site.access.length;
  const length = HEAD.length + mebibytes * MIB + END.length;
  const frame = (bytes: Buffer): Buffer =>
    chunked ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]) : bytes;
  const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  const socket = connect(site.port, site.host);
  const answered = new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.write(`POST /size?token=c4n4ry HTTP/1.1\r\nHost: a\r\n${framing}\r\nContent-Type: ${MULTIPART}\r\n\r\n`);
  for (const block of [HEAD, ...Array<Buffer>(mebibytes).fill(BLOCK)]) socket.write(frame(block));
  if (!isCut) socket.write(Buffer.concat([frame(END), Buffer.from(chunked ? '0\r\n\r\n' : '')]));
  else socket.end();
  await answered;
  socket.destroy();
  return site.access.slice(before).map(({ time, client, durationMs, ...rest }) => {
    assert.deepEqual([typeof time, client, typeof durationMs], ['string', '127.0.0.1', 'number']);
    const { headers: _headers, cookies: _cookies, form: _form, version: _version, ...shown } = rest;
    return shown;
  });
}

const ASKED = { route: 'size', method: 'POST', target: '/size?token=[redacted]' };

describe('uploads: their progress in access.log', { timeout: 60_000 }, () => {
  it('is a line for each 16 MiB that have come, and then the one of the request', async () => {
    const contentLength = HEAD.length + 40 * MIB + END.length;
    const lines = await upload({ mebibytes: 40 });
    const progress = { ...ASKED, detail: 'progress', contentLength };
    assert.deepEqual(lines, [
      { ...progress, bodyBytes: 16 * MIB },
      { ...progress, bodyBytes: 32 * MIB },
      { ...ASKED, detail: 'full', bodyBytes: contentLength, status: 200, bytes: 17 },
    ]);
  });

  it('has no length in it where the request says none', async () => {
    const [progress, ...end] = await upload({ mebibytes: 17, chunked: true });
    assert.deepEqual(progress, { ...ASKED, detail: 'progress', bodyBytes: 16 * MIB });
    assert.equal(end.length, 1);
  });

  it('stays there of an upload that is cut off, whose last line says how far it came', async () => {
    const [progress, ...ends] = await upload({ mebibytes: 20, isCut: true });
    assert.deepEqual(progress, {
      ...ASKED,
      ...{ detail: 'progress', bodyBytes: 16 * MIB, contentLength: HEAD.length + 20 * MIB + END.length },
    });
    const { bodyBytes, status } = ends[0] as Readonly<Record<string, unknown>>;
    assert.deepEqual([ends.length, bodyBytes, status], [1, HEAD.length + 20 * MIB, 400]);
  });

  it('is none of a smaller one', async () => {
    assert.deepEqual(
      (await upload({ mebibytes: 1 })).map((line) => (line as { detail: string }).detail),
      ['full'],
    );
  });

  it('leaves one line in each log if it meets a bug of the server, and the upload goes on', async () => {
    const { access, errors } = site;
    const before = errors.length;
    access.push = (line) => {
      if (line['detail'] === 'progress') throw new Error('planted');
      return Array.prototype.push.call(access, line);
    };
    const lines = await upload({ mebibytes: 40 });
    Reflect.deleteProperty(access, 'push');
    const { method, target } = ASKED;
    const [{ bodyBytes: _bodyBytes, ...end }] = lines.slice(-1) as [Readonly<Record<string, unknown>>];
    assert.deepEqual(
      [lines.slice(0, -1), end],
      [[{ method, target }], { ...ASKED, detail: 'full', status: 200, bytes: 17 }],
    );
    const [{ time: _time, client: _client, stack, ...error } = {}, ...more] = errors.slice(before);
    assert.deepEqual([error, more], [{ code: 'internal-error', cause: 'Error: planted', method, target }, []]);
    assert.match(String(stack), /^ {4}at makeProgressLog /m);
  });

  it('is the same where lines are short', async () => {
    await site.reload(MANIFEST.replace('detail: full', 'detail: short'));
    const lines = await upload({ mebibytes: 16 });
    const { route: _route, ...asked } = ASKED;
    assert.deepEqual(lines, [
      {
        ...ASKED,
        ...{ detail: 'progress', bodyBytes: 16 * MIB, contentLength: HEAD.length + 16 * MIB + END.length },
      },
      { ...asked, detail: 'short', status: 200, bytes: 17 },
    ]);
  });
});
