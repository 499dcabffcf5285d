import { createSite } from '../start-server.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import type { FuzzRequest } from './exchanges.ts';
import type { Group } from './run-group.ts';

/** Every secret holds this word, and nothing else does: a log that holds it shows a secret. */
export const CANARY = 'kanarie';

const CONCURRENCY = 32;
/** What has a meaning in regular expressions, in JSON, in header fields and in paths. */
const SYNTAX = [...'\\*+?()[]{}|^$.-/"\'%;,=:&#~ \t'].map((sign) => sign.charCodeAt(0));
const HEADERS = ['Authorization', 'Proxy-Authorization', 'X-Api-Key', 'aUTHORIZATION'];
/** Fields of a request line and a head, to which each secret is added: one for each way to an answer. */
const SHAPES: readonly ((random: Random, path: string) => Shape)[] = [
  () => ({ line: 'GET / HTTP/1.1' }),
  (_random, path) => ({ line: `GET /nowhere/${path} HTTP/1.1` }),
  () => ({ line: 'POST / HTTP/1.1', fields: ['Content-Length: 0'] }), // 405
  (_random, path) => ({ line: `DELETE /${path} HTTP/1.1` }), // 501
  (random, path) => ({ line: `GET /quote/${between(random, 400, 599)}/${pickOne(random, WAYS)}?${path} HTTP/1.1` }),
  (random) => ({ line: `GET /quote/${between(random, 200, 399)}/answer HTTP/1.1` }),
  () => ({ line: 'GET /strict HTTP/1.1' }), // 400: not as the manifest has it
  () => ({ line: 'GET /redirect HTTP/1.1' }),
  (_random, path) => ({ line: `GET /number/${path} HTTP/1.1` }), // 400: quotes the path
  () => ({ line: 'POST /json HTTP/1.1', fields: ['Content-Type: text/x', 'Content-Length: 1'], body: 'x' }), // 415
  () => ({ line: 'POST /json HTTP/1.1', fields: ['Content-Type: application/json', 'Content-Length: 1'], body: '{' }),
  () => ({ line: 'POST /json HTTP/1.1', fields: ['Content-Length: 99999999'] }), // 413
  () => ({ line: `GET /${'long'.repeat(2100)} HTTP/1.1` }), // 414
  () => ({ line: 'GET / HTTP/1.1', fields: Array.from({ length: 101 }, (_, number) => `X-${number}: x`) }), // 431
  () => ({ line: 'GET / HTTP/1.1', fields: ['Expect: nothing'] }), // 417
  () => ({ line: 'GET / HTTP/2.0' }), // 505
  () => ({ line: 'GET /', fields: [] }), // not HTTP
  () => ({ line: 'GET / HTTP/1.1', fields: ['no colon'] }),
  () => ({ line: 'GET / HTTP/1.1', fields: ['Transfer-Encoding: gzip, chunked'] }), // 501
  () => ({ line: 'POST /json HTTP/1.1', fields: ['Content-Length: 5'], body: 'x' }), // truncated
];
const WAYS = ['message', 'json', 'cause', 'error', 'store'];

interface Shape {
  readonly line: string;
  readonly fields?: readonly string[];
  readonly body?: string;
}

