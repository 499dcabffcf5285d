import assert from 'node:assert/strict';
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { UploadPlan } from '../../src/contract/uploads.ts';
import { createUploads } from '../../src/uploads/open-uploads.ts';
import { held } from './held-files.ts';
import { BOUNDARY, MULTIPART, multipart } from './multipart.ts';

const PLAN: UploadPlan = {
  contentType: MULTIPART,
  fields: new Set(['title', 'tags']),
  lists: new Set(['tags']),
  files: new Map([
    ['file', { many: false, bytesMax: 1000 }],
    ['files', { many: true, bytesMax: 1000 }],
  ]),
};

const FORM = multipart([
  ['title', 'Лис\r\n--'],
  ['file', { name: 'лис.png', type: 'image/png', content: '\r\n------velosipe\r\n--' }],
  ['title', 'second'],
  ['tags', 'a'],
  ['tags', ''],
  ['tags', 'c'],
  ['files', { name: 'a', content: '' }],
  ['files', { name: 'b', content: Buffer.from([0, 255, 13, 10, 45, 45]) }],
  ['file', { name: 'another', content: 'x' }],
  ['stray', 'x'],
]);

const READ = {
  texts: [
    ['title', 'Лис\r\n--'],
    ['tags', 'a'],
  ],
  more: [['tags', ['', 'c']]],
  files: [
    ['file', [['лис.png', 'image/png', 'DQotLS0tLS12ZWxvc2lwZQ0KLS0=']]],
    [
      'files',
      [
        ['a', 'text/plain', ''],
        ['b', 'text/plain', 'AP8NCi0t'],
      ],
    ],
  ],
  other: 'stray',
  parts: ['title', 'file', 'title', 'tags', 'tags', 'tags', 'files', 'files', 'file', 'stray'],
};

describe('a form with files: where its bytes are cut carries no meaning', () => {
  it('at each of them', async () => {
    for (let at = 0; at <= FORM.length; at += 1)
      assert.deepEqual(await read([FORM.subarray(0, at), FORM.subarray(at)]), READ, `at ${at}`);
  });
  it('at all of them', async () =>
    assert.deepEqual(await read(Array.from(FORM, (octet) => Buffer.from([octet]))), READ));
});

