import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../../../src/contract/answer.ts';
import type { HandlerInput } from '../../../../src/contract/handler.ts';
import type { Redaction } from '../../../../src/contract/log-settings.ts';
import type { BodyRule } from '../../../../src/contract/program.ts';
import { processRequest } from '../../../../src/engine/2-process-request/process-request.ts';
import { compileRedaction } from '../../../../src/manifest/5-compile/compile-redaction.ts';
import { acceptWire } from '../../accept-wire.ts';
import { ASKER } from '../../asker.ts';
import { buildProgram, byHandler, NOTHING_REDACTED, parameter, type RouteParts } from '../../build-program.ts';

const JSON_TYPE = 'Content-Type: application/json';
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const ANYTHING: BodyRule = { required: true, fields: undefined, files: [], closed: false, check: () => [] };
const FIELDS: BodyRule = {
  required: true,
  fields: [
    parameter('name', 'string'),
    parameter('age', 'integer', { required: false }),
    parameter('wine', 'boolean', { default: false }),
  ],
  files: [],
  closed: false,
  check: () => [],
};

describe('read body: JSON (RFC 8259)', () => {
  const cases: readonly (readonly [title: string, header: string, body: string | Uint8Array, value: unknown])[] = [
    ['an object', JSON_TYPE, '{"a":[1,null]}', { a: [1, null] }],
    ['any other value', JSON_TYPE, ' 5 ', 5],
    ['a type with parameters, in any case', 'content-type: Application/JSON; charset=utf-8', '1', 1],
    ['a type built on JSON', 'Content-Type: application/merge-patch+json', '1', 1],
    ['characters beyond ASCII', JSON_TYPE, Buffer.from('"é😀"'), 'é😀'],
    ['a byte order mark', JSON_TYPE, Buffer.from('\ufeff1'), 1],
    ['the last of a repeated name', JSON_TYPE, '{"a":1,"a":2}', { a: 2 }],
    ['a hundred lists in each other', JSON_TYPE, `${'['.repeat(100)}${']'.repeat(100)}`, undefined],
    ['brackets inside text, however many', JSON_TYPE, `"\\"${'['.repeat(101)}"`, `"${'['.repeat(101)}`],
  ];
  for (const [title, header, body, value] of cases) {
    it(`takes ${title}`, () => {
      const { body: read } = inputOf(ANYTHING, header, body);
      if (value !== undefined) assert.deepEqual(read, value);
    });
  }
  for (const name of ['__proto__', '\\u005f_proto__', '__pr\\u006Fto__']) {
    it(`leaves out ${name}, so that no copy gets another prototype`, () => {
      const { body } = inputOf(ANYTHING, JSON_TYPE, `{"a":{"${name}":{"admin":true}},"b":1}`);
      assert.deepEqual(body, { a: {}, b: 1 });
      assert.equal(Object.hasOwn((body as { a: object }).a, '__proto__'), false);
    });
  }
  const malformed: readonly (readonly [title: string, body: string | Uint8Array, message: RegExp])[] = [
    ['what is cut off', '{"a":', /^The body must be JSON, but what was sent is not\.$/],
    ['a comment', '{/* */}', /must be JSON/],
    ['what is not UTF-8', Buffer.from('"\xe9"', 'latin1'), /^The body must be UTF-8 text\.$/],
    ['a hundred and one lists in each other', '['.repeat(101), /^The body must not be nested more than 100 deep\.$/],
    ['nothing', '', /^This request needs a body\.$/],
  ];
  for (const [title, body, message] of malformed) {
    it(`refuses ${title} with 400`, () => checkRefused(ANYTHING, JSON_TYPE, body, 400, message));
  }
  it('names each rule that is broken, and in the cause what was found', () => {
    const check = () => [
      { rule: '"a.b" must be text', pointer: '/a/b', found: 5 },
      { rule: 'The body must have the property "c"', pointer: '/c', found: undefined },
      { rule: '"d" must be true', pointer: '/d', found: 'x'.repeat(200) },
      { rule: '"e" must be 1', pointer: '/e', found: [1, 2] },
    ];
    const refused = refusal({ ...ANYTHING, check }, JSON_TYPE, '{}');
    assert.equal(
      refused.message,
      '"a.b" must be text. The body must have the property "c". "d" must be true. "e" must be 1.',
    );
    assert.deepEqual(refused.problems?.[0], { in: 'body', pointer: '/a/b', detail: '"a.b" must be text.' });
    assert.equal(
      refused.cause,
      `"a.b" must be text, but 5 was found; The body must have the property "c"; "d" must be true, but "${'x'.repeat(100)}…" was found; "e" must be 1, but a list of 2 items was found`,
    );
  });
});

