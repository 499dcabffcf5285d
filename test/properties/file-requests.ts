import fc from 'fast-check';
import { type FileRequest, type ServedFile, writtenDates } from './file-model.ts';

/** A request for one of the files: most of what it asks is nearly right. */
export function fileRequest(files: readonly ServedFile[]): fc.Arbitrary<FileRequest> {
  return fc.constantFrom(...files).chain((file) =>
    fc
      .record({
        method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
        'accept-encoding': rarely(2, acceptEncoding),
        'if-match': rarely(5, tagList(file)),
        'if-none-match': rarely(5, tagList(file)),
        'if-modified-since': rarely(4, date(file)),
        'if-unmodified-since': rarely(5, date(file)),
        range: rarely(1, range(file)),
        'if-range': rarely(3, fc.oneof(tag(file), date(file))),
      })
      .map(({ method, ...fields }): FileRequest => ({ file, method, fields })),
  );
}

/** The request as it goes over the wire. */
export function requestText({ file, method, fields }: FileRequest): string {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\r\n`],
  );
  return `${method} ${file.path} HTTP/1.1\r\nHost: a\r\n${lines.join('')}\r\n`;
}

function rarely<Value>(absent: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const space = fc.constantFrom('', '', '', ' ', '\t', '  ');
const weight = fc.oneof(
  fc.constantFrom('', '', ';q=1', ';q=0', ';q=0.000', ';q=0.5', '; q=0.8', ' ;Q=0.3', ';q=1.000', ';q=0.', ';q=1.'),
  fc.constantFrom(';q=2', ';q=0.1234', ';q=-1', ';q=', ';q', ';level=1', ';q=1.001', ';q=.5'),
  fc.integer({ min: 0, max: 999 }).map((q) => `;q=0.${String(q).padStart(3, '0')}`),
);
const codingName = fc.constantFrom(
  'br',
  'gzip',
  'BR',
  'x-gzip',
  'identity',
  '*',
  'deflate',
  'zstd',
  'gz/ip',
  'br gzip',
);
const acceptEncoding = fc
  .uniqueArray(fc.record({ name: codingName, weight, before: space, after: space }), {
    maxLength: 5,
    // Two weights for one coding mean nothing.
    selector: ({ name }) => name.toLowerCase().replace('x-', ''),
  })
  .map((items) =>
    items
      .map((item) => item.before + item.name + item.weight + item.after)
      .join(',')
      .trim(),
  );

function tag(file: ServedFile): fc.Arbitrary<string> {
  const tags = [...file.forms.values()].map((form) => form.tag);
  const change = fc.constantFrom<(tag: string) => string>(
    (one) => one,
    (one) => one,
    (one) => `W/${one}`,
    (one) => `w/${one}`,
    (one) => one.slice(1, -1),
    (one) => one.replace('"', '"x'),
    (one) => one.toLowerCase(),
    (one) => one.slice(0, -2).concat('"'),
    () => '"other"',
    () => '"a,b"',
    () => '""',
    () => 'W/"\xe9"',
    () => 'none',
  );
  return fc.tuple(fc.constantFrom(...tags), change).map(([one, changed]) => changed(one));
}

function tagList(file: ServedFile): fc.Arbitrary<string> {
  const member = fc.tuple(
    space,
    fc.oneof({ weight: 4, arbitrary: tag(file) }, { weight: 1, arbitrary: fc.constant('') }),
    space,
  );
  const list = fc.array(
    member.map((parts) => parts.join('')),
    { minLength: 1, maxLength: 4 },
  );
  return fc.oneof(
    { weight: 6, arbitrary: list.map((members) => members.join(',').trim()) },
    { weight: 1, arbitrary: fc.constantFrom('*', '*, "a"', '"unended', '"a b"') },
  );
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const STEPS = [0, 0, 0, 1, -1, 999, -SECOND, SECOND, -DAY, DAY, 40 * 365 * DAY, -45 * 365 * DAY, 60 * 365 * DAY];

function date(file: ServedFile): fc.Arbitrary<string> {
  const moments = [...file.forms.values()].map((form) => form.modifiedMs ?? Date.UTC(2040, 0, 1));
  const write = fc.constantFrom<(ms: number) => string>(
    (ms) => writtenDates(ms).imf,
    (ms) => writtenDates(ms).imf,
    (ms) => writtenDates(ms).imf,
    (ms) => writtenDates(ms).rfc850,
    (ms) => writtenDates(ms).asctime,
    (ms) => new Date(ms).toISOString(),
    (ms) => String(ms),
    (ms) => String(Math.floor(ms / SECOND)),
    (ms) => writtenDates(ms).imf.replace('GMT', 'UTC'),
    (ms) => writtenDates(ms).imf.replace('GMT', '+0100'),
    (ms) => writtenDates(ms).imf.toUpperCase(),
    (ms) => writtenDates(ms).imf.replace(/^\w+/, 'Mon'),
    (ms) => writtenDates(ms).rfc850.replace(/^\w+/, 'Mon'),
    (ms) => `${writtenDates(ms).imf}, ${writtenDates(ms).imf}`,
    (ms) =>
      writtenDates(ms)
        .imf.replace(/ \d\d /, ' 31 ')
        .replace(/[A-Z][a-z]{2} (?=\d{4})/, 'Feb '),
    (ms) => writtenDates(ms).imf.replace(/\d\d:\d\d:\d\d/, '24:00:00'),
  );
  return fc
    .tuple(fc.constantFrom(...moments), fc.constantFrom(...STEPS), write)
    .map(([at, step, text]) => text(at + step));
}

function range(file: ServedFile): fc.Arbitrary<string> {
  const sizes = [...file.forms.values()].map((form) => form.bytes?.length ?? file.bytes.length);
  const near = fc
    .tuple(fc.constantFrom(...sizes), fc.integer({ min: -3, max: 3 }))
    .map(([size, step]) => String(Math.max(0, size + step)));
  const number = fc.oneof(
    { weight: 4, arbitrary: fc.nat(Math.max(...sizes, 1)).map(String) },
    { weight: 4, arbitrary: near },
    { weight: 4, arbitrary: fc.nat(12).map(String) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('00', '007', '4294967296', '9007199254740993', '18446744073709551616', '9'.repeat(60)),
    },
  );
  const ordered = fc
    .tuple(number, number)
    .map(([one, other]) => (BigInt(one) < BigInt(other) ? `${one}-${other}` : `${other}-${one}`));
  const spec = fc.oneof(
    { weight: 6, arbitrary: ordered },
    { weight: 1, arbitrary: fc.tuple(number, number).map((pair) => pair.join('-')) },
    { weight: 2, arbitrary: number.map((from) => `${from}-`) },
    { weight: 2, arbitrary: number.map((length) => `-${length}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('-', '5', 'a-b', '1-2-3', '0 - 1', '--1', '+1-2', '1-+2', '0x1-2', '1.5-2', '', ''),
    },
  );
  const few = fc.array(
    fc.tuple(space, spec, space).map((parts) => parts.join('')),
    { minLength: 1, maxLength: 5 },
  );
  // Small and apart from one another, so that they can be sent as parts.
  const parts = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }), fc.nat(4))
    .map(([count, step, length]) =>
      Array.from({ length: count }, (_, index) => `${index * step}-${index * step + length}`),
    );
  const shuffled = parts.chain((list) => fc.shuffledSubarray(list, { minLength: 1 }));
  const set = fc.oneof(
    { weight: 3, arbitrary: few },
    { weight: 1, arbitrary: parts },
    { weight: 1, arbitrary: shuffled },
  );
  const unit = fc.oneof(
    { weight: 12, arbitrary: fc.constant('bytes=') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('Bytes=', 'BYTES=', 'items=', 'byte=', 'bytes', 'bytes =', '=', 'bytes:', 'bytes=='),
    },
  );
  return fc.tuple(unit, set).map(([name, members]) => (name + members.join(',')).trim());
}
