import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer, AnswerHead, Failure } from '../../../src/contract/answer.ts';
import { processResponse, type ResponseContext } from '../../../src/engine/3-process-response/process-response.ts';
import { MessageBlocks } from '../../../src/engine/message-blocks.ts';
import { createCompressor } from '../../../src/files/compressor.ts';
import { buildProgram, type ProgramSettings, plainView } from '../build-program.ts';

const HEAD: AnswerHead = { status: 200, headers: [], cookies: [] };
const PAGE = { kind: 'page', view: plainView, model: 'é', head: HEAD } satisfies Answer;
const FAILURE = {
  kind: 'failure',
  code: 'x',
  status: 404,
  message: 'm',
  cause: 'c',
  headers: [],
  ours: false,
} satisfies Answer;
const HTML = 'text/html; charset=utf-8';
const throwing = () => {
  throw new Error('no such name');
};

describe('process response: bodies', () => {
  it('renders a page with its title and background', () =>
    checkResponse(PAGE, { status: 200, type: HTML, body: 'Test white "é"' }));
  it('counts bytes, not characters', () => checkField(PAGE, 'Content-Length', '15'));
  it('writes JSON', () => {
    checkResponse(
      { kind: 'json', model: { a: 1 }, head: HEAD },
      { status: 200, type: 'application/json', body: '{"a":1}' },
    );
  });
  it('sends a fixed body byte for byte', () => {
    const answer: Answer = { kind: 'fixed', type: 'text/plain', body: Buffer.from('a\0\r\n'), head: HEAD };
    checkResponse(answer, { status: 200, type: 'text/plain', body: 'a\0\r\n' });
  });
  it('gives an empty answer a length of 0 and no type', () => {
    const answer: Answer = { kind: 'empty', head: { ...HEAD, status: 303 } };
    checkResponse(answer, { status: 303, type: undefined, body: '' });
    checkField(answer, 'Content-Length', '0');
  });
});

describe('process response: answers without content (RFC 9110 §8.6, §9.3.2)', () => {
  it('sends the head of a GET answer to HEAD, and nothing behind it', () => {
    const get = respond(PAGE, {});
    const head = respond(PAGE, { method: 'HEAD' });
    assert.equal(head.text, get.text.slice(0, get.text.indexOf('\r\n\r\n') + 4));
    assert.equal(head.bodyBytes, 0);
  });
  for (const status of [204, 304]) {
    it(`sends ${status} without body, length and type`, () => {
      const answer: Answer = { ...PAGE, head: { ...HEAD, status } };
      checkResponse(answer, { status, type: undefined, body: '' });
      checkField(answer, 'Content-Length', undefined);
    });
  }
  it('sends 205 without content, and says so', () => {
    const answer: Answer = { ...PAGE, head: { ...HEAD, status: 205 } };
    checkResponse(answer, { status: 205, type: 'text/html; charset=utf-8', body: '' });
    checkField(answer, 'Content-Length', '0');
  });
});

describe('process response: connection (RFC 9112 §9.3, §9.6)', () => {
  const cases: readonly (readonly [context: Partial<ResponseContext>, value: string])[] = [
    [{ close: false, version: '1.1' }, 'keep-alive'],
    [{ close: true, version: '1.1' }, 'close'],
    [{ close: true, version: undefined }, 'close'],
    [{ close: false, version: '1.0' }, 'keep-alive'],
    [{ close: true, version: '1.0' }, 'close'],
  ];
  for (const [context, value] of cases) {
    it(`says ${value} where close is ${context.close} in HTTP/${context.version}`, () => {
      checkField(PAGE, 'Connection', value, context);
      // RFC 2068 §19.7.1.1
      checkField(PAGE, 'Keep-Alive', value === 'close' ? undefined : 'timeout=65', context);
    });
  }
});

describe('process response: background (S10)', () => {
  const colors: readonly (readonly [cookie: string | undefined, color: string])[] = [
    [undefined, 'white'],
    ['green', 'green'],
    ['Green', 'white'],
    ['green ', 'white'],
    ['red', 'white'],
    ['constructor', 'white'],
    ['', 'white'],
  ];
  for (const [cookie, color] of colors) {
    const context = { cookies: new Map(cookie === undefined ? [] : [['bg_color', cookie]]) };
    it(`is ${color} where the cookie is ${JSON.stringify(cookie)}, on error pages too`, () => {
      assert.match(respond(PAGE, context).text, new RegExp(`Test ${color} `));
      assert.match(respond(FAILURE, context).text, new RegExp(`Test ${color} `));
    });
  }
});

describe("process response: the manifest's page headers", () => {
  const settings = { pageHeaders: [['X-Page', 'p']] as const };
  it('are on pages', () => checkField(PAGE, 'X-Page', 'p', {}, settings));
  it("give way to the answer's own", () =>
    checkField({ ...PAGE, head: { ...HEAD, headers: [['x-page', 'q']] } }, 'x-page', 'q', {}, settings));
  it('are not on JSON', () => checkField({ kind: 'json', model: 1, head: HEAD }, 'X-Page', undefined, {}, settings));
});

