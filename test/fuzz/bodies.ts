import { createSite, replaceOnce } from '../start-server.ts';
import { pickOne, type Random, shuffled } from '../verdicts/random-source.ts';
import type { FuzzRequest } from './exchanges.ts';
import type { Group } from './run-group.ts';

const KIB = 1024;
const MIB = KIB * KIB;
const CONCURRENCY = 4;

/** Bodies of one octet, for each of the 256, up to the limit, where each is logged whole. */
export const bodies: Group = {
  name: 'bodies',
  endless: false,
  growthMibMax: 200,
  exact: true,
  site: async () => createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject')).manifest,
  async attack({ random, exchanges, more }) {
    const octets = shuffled(
      random,
      Array.from({ length: 256 }, (_, octet) => octet),
    );
    const sizes = [1, 1000, 64 * KIB - 1, 64 * KIB + 1, MIB];
    const requests = octets.flatMap((octet) => {
      const size = pickOne(random, sizes);
      return [MIB, size].map((length) => post({ target: '/', octet: [octet], length }));
    });
    const worker = async (): Promise<void> => {
      for (let next = requests.shift(); next !== undefined && more(); next = requests.shift())
        await exchanges.send(next);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  },
};

/** Fewer and larger ones, and those that cost their readers the most: each alone, since they may cost much. */
export const largeBodies: Group = {
  name: 'large-bodies',
  endless: false,
  growthMibMax: 400,
  exact: true,
  site: async () => createSite(() => MANIFEST, { 'echo.mjs': HANDLERS }).manifest,
  async attack({ random, exchanges, more }) {
    for (const request of shuffled(random, largeRequests(random))) {
      if (!more()) return;
      await exchanges.send(request);
    }
  },
};

function largeRequests(random: Random): readonly FuzzRequest[] {
  const octets = [0x00, 0x7f, 0x1f, 0x0a, 0x22, 0x5c, 0x61, 0x80, 0xff, Math.floor(random() * 256)];
  const json = (text: string): Shape => ({ target: '/json', type: 'application/json', octet: [...Buffer.from(text)] });
  const shapes: readonly Shape[] = [
    ...octets.map((octet) => ({ target: '/post', octet: [octet] })),
    { target: '/post', octet: [0xd0, 0xb6] }, // ж
    { ...json('\\u0041'), before: '"', after: '"' },
    { ...json('\\"'), before: '"', after: '"' },
    { ...json('{},'), before: '[', after: '1]' },
    { ...json('"",'), before: '[', after: '1]' },
    { ...json('['), before: '', after: '' },
    { ...json('9'), before: '', after: '' },
    ...['+', '%00', '&', 'a=&', '='].map((text) => ({
      target: '/form',
      type: 'application/x-www-form-urlencoded',
      octet: [...Buffer.from(text)],
      before: 'a=',
    })),
  ];
  return shapes.flatMap((shape) => {
    const length = shape.target === '/post' ? LARGE_BYTES : MIB;
    return [post({ ...shape, length }), post({ ...shape, length: Math.floor(length / 16) })];
  });
}

interface Shape {
  readonly target: string;
  readonly type?: string;
  /** These octets again and again. */
  readonly octet: readonly number[];
  readonly before?: string;
  readonly after?: string;
}

function post({
  target,
  type,
  octet,
  length,
  before = '',
  after = '',
}: Shape & { readonly length: number }): FuzzRequest {
  const body = Buffer.concat([
    Buffer.from(before),
    Buffer.alloc(length - before.length - after.length, Buffer.from(octet)),
    Buffer.from(after),
  ]);
  const typed = type === undefined ? '' : `Content-Type: ${type}\r\n`;
  const head = `POST ${target} HTTP/1.1\r\nHost: localhost\r\n${typed}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  const unit = JSON.stringify(Buffer.from(octet).toString('latin1'));
  return {
    bytes: Buffer.concat([Buffer.from(head), body]),
    label: `POST ${target}, ${length} bytes ${JSON.stringify(before)} ${unit} again and again ${JSON.stringify(after)}`,
  };
}

const LARGE_BYTES = 10 * MIB;

const MANIFEST = `
version: 1
server: { notHttp: reject, limits: { body: 16MiB } }
handlers: ./echo.mjs
routes:
  home: { path: /, text: home }
  post: { path: /post, methods: [POST], text: posted }
  json: { path: /json, methods: [POST], handler: length, body: { type: [string, number, array], uniqueItems: true } }
  form: { path: /form, methods: [POST], handler: length, body: { type: object, properties: { a: { type: string } } } }
`;

const HANDLERS = `
export const handlers = { length: ({ request }) => request.body.length };
`;
