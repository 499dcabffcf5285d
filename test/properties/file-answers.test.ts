import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { serveSite } from '../guards/served-site.ts';
import {
  type CodingName,
  type Expected,
  expectedAnswer,
  type FileRequest,
  type Form,
  type ServedFile,
  writtenDates,
} from './file-model.ts';
import { fileRequest, requestText } from './file-requests.ts';
import { Pipeline, type RawAnswer } from './pipeline.ts';

/** FILE_REQUESTS=100000 for a long run; FILE_SEED repeats one. */
const REQUESTS = Number(process.env['FILE_REQUESTS'] ?? 3000);
const SEED = Number(process.env['FILE_SEED'] ?? 20_261_130);
const AT_ONCE = 250;

const site = serveSite(
  `version: 1
server: { compression: { codings: [br, gzip], minSize: 1KiB } }
routes:
  all: { path: "/{file...}", folder: { root: ./site }, response: { headers: { Cache-Control: no-cache } } }
`,
  { 'site/index.html': '' },
);

/** Of bytes that differ all along, so that none can come from the wrong place. */
function contentOf(size: number): Buffer {
  const lines = Array.from(
    { length: Math.ceil(size / 10) },
    (_, line) => `line ${String(line * 7).padStart(4, '0')}\n`,
  );
  return Buffer.from(lines.join('')).subarray(0, size);
}

interface Recipe {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly modified: number;
  readonly codings: 'none' | 'made' | 'beside' | 'gzip-beside';
}

const OCTETS = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';
const RECIPES: readonly Recipe[] = [
  { name: 'empty.bin', type: OCTETS, size: 0, modified: 1_700_000_000, codings: 'none' },
  { name: 'one.txt', type: TEXT, size: 1, modified: 0, codings: 'none' },
  { name: 'ten.bin', type: OCTETS, size: 10, modified: 1_700_000_000.75, codings: 'none' },
  { name: 'future.bin', type: OCTETS, size: 1000, modified: 2_208_988_800, codings: 'none' },
  { name: 'ranges.bin', type: OCTETS, size: 10_000, modified: 1_709_634_030, codings: 'none' },
  { name: 'made.txt', type: TEXT, size: 5000, modified: 1_709_634_091.999, codings: 'made' },
  { name: 'beside.js', type: 'text/javascript; charset=utf-8', size: 3000, modified: 1_709_634_152, codings: 'beside' },
  { name: 'gzip.css', type: 'text/css; charset=utf-8', size: 700, modified: 1_709_634_213, codings: 'gzip-beside' },
  { name: 'block.bin', type: OCTETS, size: 65_536, modified: 1_709_634_274, codings: 'none' },
  { name: 'kept.bin', type: OCTETS, size: 262_144, modified: 1_709_634_335, codings: 'none' },
  { name: 'flows.bin', type: OCTETS, size: 262_145, modified: 1_709_634_396, codings: 'none' },
  { name: 'flows.txt', type: TEXT, size: 270_000, modified: 1_709_634_457, codings: 'made' },
];
/** How often each is asked for: the large ones take their time. */
const weightOf = ({ bytes }: ServedFile): number => (bytes.length > 50_000 ? 1 : 6);

describe('files against a model (RFC 9110 §8.8, §12.5.3, §13, §14, §15.3.7, §15.5.17)', () => {
  let pipeline: Pipeline;
  const files: ServedFile[] = [];

  before(async () => {
    pipeline = new Pipeline(site.port);
    for (const recipe of RECIPES) files.push(await serveFile(recipe));
  });
  after(() => pipeline.close());

  async function serveFile({ name, type, size, modified, codings }: Recipe): Promise<ServedFile> {
    const path = join(site.folder, 'site', name);
    const write = (ending: string, bytes: Buffer, at: number): void => {
      writeFileSync(path + ending, bytes);
      utimesSync(path + ending, at, at);
    };
    const bytes = contentOf(size);
    const packed = { br: brotliCompressSync(bytes), gzip: gzipSync(bytes) };
    write('', bytes, modified);
    if (codings === 'beside') write('.br', packed.br, modified + 60);
    if (codings === 'beside' || codings === 'gzip-beside') write('.gz', packed.gzip, modified + 120);
    const stored: readonly (readonly [CodingName, Buffer | undefined, number])[] = [
      ['identity', bytes, modified],
      ...(codings === 'beside' ? [['br', packed.br, modified + 60] as const] : []),
      ...(codings === 'beside' || codings === 'gzip-beside' ? [['gzip', packed.gzip, modified + 120] as const] : []),
      ...(codings === 'made' ? [['br', undefined, modified] as const, ['gzip', undefined, modified] as const] : []),
    ];
    const forms = new Map<CodingName, Form>();
    for (const [coding, content, at] of stored) {
      const text = `GET /${name} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${coding}\r\n\r\n`;
      const tag = await strongTag({ method: 'GET', text });
      assert.match(tag, /^"[!#-~]+"$/, `${name}: a strong tag`);
      assert.ok(
        [...forms.values()].every((other) => other.tag !== tag),
        `${name}: a tag for each coding`,
      );
      forms.set(coding, { tag, bytes: content, modifiedMs: at * 1000 > Date.now() ? undefined : at * 1000 });
    }
    return { path: `/${name}`, type, bytes, forms, isMade: codings === 'made' };
  }

  /** A large file that has just changed has a weak one (see HTTP.md). */
  async function strongTag(request: { readonly method: string; readonly text: string }): Promise<string> {
    const [answer] = await pipeline.ask([request]);
    const tag = answer?.headers.get('etag') ?? '';
    return tag.startsWith('W/') ? strongTag(request) : tag;
  }

  it(`gives what the model does, over ${REQUESTS} requests`, async () => {
    const weighted = files.flatMap((file) => Array.from({ length: weightOf(file) }, () => file));
    const disagreements: string[] = [];
    for (let from = 0; from < REQUESTS; from += AT_ONCE) {
      const requests = fc.sample(fileRequest(weighted), { seed: SEED + from, numRuns: AT_ONCE });
      const texts = requests.map((request) => ({ method: request.method, text: requestText(request) }));
      const answers = await pipeline.ask(texts);
      for (const [index, request] of requests.entries()) {
        const answer = answers[index];
        assert.ok(answer !== undefined);
        try {
          checkAnswer(request, answer, expectedAnswer(request, Date.now()));
        } catch (error) {
          const { message } = error as Error;
          disagreements.push(`${texts[index]?.text}→ ${answer.status} ${[...answer.headers].join(' | ')}\n${message}`);
        }
      }
    }
    assert.equal(
      disagreements.length,
      0,
      `${disagreements.length} disagreements:\n\n${disagreements.slice(0, 5).join('\n\n')}`,
    );
  });
});

