import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../../src/contract/answer.ts';
import type { FieldModel } from '../../../../src/contract/page-data.ts';
import type { Program } from '../../../../src/contract/program.ts';
import { submitForm } from '../../../../src/engine/2-process-request/forms/submit-form.ts';
import { loadFiles } from '../../../manifest/manifest-folder.ts';
import { acceptWire } from '../../accept-wire.ts';

const MANIFEST = `version: 1
server: { limits: { requestLine: 512B } }
routes:
  divide:
    path: /div/{dividend}/to/{divisor}
    text: ""
    form: {}
    params:
      dividend: { type: number, title: Dividend }
      divisor: { type: number, title: Divisor }
  setCookie:
    path: /set_cookie/=/{pairs...}
    methods: [GET, POST]
    text: ""
    form: { method: POST }
    params: { pairs: { type: string } }
  first:
    path: /{any}/{rest...}
    text: ""
    form: {}
    params: { any: { type: string }, rest: { type: string } }
  list:
    path: /list/{kind}
    methods: [GET, POST]
    text: ""
    form: {}
    params: { kind: { type: string } }
    query:
      page: { type: integer }
      order: { type: string, enum: [up, down] }
      word: { type: string, required: true }
      all: { type: boolean, default: true }
  noForm: { path: /plain, text: "" }
  submit:
    path: /submit/{route}
    methods: [GET, POST]
    params: { route: { type: string } }
    handler: velosiped:submit
`;

const loaded = await loadFiles({ 'routes.yaml': MANIFEST });
assert.ok(loaded.kind === 'loaded', JSON.stringify(loaded.diagnostics, null, 1));
const PROGRAM: Program = loaded.program;

describe('velosiped:submit: the URL that a form means (S11)', () => {
  const cases: readonly (readonly [why: string, route: string, sent: Sent, status: number, location: string])[] = [
    ['a GET form is led by 303', 'divide', { query: 'dividend=6&divisor=3' }, 303, '/div/6/to/3'],
    ['a POST form by 307, so that it is posted again', 'setCookie', { form: 'pairs=a%3D1' }, 307, '/set_cookie/=/a=1'],
    ['a form that was sent by GET, too', 'setCookie', { query: 'pairs=a=1' }, 303, '/set_cookie/=/a=1'],
    [
      '"+" is a space, %XX is UTF-8',
      'setCookie',
      { form: 'pairs=a%3D1%3B+b%3D%C3%A4' },
      307,
      '/set_cookie/=/a=1;%20b=%C3%A4',
    ],
    ['the first of a repeated field counts', 'setCookie', { form: 'pairs=a&pairs=b' }, 307, '/set_cookie/=/a'],
    ['other fields are left out', 'divide', { query: 'dividend=6&divisor=3&__proto__=x&pairs=y' }, 303, '/div/6/to/3'],
    [
      'what was typed stays in its segment',
      'divide',
      { query: 'dividend=6/x?y%23z&divisor=%252e' },
      303,
      '/div/6%2Fx%3Fy%23z/to/%252e',
    ],
    [
      'the media type has any case, and parameters',
      'setCookie',
      { form: 'pairs=a', type: 'Application/X-WWW-Form-URLencoded ; charset=UTF-8' },
      307,
      '/set_cookie/=/a',
    ],
    [
      'query parameters go into the query, empty ones do not',
      'list',
      { query: "kind=a&page=&order=&word=x%26y='&all=true" },
      303,
      "/list/a?word=x%26y%3D'&all=true",
    ],
    ['dots beside other letters are none', 'setCookie', { form: 'pairs=a/..b/...' }, 307, '/set_cookie/=/a/..b/...'],
    ['a checkbox that was not checked is false', 'list', { query: 'kind=a&word=' }, 303, '/list/a?word=&all=false'],
  ];
  for (const [why, route, sent, status, location] of cases) {
    it(why, () => checkLeads(route, sent, { status, location }));
  }
});