/** Every octet in every redacted field, on the way to every status. */
export const secrets: Group = {
  name: 'secrets',
  endless: true,
  growthMibMax: 150,
  exact: true,
  site: async () => createSite(() => MANIFEST, { 'quote.mjs': HANDLERS }).manifest,
  async attack(scene) {
    // All octets in their turn, so that a short run has them as well.
    let turn = 0;
    const worker = async (): Promise<void> => {
      while (scene.more()) await scene.exchanges.send(secretRequest(scene.random, turn++));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  },
};

/** The next request: `turn` says which octet has its turn. */
export function secretRequest(random: Random, turn: number): FuzzRequest {
  const octets = octetsOf(random, turn);
  const text = String.fromCharCode(...octets);
  const path = [...octets.slice(0, 1), ...octets.slice(-1)].map((octet) =>
    percent(octet).repeat(between(random, 1, 40)),
  );
  const { line, fields = [], body = '' } = pickOne(random, SHAPES)(random, pickOne(random, path));
  const secret = secretLine(random, text);
  const at = between(random, 0, fields.length);
  const lines = [
    line,
    'Host: localhost',
    ...fields.slice(0, at),
    secret,
    ...fields.slice(at),
    'Connection: close',
    '',
    body,
  ];
  return { bytes: Buffer.from(lines.join('\r\n'), 'latin1') };
}

/** One octet in its turn; or some, of which one is repeated: what a pattern would be made of. */
function octetsOf(random: Random, turn: number): readonly number[] {
  const octet = (): number => (random() < 0.5 ? pickOne(random, SYNTAX) : between(random, 0, 255));
  switch (turn % 4) {
    case 0:
    case 1:
      return [Math.floor(turn / 2) % 256];
    case 2:
      return Array.from({ length: between(random, 2, 6) }, octet);
    default: {
      const pair = [octet(), octet()];
      return [...Array.from({ length: between(random, 10, 40) }, () => pair).flat(), octet()];
    }
  }
}

/** The words around the octets are secret as long as these do not end the value. */
function secretLine(random: Random, text: string): string {
  const word = `${CANARY}${between(random, 1000, 9999)}`;
  if (random() < 0.4) {
    // A semicolon ends a cookie, and a line feed the line: what follows is no secret any more.
    const tail = /[;\n]/.test(text) ? '' : word;
    return `Cookie: a=b; session=${word}${text}${tail}; c=d`;
  }
  const scheme = pickOne(random, ['', 'Bearer ', 'Digest username="me", response="', 'Basic\t']);
  return `${pickOne(random, HEADERS)}: ${scheme}${word}${text}${text.includes('\n') ? '' : word}${scheme.includes('"') ? '"' : ''}`;
}

function percent(octet: number): string {
  return `%${octet.toString(16).padStart(2, '0')}`;
}

const REDACT = '[authorization, proxy-authorization, x-api-key, "cookie:session"]';
const MANIFEST = `
version: 1
server: { notHttp: reject, limits: { body: 1MiB } }
handlers: ./quote.mjs
logs: { access: { redact: ${REDACT} }, error: { redact: ${REDACT} } }
routes:
  home: { path: /, text: home }
  redirect: { path: /redirect, redirect: { route: home } }
  number: { path: "/number/{it...}", params: { it: { type: number } }, text: number }
  quote: { path: "/quote/{status}/{way}", params: { status: { type: integer }, way: { type: string } }, handler: quote }
  strict: { path: /strict, headers: { Authorization: { type: string, pattern: "^Bearer [a-z]{4}$", required: true } }, text: let in }
  json: { path: /json, methods: [POST], body: { type: object }, handler: quoteBody }
`;

/** Handlers that say in their errors what they got, as careless ones do. */
const HANDLERS = `
const HTTP_ERROR = Symbol.for('velosiped.http-error');
const refusal = (status, message, cause) => Object.assign(new Error(message, { cause }), { status, [HTTP_ERROR]: true });
const said = (request) => request.fieldLines.map(([name, value]) => name + ' is ' + value).join(' and ');

export const handlers = {
  quote({ params: { status, way }, request }) {
    const text = said(request);
    if (way === 'answer') return { status };
    if (way === 'message') throw refusal(status, 'Refused, since ' + text);
    if (way === 'json') throw refusal(status, 'Refused: ' + JSON.stringify(Object.fromEntries(request.fieldLines)));
    if (way === 'cause') throw refusal(status, 'Refused', new Error(text, { cause: text }));
    throw new Error(text);
  },
  quoteBody: ({ body }) => body,
};
`;
