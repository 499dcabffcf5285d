import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Program } from '../../../../src/contract/program.ts';
import { matchRoute } from '../../../../src/engine/2-process-request/match/match-route.ts';
import {
  type Explanation,
  explainMatch,
  explainMiss,
} from '../../../../src/engine/2-process-request/near/explain-match.ts';
import { describeDifferences, pathText } from '../../../../src/engine/2-process-request/near/path-differences.ts';
import { acceptRequest } from '../../accept-wire.ts';
import { buildProgram, byHandler, parameter } from '../../build-program.ts';

const PROGRAM = buildProgram(
  [
    { name: 'exact', path: '/a/b', methods: ['GET'] },
    { name: 'posted', path: '/a/b', methods: ['POST'] },
    {
      name: 'number',
      path: ['/a/{n}', '/number/{n}'],
      methods: ['GET', 'POST'],
      params: [parameter('n', 'integer')],
      query: [
        parameter('limit', 'integer', { required: false, default: 10 }),
        parameter('q', 'boolean', { required: false }),
      ],
      respond: byHandler(() => assert.fail('a handler was called')),
    },
    { name: 'rest', path: '/{r...}', methods: ['GET'], params: [parameter('r', 'string')] },
  ],
  { methods: ['GET', 'POST', 'OPTIONS'] },
);

describe('explain match: the outcome', () => {
  it('gives the typed values that the route reads, defaults among them', () => {
    const { status, message, taker, input, segments } = explain('GET /a/%37?q=true&other=1');
    assert.deepEqual(segments, ['a', '7']);
    assert.deepEqual([status, message], [200, 'the route "number" answers']);
    assert.equal(taker?.route.name, 'number');
    assert.equal(taker && pathText(taker.path), '/a/{n}');
    assert.deepEqual([{ ...input?.params }, { ...input?.query }], [{ n: 7 }, { limit: 10, q: true }]);
  });
  it('names the pair of the query that does not decode', () => {
    const { code, message, taker, input } = explain('GET /a/7?other=%zz&q=x');
    assert.deepEqual([code, taker?.route.name, input], ['malformed-query', 'number', undefined]);
    assert.equal(message, '"other=%zz" in the query does not decode to UTF-8 text');
  });
  it('names the alias that fits', () => {
    const { taker } = explain('GET /number/7');
    assert.equal(taker && pathText(taker.path), '/number/{n}');
  });
  it('tells each value that breaks its rule', () => {
    const { code, problems, input } = explain('GET /a/x?q=1');
    assert.deepEqual([code, input], ['bad-parameter', undefined]);
    assert.deepEqual(problems, [
      'n must be a whole number, such as 12 or -3, but "x" was found',
      'q must be true or false, but "1" was found',
    ]);
  });
  const allow = ['GET', 'POST', 'OPTIONS'];
  const onlySome = 'this server takes GET, POST, and OPTIONS only';
  const others: readonly (readonly [line: string, outcome: Partial<Explanation>])[] = [
    ['OPTIONS /a/b', { status: 204, message: 'this path takes GET, POST, and OPTIONS', allow }],
    ['PUT /a/b', { status: 501, code: 'method-not-implemented', message: onlySome, allow }],
    ['CONNECT a:80', { status: 501, code: 'method-not-implemented', message: onlySome, allow }],
    ['OPTIONS *', { status: 204, message: 'this asks about the server as a whole', allow }],
    [
      'GET /a/%zz',
      {
        status: 400,
        code: 'malformed-path',
        message: 'segment 2 of the path, "%zz", does not decode to UTF-8 text',
      },
    ],
    [
      'GET /%E0%A4',
      {
        status: 400,
        code: 'malformed-path',
        message: 'segment 1 of the path, "%E0%A4", does not decode to UTF-8 text',
      },
    ],
  ];
  for (const [line, expected] of others) {
    it(`${line}: ${JSON.stringify(expected)}`, () => {
      const { segments: _, groups: __, preflight: ___, nearMisses: ____, ...outcome } = explain(line);
      assert.deepEqual(outcome, expected);
    });
  }
});

