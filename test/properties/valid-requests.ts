import fc from 'fast-check';

/** A request as a client could mean it, and one of the many ways to write it down. */
export interface ValidRequest {
  readonly method: string;
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly wire: Buffer;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const TCHARS = `!#$%&'*+-.^_\`|~${LETTERS}`;
const PATH = `-._~!$&'()*+,;=:@%/[]|^${LETTERS}`;
/** Names that say how the request is read, and not only what it means. */
const CONTROL = /^(?:host|content-length|transfer-encoding|connection|expect)$/i;

const token = textOf(TCHARS, 1, 12);
const ows = textOf(' \t', 0, 3);
/** field-value: no white space at its ends (RFC 9110 §5.5). */
const fieldValue = textOf(`\t ${octets(0x21, 0x7e)}${octets(0x80, 0xff)}`, 0, 20).map((text) =>
  text.replace(/^[\t ]+|[\t ]+$/g, ''),
);
const fieldName = token.filter((name) => !CONTROL.test(name));
const target = fc
  .tuple(textOf(PATH, 0, 16), fc.option(textOf(`${PATH}?\\{}\``, 0, 16), { nil: undefined }))
  .map(([path, query]) => (query === undefined ? `/${path}` : `/${path}?${query}`));
const host = fc.constantFrom('a', 'example.com:8080', '[::1]', '127.0.0.1', '');
const body = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));

/** Requests of all framings; those of HTTP/1.0 are never chunked (RFC 9112 §6.1). */
export const validRequest: fc.Arbitrary<ValidRequest> = fc
  .record({
    method: token.filter((method) => method !== 'CONNECT'),
    target,
    host,
    fields: fc.array(fc.tuple(fieldName, fieldValue), { maxLength: 6 }),
    spaces: fc.array(fc.tuple(ows, ows), { minLength: 8, maxLength: 8 }),
    emptyLines: fc.integer({ min: 0, max: 4 }),
    framing: fc.oneof(
      fc.constant(undefined),
      body.map((content) => ({ kind: 'sized' as const, version: '1.1' as const, content })),
      body.map((content) => ({ kind: 'sized' as const, version: '1.0' as const, content })),
      fc.tuple(body, chunkings()).map(([content, chunking]) => ({ kind: 'chunked' as const, content, chunking })),
    ),
  })
  .map(({ method, target, host, fields, spaces, emptyLines, framing }) => {
    const version = framing?.kind === 'sized' ? framing.version : '1.1';
    const length = framing?.kind === 'sized' ? [['Content-Length', String(framing.content.length)] as const] : [];
    const coding = framing?.kind === 'chunked' ? [['Transfer-Encoding', 'chunked'] as const] : [];
    const all = [['Host', host] as const, ...fields, ...length, ...coding];
    const lines = all.map(([name, value], index) => {
      const [before, behind] = spaces[index % spaces.length] ?? ['', ''];
      return `${name}:${before}${value}${behind}\r\n`;
    });
    const head = `${'\r\n'.repeat(emptyLines)}${method} ${target} HTTP/${version}\r\n${lines.join('')}\r\n`;
    const content = framing?.content ?? Buffer.alloc(0);
    const tail = framing?.kind === 'chunked' ? writeChunked(content, framing.chunking) : content;
    return { method, target, version, fields: all, body: content, wire: Buffer.concat([latin1(head), tail]) };
  });

/** How a body is cut into chunks, and what stands around them. */
interface Chunking {
  readonly cuts: readonly number[];
  readonly extensions: readonly string[];
  readonly zeros: number;
  readonly upper: boolean;
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

function chunkings(): fc.Arbitrary<Chunking> {
  const quoted = textOf(`\t !#$%&'()*+,-./:;<=>?@[]^_\`{|}~${LETTERS}${octets(0x80, 0xff)}`, 0, 8).map(
    (text) => `"${text}"`,
  );
  const escaped = textOf(`"\\ ${LETTERS}`, 0, 4).map((text) => `"${text.replace(/./g, '\\$&')}"`);
  const value = fc.tuple(ows, ows, fc.oneof(token, quoted, escaped)).map(([a, b, text]) => `${a}=${b}${text}`);
  const extension = fc
    .tuple(ows, ows, token, fc.option(value, { nil: '' }))
    .map(([a, b, name, rest]) => `${a};${b}${name}${rest}`);
  return fc.record({
    cuts: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
    extensions: fc.array(
      fc.array(extension, { maxLength: 3 }).map((list) => list.join('')),
      { minLength: 1, maxLength: 4 },
    ),
    zeros: fc.integer({ min: 0, max: 8 }),
    upper: fc.boolean(),
    trailers: fc.array(fc.tuple(token, fieldValue), { maxLength: 3 }),
  });
}

function writeChunked(content: Buffer, chunking: Chunking): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let index = 0; from < content.length; index++) {
    const chunk = content.subarray(from, from + (chunking.cuts[index % chunking.cuts.length] ?? 1));
    parts.push(chunkLine(chunk.length, index, chunking), chunk, latin1('\r\n'));
    from += chunk.length;
  }
  const trailers = chunking.trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([...parts, chunkLine(0, parts.length, chunking), latin1(`${trailers}\r\n`)]);
}

function chunkLine(bytes: number, index: number, { zeros, upper, extensions }: Chunking): Buffer {
  const hex = bytes.toString(16);
  const size = '0'.repeat(zeros) + (upper ? hex.toUpperCase() : hex);
  return latin1(`${size}${extensions[index % extensions.length] ?? ''}\r\n`);
}

function textOf(characters: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

function octets(first: number, last: number): string {
  return String.fromCharCode(...Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