const ERROR_TYPE = 'application/problem+json';

function checkAnswer({ file, method }: FileRequest, answer: RawAnswer, expected: Expected): void {
  const { status, headers } = answer;
  assert.equal(status, expected.status);
  const vary = file.forms.size > 1 ? ['Accept-Encoding'] : [];
  if (expected.status === 412 || expected.status === 416) {
    // Errors are told as Accept prefers, and can be compressed too.
    for (const name of [...vary, 'Accept']) assert.ok(headers.get('vary')?.split(', ').includes(name), name);
    checkFields(headers, {
      'content-type': ERROR_TYPE,
      'content-range': expected.status === 416 ? `bytes */${expected.form.bytes?.length}` : undefined,
      etag: undefined,
      'content-encoding': undefined,
      'cache-control': 'no-store',
    });
    return;
  }
  const { form } = expected;
  const validators = {
    etag: form.tag,
    'last-modified': form.modifiedMs === undefined ? undefined : writtenDates(form.modifiedMs).imf,
    vary: vary.length === 0 ? undefined : vary.join(', '),
    'cache-control': 'no-cache',
  };
  if (expected.status === 304) {
    checkFields(headers, {
      ...validators,
      'content-type': undefined,
      'content-length': undefined,
      'content-encoding': undefined,
    });
    return;
  }
  const coding = expected.coding === 'identity' ? undefined : expected.coding;
  const fields = {
    ...validators,
    'content-encoding': coding,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  };
  if (expected.status === 200) {
    checkFields(headers, { ...fields, 'content-type': file.type, 'content-range': undefined });
    const length = headers.get('content-length');
    if (form.bytes !== undefined) assert.equal(length, String(form.bytes.length));
    if (method === 'GET') checkBody(answer.body, form, file, expected.coding);
    return;
  }
  const whole = form.bytes ?? Buffer.alloc(0);
  const [first, ...more] = expected.spans;
  const rangeOf = (span: typeof first): string => `bytes ${span?.first}-${span?.last}/${whole.length}`;
  if (more.length === 0) {
    checkFields(headers, { ...fields, 'content-type': file.type, 'content-range': rangeOf(first) });
    assert.ok(answer.body.equals(whole.subarray(first?.first, (first?.last ?? 0) + 1)));
    return;
  }
  checkFields(headers, { ...fields, 'content-range': undefined });
  const boundary = /^multipart\/byteranges; boundary=([\w-]{1,70})$/.exec(headers.get('content-type') ?? '')?.[1];
  assert.ok(boundary !== undefined);
  const parts = expected.spans.map((span) => {
    const head = `--${boundary}\r\nContent-Type: ${file.type}\r\nContent-Range: ${rangeOf(span)}\r\n\r\n`;
    return `${head}${whole.toString('latin1', span.first, span.last + 1)}\r\n`;
  });
  assert.equal(answer.body.toString('latin1'), `${parts.join('')}--${boundary}--\r\n`);
}

function checkFields(headers: RawAnswer['headers'], expected: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(expected)) {
    assert.equal(headers.get(name), value, name);
  }
}

const UNPACK: Readonly<Record<CodingName, (bytes: Buffer) => Buffer>> = {
  identity: (bytes) => bytes,
  br: brotliDecompressSync,
  gzip: gunzipSync,
};

function checkBody(body: Buffer, form: Form, file: ServedFile, coding: CodingName): void {
  if (form.bytes !== undefined) assert.ok(body.equals(form.bytes));
  else assert.ok(UNPACK[coding](body).equals(file.bytes));
}
