import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { canary } from './canary.ts';

/** A request with a secret in it. */
export interface SecretRequest {
  /** For the words of a failure. */
  readonly told: string;
  readonly bytes: Buffer;
}

/** What is asked for. Each path answers in another way; the last ones have no route. */
const WAYS = [
  'ok',
  'strict',
  'throw',
  'refuse',
  'none',
  'ok/',
  'form',
  'upload',
  'upload/refused',
  'path-only',
  'reset/x',
  '%zz',
] as const;

interface Parts {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly fields: readonly string[];
  readonly body: Buffer;
}

/** Percent, JSON and other ways to write the same text. */
const written = {
  query: (text: string, how: number): string =>
    [encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+'), octets(text)][how % 3] ?? '',
  json: (text: string, how: number): string =>
    how % 3 === 0 ? JSON.stringify(text) : `"${[...JSON.stringify(text).slice(1, -1)].map(unescaped(how)).join('')}"`,
  /** As it is, but for what would end it. */
  raw: (text: string): string => text.replace(/[\s&#]/g, '.'),
};

function octets(text: string): string {
  return [...Buffer.from(text)].map((octet) => `%${octet.toString(16)}`).join('');
}

function unescaped(how: number): (character: string, index: number) => string {
  return (character, index) =>
    /[a-zа-я]/.test(character) && (index + how) % 2 === 0
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
      : character;
}

const JSON_FIELD = 'Content-Type: application/json';
const FORM_FIELD = 'Content-Type: application/x-www-form-urlencoded';

const BOUNDARY = '----boundary';

function multipart(fields: Readonly<Record<string, string>>): { type: string; body: string } {
  const parts = Object.entries(fields).map(([name, text]) => {
    const file = name === 'file' ? '; filename="a.txt"\r\nContent-Type: text/plain' : '';
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  return {
    type: `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    body: `${parts.join('')}--${BOUNDARY}--\r\n`,
  };
}

/** Bodies with a secret; `how` varies them. */
const BODIES: Readonly<Record<string, (text: string, how: number) => { type?: string; body: string | Buffer }>> = {
  json: (text, how) => ({ type: JSON_FIELD, body: `{"name": "x", "password": ${written.json(text, how)}}` }),
  'twice in JSON': (text, how) => ({
    type: JSON_FIELD,
    body: `{"password":${written.json(text, how)},"user":{"password":${written.json(text, how)}},"password":1,"user":2}`,
  }),
  'escaped name': (text, how) => ({ type: JSON_FIELD, body: `{"pass\\u0077ord":${written.json(text, how)}}` }),
  nested: (text, how) => ({ type: JSON_FIELD, body: `{"user":{"a":[1,{"password":${written.json(text, how)}}]}}` }),
  'redacted by name': (text, how) => ({
    type: JSON_FIELD,
    body: `{"deep":[{"pin":{"x":${written.json(text, how)}}}]}`,
  }),
  'a list': (text, how) => ({ type: JSON_FIELD, body: `{"codes":["a",${written.json(text, how)},"b"]}` }),
  'one of several': (text, how) => ({ type: JSON_FIELD, body: `{"either":{"key":${written.json(text, how)}}}` }),
  'any name': (text, how) => ({ type: JSON_FIELD, body: `{"vault":{"it":${written.json(text, how)}}}` }),
  form: (text, how) => ({ type: FORM_FIELD, body: `name=x&password=${written.query(text, how)}&b=c` }),
  'a form of PHP': (text, how) => ({ type: FORM_FIELD, body: `user[password]=${written.query(text, how)}` }),
  'a form with an escaped name': (text, how) => ({ type: FORM_FIELD, body: `p%61ssword=${written.query(text, how)}` }),
  'a form with files': (text) => multipart({ name: 'x', password: text, file: 'a file' }),
  'a form with JSON in it': (text, how) => multipart({ user: ` {"password":${written.json(text, how)}}` }),
  'a form with broken JSON in it': (text) => multipart({ user: `{"password": ${text}` }),
  'a raw form': (text) => ({ type: FORM_FIELD, body: `password=${written.raw(text)}` }),
  'a broken form': (text, how) => ({ type: FORM_FIELD, body: `name=%zz&password=${written.query(text, how)}` }),
  'JSON as a form': (text, how) => ({ type: FORM_FIELD, body: `{"password":${written.json(text, how)}}` }),
  'a form as JSON': (text, how) => ({ type: JSON_FIELD, body: `password=${written.query(text, how)}` }),
  'broken JSON': (text, how) => ({ type: JSON_FIELD, body: `{"password": ${written.json(text, how)}, "a": }` }),
  'JSON without quotes': (text) => ({ type: JSON_FIELD, body: `{"password": ${text}}` }),
  'deep JSON': (text, how) => ({
    type: JSON_FIELD,
    body: `${'['.repeat(150)}{"password":${written.json(text, how)}}${']'.repeat(150)}`,
  }),
  text: (text) => ({ type: 'Content-Type: text/plain', body: `password: ${text}` }),
  'no type': (text, how) => ({ body: `{"password":${written.json(text, how)}}` }),
  xml: (text) => ({ type: 'Content-Type: application/xml', body: `<password>${text}</password>` }),
  octets: (text) => ({
    type: JSON_FIELD,
    body: Buffer.concat([Buffer.from(`{"password":"${text}`), Buffer.of(255, 0)]),
  }),
  gzip: (text) => ({ type: `${JSON_FIELD}\r\nContent-Encoding: gzip`, body: gzipSync(`{"password":"${text}"}`) }),
  'UTF-16': (text) => ({ type: JSON_FIELD, body: Buffer.from(`{"password":"${text}"}`, 'utf16le') }),
  'too long': (text, how) => ({
    type: JSON_FIELD,
    body: `{"password":${written.json(text, how)},"a":"${'x'.repeat(5000)}"}`,
  }),
  'longer than a line': (text, how) => ({
    type: JSON_FIELD,
    body: `{"a":"${'x'.repeat(600)}","password":${written.json(text, how)}}`,
  }),
};

/** Other places, each as a change of a plain GET. */
const PLACES: Readonly<Record<string, (text: string, how: number, parts: Parts) => Partial<Parts>>> = {
  query: (text, how, { target }) => ({ target: `${target}?a=b&token=${written.query(text, how)}&c=d` }),
  'raw query': (text, _, { target }) => ({
    target: `${target}?token=${Buffer.from(written.raw(text)).toString('latin1')}`,
  }),
  'broken query': (text, how, { target }) => ({ target: `${target}?token=%zz${written.query(text, how)}` }),
  'escaped name in a query': (text, how, { target }) => ({ target: `${target}?t%6Fken=${written.query(text, how)}` }),
  'a form in a query': (text, how, { target }) => ({ target: `${target}?name=x&password=${written.query(text, how)}` }),
  'a long query': (text, how, { target }) => ({
    target: `${target}?token=${written.query(text, how)}${'x'.repeat(9000)}`,
  }),
  path: (text, how) => ({ target: `/reset/${octets(text)}${how % 2 ? '/' : ''}` }),
  'path of a URL': (text) => ({ target: `http://localhost/reset/${octets(text)}` }),
  referrer: (text, how) => ({ fields: [`Referer: http://localhost/ok?token=${written.query(text, how)}`] }),
  'referrer with a path': (text) => ({ fields: [`Referer: http://localhost/reset/${octets(text)}`] }),
  'user information': (text, how, { target }) => ({
    target: `http://me:${written.query(text, how)}@localhost${target}`,
  }),
  authorization: (text) => ({ fields: [`Authorization: Bearer ${asField(text)}`] }),
  'declared header': (text) => ({ fields: [`X-Key: ${asField(text)}`] }),
  cookie: (text) => ({ fields: [`Cookie: a=b; session=${asField(text).replaceAll(';', '.')}`] }),
  'declared cookie': (text) => ({ fields: [`Cookie: a=b; ticket="${asField(text).replaceAll(';', '.')}"; c=d`] }),
};

function asField(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replace(/\p{Cc}/gu, '.')
    .trim();
}

/** What becomes of it on the way. */
const FATES: Readonly<Record<string, (parts: Parts) => Buffer>> = {
  whole: (parts) => wire(parts),
  'another method': (parts) => wire({ ...parts, method: 'PUT' }),
  'an unknown method': (parts) => wire({ ...parts, method: 'BREW' }),
  'another version': (parts) => wire({ ...parts, version: 'HTTP/2.0' }),
  'no version': (parts) => wire({ ...parts, version: '' }),
  'a line that is not a field': (parts) => wire({ ...parts, fields: [...parts.fields, 'no colon'] }),
  'a blank before a colon': (parts) => wire({ ...parts, fields: [...parts.fields, 'X : y'] }),
  'no CR': (parts) => Buffer.from(wire(parts).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  'cut in the middle': (parts) => wire(parts).subarray(0, -Math.ceil(parts.body.length / 2) - 1),
  'cut in the head': (parts) => wire({ ...parts, body: Buffer.alloc(0) }).subarray(0, -3),
  'a length that is too short': (parts) => wire(parts, Math.floor(parts.body.length / 3)),
  'chunks that are wrong': (parts) =>
    Buffer.concat([head(parts, 'Transfer-Encoding: chunked'), Buffer.from('5\r\nabcde\r\n'), parts.body]),
};

function wire(parts: Parts, length = parts.body.length): Buffer {
  return Buffer.concat([head(parts, `Content-Length: ${length}`), parts.body]);
}

function head({ method, target, version, fields }: Parts, framing: string): Buffer {
  const line = `${method} ${target}${version === '' ? '' : ` ${version}`}`;
  return Buffer.from([line, 'Host: localhost', ...fields, framing, 'Connection: close', '', ''].join('\r\n'), 'latin1');
}

const plain = (way: string): Parts => ({
  method: 'GET',
  target: `/${way}`,
  version: 'HTTP/1.1',
  fields: ['Accept: text/html'],
  body: Buffer.alloc(0),
});

/** A secret in each place, in each spelling, on the way to each answer. */
export const secretRequest: fc.Arbitrary<SecretRequest> = fc
  .record({
    text: canary,
    how: fc.nat(5),
    way: fc.constantFrom(...WAYS),
    place: fc.constantFrom(...Object.keys(BODIES), ...Object.keys(PLACES)),
    fate: fc.oneof({ weight: 2, arbitrary: fc.constant('whole') }, fc.constantFrom(...Object.keys(FATES))),
  })
  .map(({ text, how, way, place, fate }) => {
    const begun = plain(way);
    const parts =
      place in BODIES
        ? withBody(begun, BODIES[place]?.(text, how))
        : { ...begun, ...PLACES[place]?.(text, how, begun) };
    const bytes = FATES[fate]?.(parts) ?? Buffer.alloc(0);
    return { told: `${place}, ${fate}, /${way}: ${JSON.stringify(text)}`, bytes };
  });

function withBody(parts: Parts, made: { type?: string; body: string | Buffer } | undefined): Parts {
  const { type, body = '' } = made ?? {};
  const fields = type === undefined ? parts.fields : [...parts.fields, type];
  return { ...parts, method: 'POST', fields, body: Buffer.from(body) };
}