describe('explain match: why no other route answers', () => {
  const cases: readonly (readonly [line: string, misses: readonly string[]])[] = [
    [
      'GET /a/b',
      [
        'posted /a/b: matches, but takes POST only',
        'number /a/{n}: matches too, but /a/b is more specific at segment 2; n must be a whole number, such as 12 or -3, but "b" was found',
        'rest /{r...}: matches too, but /a/b is more specific at segment 1',
      ],
    ],
    ['POST /a/7', ['rest /{r...}: matches too, but /a/{n} is more specific at segment 1; takes GET only']],
    ['POST /x', ['rest /{r...}: matches, but takes GET only']],
    ['GET /', ['rest /{r...}: segment 1 is empty, {r...} needs a value']],
    ['GET /a/%zz', []],
    ['OPTIONS *', []],
    ['CONNECT a:80', []],
  ];
  for (const [line, misses] of cases) it(line, () => checkMisses(PROGRAM, line, misses));

  it('tells all that is wrong with a near miss, its values too', () => {
    const program = buildProgram([
      {
        name: 'divide',
        path: '/div/{a}/to/{b}',
        params: [parameter('a', 'number'), parameter('b', 'number')],
      },
    ]);
    checkMisses(program, 'POST /div/six/too', [
      'divide /div/{a}/to/{b}: segment 3 is "too", this path has "to"; one segment fewer than this path has; takes GET only; a must be a number, such as 12, -0.5 or 3e8, but "six" was found',
    ]);
  });
});

describe('explain match: says what the matcher does', () => {
  // Paths of up to four segments out of few words fit in many ways.
  const words = ['a', 'b', '{x}', '{y...}'];
  const paths = words.flatMap((one) => words.flatMap((two) => [`/${one}`, `/${one}/${two}`, `/${one}/${two}/a`]));
  const program = buildProgram(
    [
      ...new Set(paths.map((path) => path.replace(/\{x\}(.*)\{x\}/, '{x}$1{z}').replace(/\{y\.\.\.\}.+/, '{y...}'))),
    ].map((path) => ({
      name: path,
      path,
      params: ['x', 'y', 'z'].filter((name) => path.includes(`{${name}`)).map((name) => parameter(name, 'string')),
    })),
  );
  const requests = ['a', 'b', 'c', ''].flatMap((one) =>
    ['a', 'b', 'c', ''].flatMap((two) => [`/${one}`, `/${one}/${two}`, `/${one}/${two}/a`, `/${one}/${two}/c/d`]),
  );
  it(`for ${requests.length} requests to ${program.routes.length} routes`, () => {
    for (const path of requests.filter((text) => !text.startsWith('//'))) {
      const match = matchRoute(program, 'GET', path);
      const { code, taker } = explain(`GET ${path}`, program);
      const expected = match.kind === 'matched' ? match.route.name : match.kind;
      const told = taker?.route.name ?? code?.replace('route-', '');
      assert.equal(told, expected, path);
      if (taker !== undefined) assert.equal(pathText(taker.path), taker.route.name, path);
    }
  });
});

describe('explain miss: what error.log says of a 404', () => {
  it('is a line for each path that comes close, with its reasons', () => {
    const program = buildProgram([
      { name: 'a', path: '/div/{x}/to/{y}' },
      { name: 'b', path: '/div/{x}/by/{y}', methods: ['POST'] },
    ]);
    assert.deepEqual(explainMiss(program, 'GET', ['div', '6', 'too', '3']).reasons, [
      '/div/{x}/to/{y}: segment 3 is "too", this path has "to"',
      '/div/{x}/by/{y}: segment 3 is "too", this path has "by"; takes POST only',
    ]);
  });
  it('is at most three lines', () => {
    const program = buildProgram(
      Array.from({ length: 50 }, (_, index) => ({ name: `${index}`, path: `/page${index}` })),
    );
    const { reasons, links } = explainMiss(program, 'GET', ['page']);
    assert.deepEqual([reasons.length, links.length], [3, 3]);
  });
  it('names the pages near it that need no values and can be looked at, as links', () => {
    const program = buildProgram([
      { name: 'a', path: '/abuot' },
      { name: 'b', path: '/about', methods: ['POST'] },
      { name: 'c', path: '/abou/{x}' },
      { name: 'd', path: '/abo"t' },
      { name: 'e', path: '/elsewhere/altogether' },
    ]);
    assert.deepEqual(explainMiss(program, 'GET', ['abott']).links, [
      { href: '/abo%22t', label: '/abo"t' },
      { href: '/abuot', label: '/abuot' },
    ]);
  });
});

function explain(line: string, program = PROGRAM): Explanation {
  return explainMatch(program, acceptRequest(line));
}

function checkMisses(program: Program, line: string, expected: readonly string[]): void {
  const told = explain(line, program).nearMisses.map(({ route, path, differences }) => {
    return `${route.name} ${pathText(path)}: ${describeDifferences(differences).join('; ')}`;
  });
  assert.deepEqual(told, expected);
}