describe('read body: forms (WHATWG URL §5.1)', () => {
  const cases: readonly (readonly [title: string, body: string, value: object])[] = [
    ['typed fields', 'name=Ada&age=36&wine=true', { name: 'Ada', age: 36, wine: true }],
    ['blanks and escapes', 'name=Ada+L%C3%A9+%2B', { name: 'Ada Lé +', wine: false }],
    ['the first of a repeated name', 'name=a&name=b', { name: 'a', wine: false }],
    ['no field that is not declared', 'name=a&other=b', { name: 'a', wine: false }],
    ['an empty text', 'name=', { name: '', wine: false }],
    [
      'U+FEFF where a name begins, however it is written',
      '\ufeffname=a&%EF%BB%BFname=b&name=c',
      { name: 'c', wine: false },
    ],
    ['U+FEFF where a value begins', 'name=\ufeffa', { name: '\ufeffa', wine: false }],
    ['an empty number as none: a browser sends what was not filled in', 'name=a&age=', { name: 'a', wine: false }],
  ];
  for (const [title, body, value] of cases) {
    it(`takes ${title}`, () => assert.deepEqual({ ...(inputOf(FIELDS, FORM, body).body as object) }, value));
  }
  const refused: readonly (readonly [title: string, body: string | Uint8Array, message: string])[] = [
    [
      'every field that breaks its rule',
      'age=x',
      '"name" is required. "age" must be a whole number, such as 12 or -3.',
    ],
    ['a form without a field', '', '"name" is required.'],
    [
      'a broken escape',
      'name=%zz',
      'The form contains a percent sign that is not followed by the code of a character.',
    ],
    ['what is not UTF-8', Buffer.from('name=\xe9', 'latin1'), 'The body must be UTF-8 text.'],
  ];
  for (const [title, body, message] of refused) {
    it(`refuses ${title} with 400`, () => {
      assert.equal(refusal(FIELDS, FORM, body).message, message);
    });
  }
  it('refuses a field too many where no others are allowed', () => {
    checkRefused({ ...FIELDS, closed: true }, FORM, 'name=a&x=1', 400, /^The form must not have the field "x"\.$/);
  });
});

describe('read body: what is taken (RFC 9110 §15.5.16)', () => {
  const both = 'application/json, application/x-www-form-urlencoded, multipart/form-data';
  const cases: readonly (readonly [title: string, rule: BodyRule, header: string, field: string, value: string])[] = [
    ['another type', FIELDS, 'Content-Type: text/plain', 'Accept-Post', both],
    ['no type', FIELDS, 'X-Other: 1', 'Accept-Post', both],
    ['a form where the schema is none of a form', ANYTHING, FORM, 'Accept-Post', 'application/json'],
    ['a type that only ends like JSON', ANYTHING, 'Content-Type: text/nojson', 'Accept-Post', 'application/json'],
    ['a compressed body', ANYTHING, `${JSON_TYPE}\r\nContent-Encoding: gzip`, 'Accept-Encoding', 'identity'],
  ];
  for (const [title, rule, header, field, value] of cases) {
    it(`refuses ${title} with 415 and says what it takes`, () => {
      const found = refusal(rule, header, 'x=1', 415);
      assert.deepEqual(found.headers, [[field, value]]);
    });
  }
  it('does not look at the body of a route that reads none', () => {
    const found = answerOf({}, JSON_TYPE, '{');
    assert.notEqual(found.kind, 'failure');
  });
});

