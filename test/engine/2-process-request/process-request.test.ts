import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Answer, answer } from '../../../src/contract/answer.ts';
import type { HandlerInput } from '../../../src/contract/handler.ts';
import type { Responder } from '../../../src/contract/program.ts';
import { admitRequest } from '../../../src/engine/2-process-request/admit-request.ts';
import { wantedBody } from '../../../src/engine/2-process-request/gates/wanted-body.ts';
import { processRequest } from '../../../src/engine/2-process-request/process-request.ts';
import { acceptRequest } from '../accept-wire.ts';
import { ASKER } from '../asker.ts';
import { buildProgram, byHandler, parameter, plainView, type RouteParts } from '../build-program.ts';

const BODY = Buffer.from('b');

describe('process request: the ways a route answers', () => {
  const cases: readonly (readonly [title: string, respond: Responder, answer: object])[] = [
    [
      'a view',
      { kind: 'view', view: plainView, data: { a: 1 } },
      { kind: 'page', type: undefined, view: plainView, model: { a: 1 } },
    ],
    ['a text', { kind: 'fixed', type: 'text/plain', body: BODY }, { kind: 'fixed', type: 'text/plain', body: BODY }],
    ['a model without a view', byHandler(() => [1]), { kind: 'json', type: undefined, model: [1] }],
    [
      'a model with a view',
      byHandler(() => null, plainView),
      { kind: 'page', type: undefined, view: plainView, model: null },
    ],
    ['an answer without a model', byHandler(() => answer({}), plainView), { kind: 'empty' }],
    ['an answer', byHandler(() => answer({ model: 1 })), { kind: 'json', type: undefined, model: 1 }],
  ];
  for (const [title, respond, expected] of cases) {
    it(`${title}, with the route's status and headers`, () => {
      const headers = [['X-Route', 'r']] as const;
      checkAnswer({ respond, status: 201, headers }, { ...expected, head: { status: 201, headers, cookies: [] } });
    });
  }
  it('a redirect, with its Location behind the headers of the route', () => {
    checkAnswer(
      { respond: { kind: 'redirect', location: ['Location', '/b'] }, status: 303, headers: [['X-Route', 'r']] },
      {
        kind: 'empty',
        head: {
          status: 303,
          headers: [
            ['X-Route', 'r'],
            ['Location', '/b'],
          ],
          cookies: [],
        },
      },
    );
  });
  it("lets the handler's status, headers and cookies beat the route's, whatever their case", () => {
    const cookies = [{ name: 'a', value: 'b' }];
    const handler = () => answer({ status: 418, headers: { 'x-route': 'h', 'X-Own': 'o' }, cookies });
    checkAnswer(
      {
        respond: byHandler(handler),
        headers: [
          ['X-Route', 'r'],
          ['X-Other', 'q'],
        ],
      },
      {
        kind: 'empty',
        head: {
          status: 418,
          headers: [
            ['X-Other', 'q'],
            ['x-route', 'h'],
            ['X-Own', 'o'],
          ],
          cookies,
        },
      },
    );
  });
});

describe('process request: what a handler gets', () => {
  it('typed parameters of path and query, and the request itself', () => {
    const input = inputOf('GET /a/6?q=true&q=false&other=1', {
      path: '/a/{n}',
      params: [parameter('n', 'integer')],
      query: [parameter('q', 'boolean'), parameter('r', 'string', { required: false })],
    });
    assert.deepEqual(Object.entries(input.params ?? {}), [['n', 6]]);
    assert.deepEqual(Object.entries(input.query ?? {}), [['q', true]]);
    assert.equal(input.request.target, '/a/6?q=true&q=false&other=1');
    assert.equal(input.client, ASKER);
  });
  it('records without a prototype', () => {
    const input = inputOf('GET /a', { path: '/a' });
    for (const record of [input.params, input.query, input.headers, input.cookies]) {
      assert.equal(Object.getPrototypeOf(record), null);
    }
  });
  it('URLs of the other routes', () => assert.equal(inputOf('GET /a', { path: '/a' }).url('test'), '/a'));
  it('nothing, where a parameter is wrong: path and query in one answer', () => {
    const never = byHandler(() => assert.fail('the handler was called'));
    const found = answerOf('GET /a/x?q=1', {
      path: '/a/{n}',
      params: [parameter('n', 'integer', { title: 'Number' })],
      query: [parameter('q', 'boolean')],
      respond: never,
    });
    assert.equal(found.kind, 'failure');
    if (found.kind !== 'failure') return;
    assert.deepEqual([found.status, found.ours], [400, false]);
    assert.equal(found.message, 'Number ("n") must be a whole number, such as 12 or -3. "q" must be true or false.');
  });
});

