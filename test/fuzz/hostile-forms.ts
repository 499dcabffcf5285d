import { createSite } from '../start-server.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import type { FuzzRequest } from './exchanges.ts';
import type { Group } from './run-group.ts';

const CONCURRENCY = 4;

/** Forms with files as no browser sends them: boundaries, heads, names, lengths, ends and bytes that are wrong, alone and together. */
export const hostileForms: Group = {
  name: 'hostile-forms',
  endless: true,
  growthMibMax: 250,
  exact: true,
  site: async () => createSite(() => HOSTILE_FORMS_MANIFEST, { 'handlers.mjs': HOSTILE_FORMS_HANDLERS }).manifest,
  async attack({ random, exchanges, more }) {
    const worker = async (): Promise<void> => {
      while (more()) await exchanges.send(hostileForm(random));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  },
};

export const HOSTILE_FORMS_MANIFEST = `
version: 1
server: { notHttp: reject, limits: { body: 2MiB } }
handlers: ./handlers.mjs
routes:
  home: { path: /, text: home }
  send:
    path: /send
    methods: [POST]
    handler: send
    body:
      type: object
      properties:
        title: { type: string }
        file: { type: string, format: binary, maxLength: 1000000 }
        files: { type: array, items: { type: string, format: binary } }
`;

export const HOSTILE_FORMS_HANDLERS = `
export const handlers = {
  async send({ body }) {
    const files = [body.file, ...(body.files ?? [])].filter((file) => file !== undefined);
    const read = await Promise.all(files.map(async (file) => (await file.bytes()).length));
    if (files.some((file, at) => file.size !== read[at] || /[\\/\\\\\\p{Cc}]|^\\.\\.?$/u.test(file.name))) throw new Error('A file is wrong');
    return { title: body.title ?? null, files };
  },
};
`;

const NAMES = [
  'file',
  'files',
  'title',
  '__proto__',
  'constructor',
  'toString',
  '',
  'a'.repeat(5000),
  'лис',
  'file"',
  'x\\"y',
  '%00',
  '\0',
  "'",
];
const FILENAMES = [
  ...[
    'a.png',
    '../../x',
    '..\\..\\x',
    '/etc/passwd',
    'C:\\x',
    '..',
    '.',
    '',
    'a\0b',
    '\r',
    '__proto__',
    'CON',
    'a'.repeat(9000),
    'лис.png',
  ],
  ...[
    'x"; name="title',
    "UTF-8''%2e%2e%2fx",
    "utf-8''%ff%fe",
    '%22%0D%0A',
    '\u202egnp.exe',
    '~root',
    '$(id)',
    'a;b=c',
    '\x7f',
  ],
];
const LINE_ENDS = ['\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\r\n', '\n\n', ''];
const BOUNDARIES = [
  'b',
  '----WebKitFormBoundary7MA4YWxk',
  "'()+_,-./:=?",
  'x'.repeat(70),
  'x'.repeat(71),
  'x'.repeat(300),
  '-',
  '--',
  '\r\n',
  '"',
  ' b ',
  'ж',
];

/** One request; most of them are wrong in one or two ways, some in none. */
export function hostileForm(random: Random): FuzzRequest {
  const boundary = pickOne(random, BOUNDARIES);
  const announced = random() < 0.1 ? pickOne(random, BOUNDARIES) : boundary;
  const quoted = random() < 0.5 ? `"${announced}"` : announced;
  const type = pickOne(random, [
    ...Array.from({ length: 8 }, () => `multipart/form-data; boundary=${quoted}`),
    ...[
      'multipart/form-data',
      `multipart/form-data; boundary=`,
      `Multipart/Form-Data;x=y;BOUNDARY=${quoted}; z`,
      `multipart/mixed; boundary=${quoted}`,
    ],
  ]);
  const parts = random() < 0.02 ? 10_000 : between(random, 0, 6);
  let body: Buffer = Buffer.concat([
    Buffer.from(random() < 0.1 ? 'preamble\r\n' : ''),
    ...Array.from({ length: parts }, () => part(random, boundary, parts > 6)),
    Buffer.from(end(random, boundary)),
  ]);
  if (random() < 0.15) body = mutated(random, body);
  const length = random() < 0.1 ? Math.max(0, body.length + between(random, -20, 20)) : body.length;
  const head = `POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type.replace(/[^\x20-\x7e]/g, '?')}\r\nConnection: close\r\n`;
  if (random() < 0.2)
    return {
      bytes: Buffer.concat([Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`), ...chunks(random, body)]),
    };
  return { bytes: Buffer.concat([Buffer.from(`${head}Content-Length: ${length}\r\n\r\n`), body]) };
}

function part(random: Random, boundary: string, small: boolean): Buffer {
  const eol = (): string => (random() < 0.9 ? '\r\n' : pickOne(random, LINE_ENDS));
  const named =
    random() < 0.9
      ? `; name="${pickOne(random, NAMES)}"`
      : pickOne(random, ['', '; name', '; name=', `; name*=UTF-8''x`, '; name=file; name=title']);
  const filename =
    random() < 0.6
      ? `; ${pickOne(random, ['filename', 'filename', 'filename', 'filename*', 'FileName'])}="${pickOne(random, FILENAMES)}"`
      : '';
  const disposition =
    random() < 0.9
      ? 'Content-Disposition: form-data'
      : pickOne(random, [
          'Content-Disposition: attachment',
          'Content-Disposition:',
          'X: y',
          ': ',
          'Content-Disposition form-data',
          '\tContent-Disposition: form-data',
        ]);
  const more = random() < 0.3 ? pickOne(random, MORE_LINES)(boundary) + eol() : '';
  const content = small ? Buffer.from('x') : contentOf(random, boundary);
  return Buffer.concat([
    Buffer.from(`--${boundary}${eol()}${disposition}${named}${filename}${eol()}${more}${eol()}`),
    content,
    Buffer.from(eol()),
  ]);
}

const MORE_LINES: readonly ((boundary: string) => string)[] = [
  () => 'Content-Type: image/png',
  () => `Content-Type: ${'x'.repeat(20_000)}/y`,
  () => 'Content-Type: text/plain; charset=utf-16le',
  () => 'Content-Type: ;;;',
  () => 'Content-Transfer-Encoding: base64',
  () => 'Content-Length: 5',
  (boundary) => `Content-Type: multipart/mixed; boundary=${boundary}`,
  () => 'X: y\r\n'.repeat(3000).trimEnd(),
  () => ' folded',
];

function contentOf(random: Random, boundary: string): Buffer {
  switch (between(random, 0, 9)) {
    case 0:
      return Buffer.alloc(0);
    case 1:
      return Buffer.from('é', 'latin1');
    case 2:
      return Buffer.alloc(between(random, 60_000, 400_000), `\r\n--${boundary.slice(0, -1)}`);
    case 3:
      return Buffer.alloc(between(random, 1, 1_100_000), '\r');
    case 4:
      return Buffer.from(`--${boundary}`); // not on a line of its own
    case 5: // a form in a form
      return Buffer.from(`--c\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\ninner\r\n--c--\r\n`);
    default:
      return Buffer.from(Array.from({ length: between(random, 1, 300) }, () => between(random, 0, 255)));
  }
}

function end(random: Random, boundary: string): string {
  const right = `--${boundary}--\r\n`;
  return random() < 0.8
    ? right
    : pickOne(random, [
        '',
        `--${boundary}`,
        `--${boundary}-`,
        `--${boundary}--`,
        `${right}epilogue`,
        `${right}${right}`,
        `--${boundary}--x`,
      ]);
}

/** Some octets are others, are missing, or are there twice. */
function mutated(random: Random, body: Buffer): Buffer {
  const bytes = Buffer.from(body);
  for (let count = between(random, 1, 5); count > 0; count--)
    if (bytes.length > 0) bytes[between(random, 0, bytes.length - 1)] = between(random, 0, 255);
  const at = between(random, 0, bytes.length);
  return random() < 0.5
    ? bytes.subarray(0, at)
    : Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 9))]);
}

function chunks(random: Random, body: Buffer): readonly Buffer[] {
  const written: Buffer[] = [];
  for (let from = 0; from < body.length; ) {
    const to = Math.min(body.length, from + between(random, 1, body.length > 1000 ? body.length : 20));
    written.push(Buffer.from(`${(to - from).toString(16)}\r\n`), body.subarray(from, to), Buffer.from('\r\n'));
    from = to;
  }
  return [...written, Buffer.from('0\r\n\r\n')];
}