describe('read input: header fields and cookies', () => {
  const route = {
    headerInput: [parameter('X-Tenant', 'integer'), parameter('X-Key', 'integer', { required: false, title: 'Key' })],
    cookieInput: [parameter('theme', 'string', { default: 'light' }), parameter('n', 'integer', { required: false })],
  };
  it('are typed, under their names as declared; names of fields have no case', () => {
    const inputs: HandlerInput[] = [];
    const respond = byHandler((input) => inputs.push(input));
    answerOf({ ...route, respond }, 'x-TENANT: 7\r\nCookie: theme=dark; n=3', '');
    assert.deepEqual({ ...(inputs[0]?.headers as object) }, { 'X-Tenant': 7 });
    assert.deepEqual({ ...(inputs[0]?.cookies as object) }, { theme: 'dark', n: 3 });
  });
  it('are told as what they are, with those of the body in one answer', () => {
    const found = answerOf({ ...route, body: FIELDS }, `X-Key: k\r\nCookie: n=x\r\n${FORM}`, 'age=1');
    assert.ok(found.kind === 'failure');
    assert.equal(
      found.message,
      'The header "X-Tenant" is required. Key (the header "X-Key") must be a whole number, such as 12 or -3. The cookie "n" must be a whole number, such as 12 or -3. "name" is required.',
    );
  });
  const hidden: readonly (readonly [redacted: string, redact: Redaction])[] = [
    ['that field and that cookie', compileRedaction(['X-Key', 'cookie:n'])],
    ['all cookies at once', compileRedaction(['X-Key', 'Cookie'])],
  ];
  for (const [title, redact] of hidden) {
    it(`are not quoted where error.log leaves out ${title}`, () => {
      const found = answerOf(route, 'X-Tenant: 1\r\nX-Key: secret1\r\nCookie: n=secret2', '', redact);
      assert.ok(found.kind === 'failure');
      assert.doesNotMatch(`${found.message} ${found.cause}`, /secret/);
      assert.match(String(found.cause), /^the header X-Key must be .*, but another value was found; the cookie n must/);
    });
  }
  it('are quoted otherwise', () => {
    const found = answerOf(route, 'X-Tenant: shown', '');
    assert.match(found.kind === 'failure' ? String(found.cause) : '', /"shown" was found/);
  });
});

function inputOf(rule: BodyRule, header: string, body: string | Uint8Array): HandlerInput {
  const inputs: HandlerInput[] = [];
  const found = answerOf({ body: rule, respond: byHandler((input) => inputs.push(input)) }, header, body);
  return inputs[0] ?? assert.fail(`the handler was not called: ${JSON.stringify(found)}`);
}

function checkRefused(
  rule: BodyRule,
  header: string,
  body: string | Uint8Array,
  status: number,
  message: RegExp,
): void {
  assert.match(refusal(rule, header, body, status).message, message);
}

function refusal(
  rule: BodyRule,
  header: string,
  body: string | Uint8Array,
  status = 400,
): Answer & { kind: 'failure' } {
  const found = answerOf({ body: rule }, header, body);
  assert.ok(found.kind === 'failure');
  assert.deepEqual([found.status, found.ours], [status, false]);
  return found;
}

function answerOf(
  route: Omit<RouteParts, 'name' | 'path'>,
  header: string,
  body: string | Uint8Array,
  redact: Redaction = NOTHING_REDACTED,
): Answer {
  const program = buildProgram([{ ...route, name: 'test', path: '/a', methods: ['POST'] }], {
    logs: {
      access: { file: null, detail: 'full', bodyBytesMax: 64, redact: NOTHING_REDACTED },
      error: { file: null, redact },
      secrets: undefined,
    },
  });
  const bytes = Buffer.from(body);
  const wire = `POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes.length}\r\n${header}\r\n\r\n`;
  const accepted = acceptWire(Buffer.concat([Buffer.from(wire), bytes]));
  if (accepted.kind !== 'request') return assert.fail(accepted.fault.message);
  const processed = processRequest(program, accepted.request, ASKER);
  return processed instanceof Promise ? assert.fail('a promise without need') : processed.answer;
}