describe('velosiped:submit: refusals', () => {
  const cases: readonly (readonly [what: string, route: string, sent: Sent, status: number, says: string])[] = [
    ['a name that is no route', 'nope', {}, 404, 'There is no form "nope"'],
    ['a route without a form', 'noForm', {}, 404, 'There is no form'],
    ['a name that objects inherit', 'constructor', {}, 404, 'There is no form'],
    ['a missing field', 'divide', { query: 'dividend=6' }, 400, 'fill in the field "Divisor"'],
    ['an empty field', 'divide', { query: 'dividend=6&divisor=' }, 400, 'fill in the field "Divisor"'],
    ['a missing field of the query', 'list', { query: 'kind=a' }, 400, 'fill in the field "word"'],
    ['a POST whose fields are in its query', 'setCookie', { query: 'pairs=a=1', form: '' }, 400, 'fill in the field'],
    [
      'a posted JSON body',
      'setCookie',
      { form: '{"pairs":"a=1"}', type: 'application/json' },
      415,
      'application/x-www-form-urlencoded',
    ],
    ['a body that is not UTF-8', 'setCookie', { form: Buffer.from([0x70, 0xff]) }, 400, 'UTF-8'],
    ['a percent sign alone', 'setCookie', { form: 'pairs=%' }, 400, 'percent sign'],
    ['dots alone, which a browser resolves', 'divide', { query: 'dividend=..&divisor=1' }, 400, 'part of an address'],
    ['dots in the rest of a path', 'setCookie', { form: 'pairs=a/../b' }, 400, 'part of an address'],
    ['dots at its beginning', 'setCookie', { form: 'pairs=./b' }, 400, 'part of an address'],
    ['dots at its end', 'setCookie', { form: 'pairs=b/..' }, 400, 'part of an address'],
    ['more than an address may hold', 'setCookie', { form: `pairs=${'a:'.repeat(300)}` }, 400, 'too long for one'],
    ['a path that begins with a slash in its rest', 'first', { query: 'any=..&rest=x' }, 400, 'part of an address'],
  ];
  for (const [what, route, sent, status, says] of cases) {
    it(`${what}: ${status}`, () => {
      const failure = refusal(route, sent);
      assert.equal(failure.status, status);
      assert.ok(failure.message.includes(says), failure.message);
    });
  }
});

describe('velosiped:submit: a refused form is shown again', () => {
  it('with what is too long for an address', () => {
    const pairs = 'a:'.repeat(300);
    assert.deepEqual(
      refusedFields('setCookie', { form: `other=1&pairs=${pairs}` }).map(({ value }) => value),
      [pairs],
    );
  });
  it('with what was typed, and what is wrong at its field', () => {
    const fields = refusedFields('divide', { query: 'dividend=six&divisor=' });
    assert.deepEqual(
      fields.map(({ name, value, type, problem }) => [name, value, type, problem]),
      [
        ['dividend', 'six', 'text', false],
        ['divisor', '', 'number', 'Please fill in this field.'],
      ],
    );
  });
  it('without what is too long for all fields together, and with words that say so', () => {
    const [kind, , order, word] = refusedFields('list', {
      form: `kind=..&order=${'u'.repeat(16_000)}&word=${'w'.repeat(400)}`,
    });
    assert.deepEqual([kind?.value, word?.value], ['..', '']);
    assert.match(String(word?.problem), /too long to be shown again/);
    const other = order?.choices.at(-1) ?? assert.fail('there is no choice');
    assert.deepEqual([other.value.length, other.label.length], [16_000, 101]);
  });
  it('with the choice and the checks that were made, and a choice that there is not', () => {
    const fields = refusedFields('list', { query: 'kind=..&word=w&order=sideways' });
    const [, , order, , all] = fields;
    assert.deepEqual(
      order?.choices.map(({ value, selected }) => [value, selected]),
      [
        ['', false],
        ['up', false],
        ['down', false],
        ['sideways', true],
      ],
    );
    assert.equal(all?.checked, false);
  });
});

/** A form: posted, where `form` is there. */
interface Sent {
  readonly query?: string;
  readonly form?: string | Uint8Array;
  readonly type?: string;
}

function submit(route: string, { query, form, type = 'application/x-www-form-urlencoded' }: Sent) {
  const target = `/submit/${route}${query === undefined ? '' : `?${query}`}`;
  const body = Buffer.from(form ?? '');
  const method = form === undefined ? 'GET' : 'POST';
  const head = `${method} ${target} HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  const accepted = acceptWire(Buffer.concat([Buffer.from(head), body]), { limits: { bodyBytesMax: 65_536 } });
  return accepted.kind === 'request'
    ? submitForm(PROGRAM, accepted.request, route)
    : assert.fail(accepted.fault.message);
}

function checkLeads(route: string, sent: Sent, expected: { readonly status: number; readonly location: string }): void {
  const answer = submit(route, sent);
  assert.ok(answer.kind === 'empty', JSON.stringify(answer));
  const [[name, location] = []] = answer.head.headers;
  assert.deepEqual({ status: answer.head.status, [String(name).toLowerCase()]: location }, expected);
}

function refusal(route: string, sent: Sent): Failure {
  const answer = submit(route, sent);
  return answer.kind === 'failure' ? answer : assert.fail(JSON.stringify(answer));
}

function refusedFields(route: string, sent: Sent): readonly FieldModel[] {
  const form = refusal(route, sent).offers?.form;
  return form === undefined || form === false ? assert.fail('it offers no form') : form.fields;
}
