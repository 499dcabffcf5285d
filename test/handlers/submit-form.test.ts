import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answer } from '../../src/contract/answer.ts';
import { HttpError } from '../../src/contract/http-error.ts';
import type { PathSegment, Route } from '../../src/contract/program.ts';
import { urlBuilder } from '../../src/engine/2-process-request/build-url.ts';
import { submitForm } from '../../src/handlers/submit-form.ts';
import { type InputParts, makeInput } from './handler-input.ts';

type Case = Omit<InputParts<{ readonly route: string }>, 'params'>;

const sixByThree = {
  query: [
    ['dividend', '6'],
    ['divisor', '3'],
  ],
} as const;

describe('submitForm: the address that a form means (S11)', () => {
  it('leads a GET form with 303, so that the browser gets the page', () => {
    checkLeads('divide', sixByThree, { status: 303, location: '/div/6/to/3' });
  });

  it('leads a POST form with 307, so that the browser posts again', () => {
    checkLeads('setCookie', postOf('pairs=a%3D1'), { status: 307, location: '/set_cookie/=/a=1' });
  });

  it('leads a cookie form that was sent with GET, since the route takes both', () => {
    checkLeads('setCookie', { query: [['pairs', 'a=1']] }, { status: 303, location: '/set_cookie/=/a=1' });
  });

  it('reads a posted form as browsers write it: "+" is a space, %XX is UTF-8', () => {
    const posted = postOf('pairs=a%3D1%3B+b%3D%C3%A4');
    checkLeads('setCookie', posted, { status: 307, location: '/set_cookie/=/a=1;%20b=%C3%A4' });
  });

  it('takes the first of a repeated field, as everywhere else', () => {
    checkLeads('setCookie', postOf('pairs=a%3D1&pairs=b%3D2'), { status: 307, location: '/set_cookie/=/a=1' });
  });

  it('leaves out fields that the form does not have', () => {
    const query = [...sixByThree.query, ['__proto__', 'x'], ['pairs', 'y']] as const;
    checkLeads('divide', { query }, { status: 303, location: '/div/6/to/3' });
  });

  it('reads the media type without its parameters and in any case (RFC 9110 §8.3.1)', () => {
    const posted = postOf('pairs=a', 'Application/X-WWW-Form-URLencoded ; charset=UTF-8');
    checkLeads('setCookie', posted, { status: 307, location: '/set_cookie/=/a' });
  });

  it('keeps what was typed inside its segment', () => {
    const query = [
      ['dividend', '6/x?y#z'],
      ['divisor', '%2e'],
    ] as const;
    checkLeads('divide', { query }, { status: 303, location: '/div/6%2Fx%3Fy%23z/to/%252e' });
  });
});

describe('submitForm: refusals', () => {
  const notThere = { status: 404, says: 'There is no form' };
  const empty = { status: 400, says: 'fill in the field "divisor"' };
  const noForm = { status: 415, says: 'application/x-www-form-urlencoded' };
  const cases: readonly (readonly [string, string, Case, Refusal])[] = [
    ['a name that is no route', 'nope', sixByThree, notThere],
    ['a route that is no form here', 'shortLog', sixByThree, notThere],
    ['a name that objects inherit', 'constructor', sixByThree, notThere],
    ['a missing field', 'divide', { query: [['dividend', '6']] }, empty],
    [
      'an empty field',
      'divide',
      {
        query: [
          ['dividend', '6'],
          ['divisor', ''],
        ],
      },
      empty,
    ],
    ['a POST whose fields are in its query', 'divide', { ...postOf(''), ...sixByThree }, { status: 400, says: 'fill' }],
    ['a posted JSON body', 'setCookie', postOf('{"pairs":"a=1"}', 'application/json'), noForm],
    ['a posted body without a type', 'setCookie', { method: 'POST', body: Buffer.from('pairs=a') }, noForm],
    ['a body that is not UTF-8', 'setCookie', postOf(Buffer.from([0x70, 0xff])), { status: 400, says: 'UTF-8' }],
  ];
  for (const [what, route, parts, refusal] of cases) {
    it(`refuses ${what} with ${refusal.status}`, () => checkRefused(route, parts, refusal));
  }

  it('refuses a form whose route the manifest does not have, and keeps the cause for error.log', () => {
    const cause = new Error('Unknown route "divide"');
    const url = () => {
      throw cause;
    };
    checkRefused('divide', { ...sixByThree, url }, { status: 404, says: 'does not lead anywhere', cause });
  });
});

describe('submitForm: an address that a browser would read otherwise is refused', () => {
  // What a manifest can make of the fields, where a path begins with a parameter or the rest is not escaped.
  const locations = ['//evil.example/x', '/\\evil.example', '/div/../nope', '/div/%2E%2e/to/3', '/div/./to/3', '/a\tb'];
  for (const location of locations) {
    it(`refuses ${JSON.stringify(location)}`, () =>
      checkRefused('divide', { ...sixByThree, url: () => location }, { status: 400, says: 'part of an address' }));
  }

  it('refuses dots alone in a field, since a browser takes them for a step up even when escaped', () => {
    for (const dots of ['.', '..', 'a/../b']) {
      checkRefused('setCookie', { query: [['pairs', dots]] }, { status: 400, says: 'part of an address' });
    }
  });
});

interface Refusal {
  readonly status: number;
  readonly says: string;
  readonly cause?: unknown;
}

function postOf(body: string | Uint8Array, type = 'application/x-www-form-urlencoded'): Case {
  return { method: 'POST', headers: [['content-type', type]], body: Buffer.from(body) };
}

function makeRoute(name: string, path: readonly PathSegment[]): Route {
  return {
    name,
    summary: undefined,
    methods: ['GET', 'POST'],
    paths: [path],
    params: [],
    query: [],
    headers: [],
    cookies: [],
    body: undefined,
    respond: { kind: 'redirect', location: '/' },
    response: { status: 200, headers: [], cookies: [] },
  };
}

/** The shipped paths. */
const buildUrl = urlBuilder([
  makeRoute('divide', [
    { kind: 'literal', text: 'div' },
    { kind: 'parameter', name: 'dividend' },
    { kind: 'literal', text: 'to' },
    { kind: 'parameter', name: 'divisor' },
  ]),
  makeRoute('setCookie', [
    { kind: 'literal', text: 'set_cookie' },
    { kind: 'literal', text: '=' },
    { kind: 'rest', name: 'pairs' },
  ]),
]);

function checkLeads(
  route: string,
  parts: Case,
  { status, location }: { readonly status: number; readonly location: string },
): void {
  const answered = submitForm(makeInput({ url: buildUrl, ...parts, params: { route } }));
  assert.ok(answer.is(answered));
  assert.deepEqual(answered.parts, { status, headers: { Location: location } });
}

function checkRefused(route: string, parts: Case, { status, says, cause }: Refusal): void {
  assert.throws(
    () => submitForm(makeInput({ url: buildUrl, ...parts, params: { route } })),
    (error) => {
      assert.ok(error instanceof HttpError);
      assert.equal(error.status, status);
      assert.ok(error.message.includes(says), error.message);
      return cause === undefined || error.cause === cause;
    },
  );
}