describe('process request: an escape that is broken, or not UTF-8', () => {
  const never = byHandler(() => assert.fail('the handler was called'));
  const cases: readonly (readonly [line: string, code: string, cause: string])[] = [
    ['GET /%zz', 'malformed-path', 'The path "/%zz" does not decode to UTF-8 text'],
    ['GET /a?q=%zz', 'malformed-query', '"q=%zz" in the query does not decode to UTF-8 text'],
    ['GET /a?b=1&other=50%', 'malformed-query', '"other=50%" in the query does not decode to UTF-8 text'],
    ['GET /a?%', 'malformed-query', '"%" in the query does not decode to UTF-8 text'],
    ['GET /a?b=%C3%A9&%C3=%A9', 'malformed-query', '"%C3=%A9" in the query does not decode to UTF-8 text'],
    ['GET http://a/a?x?=%ff', 'malformed-query', '"x?=%ff" in the query does not decode to UTF-8 text'],
    ['GET /b?q=%zz', 'route-not-found', 'No route has the path "/b"'],
    ['POST /a?q=%zz', 'method-not-allowed', 'The route of this path has no method "POST"'],
  ];
  for (const [line, code, cause] of cases) {
    it(`${line}: ${code}, whatever the route reads`, () => {
      const found = answerOf(line, { path: '/a', respond: never });
      assert.deepEqual(found.kind === 'failure' && [found.code, found.cause, found.ours], [code, cause, false]);
    });
  }
  it('is no matter of how the route answers', () => {
    const respond = { kind: 'fixed', type: 'text/plain', body: BODY } as const;
    const found = answerOf('GET /a?q=%zz', { path: '/a', respond });
    assert.equal(found.kind === 'failure' && found.status, 400);
  });
});

describe('wanted body: whether the answer depends on it (RFC 9110 §10.1.1)', () => {
  const cases: readonly (readonly [line: string, wanted: boolean])[] = [
    ['POST /a', true],
    ['POST /nope', false],
    ['GET /a', false],
    ['PUT /a', false],
    ['POST /%zz', false],
    ['POST /a?b=%20', true],
    ['POST /a?b=%2', false],
  ];
  const program = buildProgram([{ name: 'test', path: '/a', methods: ['POST'] }]);
  for (const [line, wanted] of cases) {
    it(`${line}: ${wanted}`, () => {
      const request = acceptRequest(line);
      const admitted = admitRequest(program, request, ASKER);
      assert.ok(!(admitted instanceof Promise));
      const bytesMax = wanted ? program.limits.bodyBytesMax : Math.min(65536, program.limits.bodyBytesMax);
      assert.deepEqual(wantedBody(program, request, admitted), {
        kind: 'wanted',
        bytesMax,
        counts: wanted,
        plan: undefined,
      });
    });
  }
});

function inputOf(line: string, route: Omit<RouteParts, 'name'>): HandlerInput {
  const inputs: HandlerInput[] = [];
  answerOf(line, { ...route, respond: byHandler((input) => inputs.push(input)) });
  return inputs[0] ?? assert.fail('the handler was not called');
}

function answerOf(line: string, route: Omit<RouteParts, 'name'>): Answer {
  const processed = processRequest(buildProgram([{ ...route, name: 'test' }]), acceptRequest(line), ASKER);
  return processed instanceof Promise ? assert.fail('a promise without need') : processed.answer;
}

function checkAnswer(route: Omit<RouteParts, 'name' | 'path'>, expected: object): void {
  assert.deepEqual(answerOf('GET /a', { ...route, path: '/a' }), expected);
}