it('a name can come as RFC 8187 has it, and is no path either', async () => {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename*=UTF-8''..%2f%d0%bb.png\r\n\r\nx`;
  const form = await read([Buffer.from(`${head}\r\n--${BOUNDARY}--`)]);
  assert.deepEqual('files' in form && form.files, [['file', [['л.png', 'text/plain', 'eA==']]]]);
});

describe('a form with a part that cannot be taken in is refused', () => {
  const PAD = 'p'.repeat(17_000);
  const NAMELESS = { kind: 'malformed', reason: 'has a part without a name' };
  const TOO_LARGE = { kind: 'too-large', reason: 'has a part whose head is over 16 KiB' };
  const parts: readonly (readonly [title: string, part: string, answer: object])[] = [
    ['a head over 16 KiB before its name', `X-Pad: ${PAD}\r\n${disposition('name="a"')}\r\n\r\n1`, TOO_LARGE],
    ['a head over 16 KiB behind its name', `${disposition('name="a"')}\r\nX-Pad: ${PAD}\r\n\r\n1`, TOO_LARGE],
    ['a name over 16 KiB', `${disposition(`name="${PAD}"`)}\r\n\r\n1`, TOO_LARGE],
    ['a head of 100 KiB', `X-Pad: ${PAD.repeat(6)}\r\n${disposition('name="a"')}\r\n\r\n1`, TOO_LARGE],
    ['no Content-Disposition', 'Content-Type: text/plain\r\n\r\n1', NAMELESS],
    ['no head', '\r\n1', NAMELESS],
    ['a head without an end', disposition('name="a"'), NAMELESS],
    ['nothing', '', NAMELESS],
    ['no name', `${disposition('filename="a"')}\r\n\r\n1`, NAMELESS],
    ['another disposition', 'Content-Disposition: attachment; name="a"\r\n\r\n1', NAMELESS],
  ];
  for (const [title, part, answer] of parts) {
    const last = `${disposition('name="title"')}\r\n\r\nb`;
    for (const [place, both] of [
      ['first', [part, last]],
      ['last', [last, part]],
    ] as const) {
      it(`${title} (${place})`, async () => {
        const form = Buffer.from(`${both.map((one) => `--${BOUNDARY}\r\n${one}\r\n`).join('')}--${BOUNDARY}--`);
        assert.deepEqual(await read([form]), answer);
        const octets = Array.from(form, (octet) => Buffer.from([octet]));
        if (form.length < 1000) assert.deepEqual(await read(octets), answer);
      });
    }
  }
});

describe('a form is framed by its one boundary (RFC 2046 §5.1.1)', () => {
  const taken = ['boundary=b', 'x="; boundary=a" ;;Boundary="b";', 'boundary="\\b"'];
  const refused = [
    ...['', 'boundary', 'boundary=', 'boundary=""', 'boundary="b', 'boundary=b"', 'boundary="b"b', 'boundary=b c'],
    ...['boundary=b; boundary=b', 'boundary=b; x', 'boundary="b "', 'boundary="b*"', 'boundary="\\"b"'],
    ...[`boundary=${'b'.repeat(71)}`, 'x="; boundary=b"', 'boundary*=b'],
  ];
  const form = Buffer.from(`--b\r\n${disposition('name="title"')}\r\n\r\nx\r\n--b--`);
  for (const parameters of taken) {
    it(`taken: ${parameters}`, async () => {
      const got = await read([form], `multipart/form-data; ${parameters}`);
      assert.deepEqual('texts' in got && got.texts, [['title', 'x']]);
    });
  }
  for (const parameters of refused) {
    it(`refused: ${parameters}`, async () =>
      assert.deepEqual(await read([form], `multipart/form-data; ${parameters}`), {
        kind: 'malformed',
        reason: 'has no boundary that can be used',
      }));
  }
});

describe('the progress of a form', () => {
  const MIB = 1024 * 1024;
  const filled = (head: string) => Buffer.concat([Buffer.from(head), Buffer.alloc(40 * MIB, 'velosiped')]);
  const cases: readonly (readonly [title: string, piece: Buffer, marks: readonly number[]])[] = [
    [
      'each mark that a piece passes',
      filled(`--${BOUNDARY}\r\n${disposition('name="stray"; filename="a"')}\r\n\r\n`),
      [16, 32],
    ],
    ['nothing of a piece that makes it refused', filled(`--${BOUNDARY}\r\n${disposition('filename="a"')}\r\n\r\n`), []],
  ];
  for (const [title, piece, marks] of cases) {
    it(`is ${title}`, async () => {
      const upload = await createUploads().open(PLAN);
      const seen: number[] = [];
      upload.onProgress = (bytes) => seen.push(bytes / MIB);
      upload.write(piece);
      upload.discard();
      assert.deepEqual(seen, marks);
    });
  }
});

describe('uploads have only so many temporary files open', () => {
  const form = multipart([
    ['files', { name: 'a', content: '' }],
    ['stray', { name: 'b', content: '' }],
  ]);
  const [before, behind] = [
    form.subarray(0, form.indexOf('\r\n\r\n') + 4),
    form.subarray(form.indexOf('\r\n\r\n') + 4),
  ];
  const content = Buffer.alloc(100_000, 'velosiped');
  const plan = { ...PLAN, files: new Map([['files', { many: true, bytesMax: 10_000_000 }]]) };

  it('the next one waits for its turn, and those that gave up do not take it', { timeout: 10_000 }, async () => {
    const uploads = createUploads(1);
    const open = async () => {
      const upload = await uploads.open(plan);
      upload.write(before);
      return upload;
    };
    const first = await open();
    first.write(content);
    const gone = await open();
    gone.write(content);
    const next = await open();
    while (!next.isFull) {
      next.write(content);
      await new Promise((resolve) => setImmediate(resolve));
    }
    gone.discard();
    assert.ok(process.platform !== 'linux' || held().length === 1);
    first.write(behind);
    assert.equal((await first.finish()).kind, 'form');
    assert.equal(next.isFull, true);
    const room = new Promise<void>((resolve) => {
      next.onRoom = resolve;
    });
    first.discard();
    await room;
    next.write(behind);
    const read = await next.finish();
    const bytes = read.kind === 'form' ? await read.files.get('files')?.[0]?.bytes() : undefined;
    assert.ok(
      bytes !== undefined &&
        Buffer.from(bytes).equals(Buffer.concat(Array(bytes.length / content.length).fill(content))),
    );
    next.discard();
  });

  it('a name that stays leaves no descriptor', {
    skip: process.platform !== 'linux' && 'needs /proc',
  }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'velosiped-names-'));
    const { TMPDIR } = process.env;
    const unlink = t.mock.method(fs, 'unlinkSync', () => {
      throw new Error('No permission');
    });
    syncBuiltinESMExports();
    process.env['TMPDIR'] = folder;
    try {
      const upload = await createUploads().open(plan);
      for (const piece of [before, content, behind]) upload.write(piece);
      assert.equal((await upload.finish()).kind, 'failed');
      assert.deepEqual(unlink.mock.callCount(), 1);
      assert.deepEqual(
        held().filter((path) => path.startsWith(`${folder}/`)),
        [],
      );
      upload.discard();
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
      unlink.mock.restore();
      syncBuiltinESMExports();
      rmSync(folder, { recursive: true });
    }
  });

  it('one that cannot be opened does not count', { timeout: 10_000 }, async () => {
    const uploads = createUploads(1);
    const { TMPDIR } = process.env;
    for (const folder of ['/proc/self/no-folder', TMPDIR]) {
      if (folder === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = folder;
      const upload = await uploads.open(plan);
      for (const piece of [before, content, behind]) upload.write(piece);
      assert.equal((await upload.finish()).kind, folder === TMPDIR ? 'form' : 'failed');
      upload.discard();
    }
  });
});

function disposition(parameters: string): string {
  return `Content-Disposition: form-data; ${parameters}`;
}

async function read(pieces: readonly Uint8Array[], contentType = MULTIPART) {
  const upload = await createUploads().open({ ...PLAN, contentType });
  for (const piece of pieces) upload.write(piece);
  const form = await upload.finish();
  if (form.kind !== 'form') return form;
  const files = await Promise.all(
    [...form.files].map(async ([name, list]) => [
      name,
      await Promise.all(
        list.map(async (file) => [file.name, file.type, Buffer.from(await file.bytes()).toString('base64')]),
      ),
    ]),
  );
  upload.discard();
  return {
    texts: [...form.texts],
    more: [...form.more],
    files,
    other: form.other,
    parts: upload.parts.map(({ name }) => name),
  };
}