describe('process response: failures', () => {
  it('turns a view that throws into a 500 page', () => {
    checkFailure(
      { ...PAGE, view: throwing },
      { code: 'view-failed', status: 500, body: /^error: Test white .*Something went wrong/ },
    );
  });
  it('turns a model that JSON cannot write into a 500 page', () => {
    checkFailure({ kind: 'json', model: 1n, head: HEAD }, { code: 'view-failed', status: 500, body: /^error: / });
  });
  it('turns a model that JSON leaves out into a 500 page', () => {
    checkFailure({ kind: 'json', model: () => 1, head: HEAD }, { code: 'view-failed', status: 500, body: /^error: / });
  });
  it('answers in plain text where the error view throws too (S16)', () => {
    checkFailure(
      { ...PAGE, view: throwing },
      {
        code: 'error-view-failed',
        status: 500,
        body: /^500 Internal Server Error\n\nSomething went wrong/,
        type: 'text/plain; charset=utf-8',
      },
      { errorView: throwing },
    );
  });
  it('shows the error view of its status, where there is one', () => {
    const errorViews = new Map([[500, (model: unknown) => [`five: ${JSON.stringify(model)}`]]]);
    const found = { code: 'view-failed', status: 500, body: /^five: \{"status":500,.*Something went wrong/ };
    checkFailure({ ...PAGE, view: throwing }, found, { errorViews });
    const other = { ...found, body: /^error: / };
    checkFailure({ ...PAGE, view: throwing }, other, { errorViews: new Map([[404, throwing]]) });
  });
  it('answers in plain text where the error view of its status throws', () => {
    checkFailure(
      { ...PAGE, view: throwing },
      { code: 'error-view-failed', status: 500, body: /^500 Internal/, type: 'text/plain; charset=utf-8' },
      { errorViews: new Map([[500, throwing]]) },
    );
  });
  it('turns an answer that would split the message into a 500 page', () => {
    checkFailure(
      { ...PAGE, head: { ...HEAD, headers: [['X-A', 'b\r\nSet-Cookie: c=d']] } },
      { code: 'unsafe-answer', status: 500, body: /^error: / },
    );
  });
  it('sets no cookie of an answer that failed', () => {
    const { text } = respond({ ...PAGE, view: throwing, head: { ...HEAD, cookies: [{ name: 'a', value: 'b' }] } }, {});
    assert.doesNotMatch(text, /set-cookie/i);
  });
  it('hands the failure on to the log', () => {
    assert.equal(respond(FAILURE, {}).failure, FAILURE);
    assert.equal(respond(PAGE, {}).failure, undefined);
  });
});

interface Responded {
  readonly text: string;
  readonly bodyBytes: number;
  readonly failure: Failure | undefined;
}

function respond(answer: Answer, context: Partial<ResponseContext>, settings: ProgramSettings = {}): Responded {
  const response = processResponse(answer, {
    program: buildProgram([], settings),
    memory: new MessageBlocks(),
    errors: 'page',
    showsPages: true,
    fieldLines: undefined,
    compressor: createCompressor(),
    options: {},
    cookies: new Map(),
    method: 'GET',
    version: '1.1',
    secure: false,
    close: false,
    wallMs: 0,
    hide: (text) => text,
    ...context,
  });
  assert.equal(response.kind, 'whole');
  const { bytes, bodyBytes, failure } = response;
  return { text: Buffer.from(bytes).toString('utf8'), bodyBytes, failure };
}

function checkResponse(
  answer: Answer,
  expected: { readonly status: number; readonly type: string | undefined; readonly body: string },
): void {
  const { text, bodyBytes } = respond(answer, {});
  const [head = '', ...body] = text.split('\r\n\r\n');
  assert.match(head, new RegExp(`^HTTP/1.1 ${expected.status} `));
  assert.equal(fieldOf(head, 'Content-Type'), expected.type);
  assert.equal(body.join('\r\n\r\n'), expected.body);
  assert.equal(bodyBytes, Buffer.byteLength(expected.body));
}

function checkField(
  answer: Answer,
  name: string,
  value: string | undefined,
  context: Partial<ResponseContext> = {},
  settings: ProgramSettings = {},
): void {
  const [head = ''] = respond(answer, context, settings).text.split('\r\n\r\n');
  assert.equal(fieldOf(head, name), value);
}

function fieldOf(head: string, name: string): string | undefined {
  const values = head.split('\r\n').filter((line) => line.startsWith(`${name}: `));
  assert.ok(values.length <= 1, head);
  return values[0]?.slice(name.length + 2);
}

function checkFailure(
  answer: Answer,
  expected: { readonly code: string; readonly status: number; readonly body: RegExp; readonly type?: string },
  settings: ProgramSettings = {},
): void {
  const { text, failure } = respond(answer, {}, settings);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  assert.match(head, new RegExp(`^HTTP/1.1 ${expected.status} `));
  assert.equal(fieldOf(head, 'Content-Type'), expected.type ?? HTML);
  assert.match(body, expected.body);
  assert.deepEqual([failure?.code, failure?.ours], [expected.code, true]);
}
