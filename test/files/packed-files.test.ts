import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { serveSite } from '../guards/served-site.ts';
import { ask, talkRaw } from '../talk.ts';

const site = serveSite(`version: 1\nroutes:\n  all: { path: "/{file...}", folder: { root: ./site } }\n`, {
  'secret.txt': 'SECRET',
  'site/app.js': 'plain',
  'site/styles.css': 'plain',
  'site/linked.css': 'linked',
  'site/old.css': 'new',
  'site/same.css': 'same',
  'site/dir/inner.txt': 'inner',
  'site/sparse.bin': 'begin',
});
/** More than 32 bits can say. */
const SPARSE_BYTES = 5 * 2 ** 30;

before(() => {
  const root = join(site.folder, 'site');
  execFileSync('mkfifo', [join(root, 'app.js.gz')]);
  mkdirSync(join(root, 'styles.css.br'));
  symlinkSync('../secret.txt', join(root, 'linked.css.br'));
  writeFileSync(join(root, 'linked.css.gz'), gzipSync('linked'));
  writeFileSync(join(root, 'old.css.br'), brotliCompressSync('old'));
  utimesSync(join(root, 'old.css.br'), 1_600_000_000, 1_600_000_000);
  writeFileSync(join(root, 'same.css.br'), brotliCompressSync('same'));
  utimesSync(join(root, 'same.css'), 1_600_000_000.9, 1_600_000_000.9);
  utimesSync(join(root, 'same.css.br'), 1_600_000_000.1, 1_600_000_000.1);
  truncateSync(join(root, 'sparse.bin'), SPARSE_BYTES - 3);
  appendFileSync(join(root, 'sparse.bin'), 'end');
});

describe('folder: packed forms', () => {
  const PACKED = ['Accept-Encoding: br, gzip'];
  const cases: readonly (readonly [why: string, path: string, body: string, coding: string | undefined])[] = [
    ['a pipe is not one', '/app.js', 'plain', undefined],
    ['nor is a folder', '/styles.css', 'plain', undefined],
    ['nor what a link outside leads to, and the next one is sent', '/linked.css', 'linked', 'gzip'],
    ['an older one is of what the file was before', '/old.css', 'new', undefined],
    ['of the same second it counts', '/same.css', 'same', 'br'],
  ];
  for (const [why, path, body, coding] of cases) {
    it(why, async () => {
      const { headers, octets } = await askOctets(path, PACKED);
      assert.equal(headers.get('content-encoding'), coding);
      const unpack = coding === 'br' ? brotliDecompressSync : coding === 'gzip' ? gunzipSync : (bytes: Buffer) => bytes;
      assert.equal(unpack(octets).toString(), body);
    });
  }

  it('are sent whole where several parts are asked for, since nothing says which of a multipart is packed', async () => {
    const text = 'x'.repeat(40) + randomBytes(600).toString('hex');
    writeFileSync(join(site.folder, 'site/parts.css'), text);
    writeFileSync(join(site.folder, 'site/parts.css.gz'), gzipSync(text));
    const several = 'Range: bytes=0-1, 100-101';
    const { headers, octets } = await askOctets('/parts.css', [...PACKED, several]);
    assert.deepEqual([headers.get('content-encoding'), headers.get('content-range')], ['gzip', undefined]);
    assert.equal(gunzipSync(octets).toString(), text);
    const one = await askOctets('/parts.css', [...PACKED, 'Range: bytes=0-1']);
    assert.equal(one.octets.toString('hex'), '1f8b');
    const plain = await askOctets('/parts.css', [several]);
    assert.match(plain.headers.get('content-type') ?? '', /^multipart\/byteranges;/);
  });

  it('are seen a moment after they appear, and gone as soon as they are not there', async () => {
    const file = join(site.folder, 'site/late.css');
    writeFileSync(file, 'late');
    const coding = async (): Promise<string | undefined> =>
      (await askOctets('/late.css', PACKED)).headers.get('content-encoding');
    const vary = async (): Promise<string | undefined> => (await ask(site.port, 'GET /late.css')).headers.get('vary');
    for (let times = 0; times < 3; times++) {
      site.advance(1000);
      assert.deepEqual([await coding(), await vary()], [undefined, undefined]);
      writeFileSync(`${file}.gz`, gzipSync('late'));
      site.advance(1000);
      assert.deepEqual([await coding(), await vary()], ['gzip', 'Accept-Encoding']);
      rmSync(`${file}.gz`);
    }
  });
});

describe('folder: a file of 5 GiB', () => {
  const ranges: readonly (readonly [range: string, contentRange: string, body: string])[] = [
    ['0-4', '0-4', 'begin'],
    ['4294967294-4294967297', '4294967294-4294967297', '\0\0\0\0'],
    ['5368709117-', '5368709117-5368709119', 'end'],
    ['-3', '5368709117-5368709119', 'end'],
    ['5368709119-99999999999999999999999', '5368709119-5368709119', 'd'],
  ];
  for (const [range, contentRange, body] of ranges) {
    it(`sends bytes=${range}`, async () => {
      const answer = await ask(site.port, 'GET /sparse.bin', [`Range: bytes=${range}`]);
      assert.deepEqual(
        [answer.status, answer.headers.get('content-range'), answer.body],
        [206, `bytes ${contentRange}/${SPARSE_BYTES}`, body],
      );
    });
  }

  it('sends several', async () => {
    const { body } = await ask(site.port, 'GET /sparse.bin', ['Range: bytes=5368709117-, 0-4, 4294967296-4294967296']);
    const parts = [...body.matchAll(/Content-Range: bytes ([\d-]+)\/\d+\r\n\r\n([^\r]*)\r\n/g)].map(
      ([, span, text]) => [span, text],
    );
    assert.deepEqual(parts, [
      ['5368709117-5368709119', 'end'],
      ['0-4', 'begin'],
      ['4294967296-4294967296', '\0'],
    ]);
  });
});

async function askOctets(
  path: string,
  fields: readonly string[],
): Promise<{ readonly headers: ReadonlyMap<string, string>; readonly octets: Buffer }> {
  const lines = [`GET ${path} HTTP/1.1`, 'Host: a', ...fields, 'Connection: close', '', ''];
  const wire = await talkRaw(site.port, lines.join('\r\n'));
  const end = wire.indexOf('\r\n\r\n') + 4;
  const headers = new Map(
    wire
      .slice(0, end - 4)
      .split('\r\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { headers, octets: Buffer.from(wire.slice(end), 'latin1') };
}
