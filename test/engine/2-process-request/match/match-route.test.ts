import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchRoute } from '../../../../src/engine/2-process-request/match/match-route.ts';
import { buildProgram, type RouteParts } from '../../build-program.ts';

/** Routes of these paths, each named by its path; a method in front is its only one. */
type Paths = readonly string[];

describe('match route: specificity, never order', () => {
  const paths = ['/a/{x}', '/a/b', '/{x}/b', '/a/{x...}', '/{x...}'];
  for (const order of [paths, paths.toReversed()]) {
    const title = order === paths ? '' : ', with the routes the other way round';
    it(`prefers a literal to a parameter${title}`, () => checkMatch(order, 'GET /a/b', '/a/b'));
    it(`prefers a parameter to the rest${title}`, () => checkMatch(order, 'GET /a/c', '/a/{x} x=c'));
    it(`decides from the left${title}`, () => checkMatch(order, 'GET /c/b', '/{x}/b x=c'));
    it(`prefers the deeper rest${title}`, () => checkMatch(order, 'GET /a/c/d', '/a/{x...} x=c/d'));
    it(`falls back to the rest${title}`, () => checkMatch(order, 'GET /c/d', '/{x...} x=c/d'));
  }
});

describe('match route: backtracking', () => {
  it('leaves a literal that leads nowhere for a parameter', () => {
    checkMatch(['/a/b/c', '/a/{x}/d'], 'GET /a/b/d', '/a/{x}/d x=b');
  });
  it('leaves a literal that leads nowhere for the rest', () => {
    checkMatch(['/a/b/c', '/{x...}'], 'GET /a/b/d', '/{x...} x=a/b/d');
  });
  it('forgets what it captured on a way that it left', () => {
    checkMatch(['/{a}/{b}/c', '/{x...}'], 'GET /1/2/d', '/{x...} x=1/2/d');
  });
  it('leaves two parameters for one and the rest', () => {
    checkMatch(['/{a}/{b}/c', '/{x}/{y...}'], 'GET /1/2/d', '/{x}/{y...} x=1 y=2/d');
  });
});

describe('match route: percent-encoding, decoded once', () => {
  it('takes an encoded letter for the letter', () => checkMatch(['/div/{x}'], 'GET /%64iv/6', '/div/{x} x=6'));
  it('keeps an encoded slash as data', () => checkMatch(['/div/{x}'], 'GET /div/6%2F3', '/div/{x} x=6/3'));
  it('does not split at an encoded slash', () => checkMatch(['/a/b'], 'GET /a%2Fb', 'not-found'));
  it('does not decode twice', () => checkMatch(['/div/{x}'], 'GET /div/%2536', '/div/{x} x=%36'));
  it('decodes UTF-8', () => checkMatch(['/{x}'], 'GET /caf%C3%A9', '/{x} x=café'));
  it('finds a literal that is not ASCII', () => checkMatch(['/café'], 'GET /caf%C3%A9', '/café'));
  it('keeps a plus sign', () => checkMatch(['/{x}'], 'GET /a+b', '/{x} x=a+b'));
  it('decodes NUL, since it is data here', () => checkMatch(['/{x}'], 'GET /a%00b', '/{x} x=a\0b'));
  for (const path of ['/%zz', '/a/%4', '/%', '/%C3', '/%C0%AF', '/%ED%A0%80', '/%FF']) {
    it(`finds ${path} malformed`, () => checkMatch(['/{x...}'], `GET ${path}`, 'malformed'));
  }
});

describe('match route: what a segment may be', () => {
  it('takes no empty segment for a parameter', () => checkMatch(['/a/{x}'], 'GET /a/', 'not-found'));
  it('takes no empty segment in the middle for a parameter', () => checkMatch(['/{x}/a'], 'GET //a', 'not-found'));
  it('takes no empty rest', () => checkMatch(['/a/{x...}'], 'GET /a/', 'not-found'));
  it('does not take a path that ends before the rest', () => checkMatch(['/a/{x...}'], 'GET /a', 'not-found'));
  it('takes empty segments inside the rest', () => checkMatch(['/a/{x...}'], 'GET /a//b/', '/a/{x...} x=/b/'));
  it('counts a trailing slash', () => checkMatch(['/a'], 'GET /a/', 'not-found'));
  it('finds a path with a trailing slash', () => checkMatch(['/a/', '/a'], 'GET /a/', '/a/'));
  it('counts case', () => checkMatch(['/a'], 'GET /A', 'not-found'));
  it('finds the root', () => checkMatch(['/'], 'GET /', '/'));
  it('finds nothing where there is nothing', () => checkMatch([], 'GET /', 'not-found'));
  it('takes names of object members for plain segments', () => checkMatch(['/a'], 'GET /__proto__', 'not-found'));
  it('takes a parameter whose value is such a name', () => {
    checkMatch(['/{__proto__}'], 'GET /constructor', '/{__proto__} __proto__=constructor');
  });
});

describe('match route: methods, after the path is chosen', () => {
  it('tells which methods the path has', () => checkMatch(['GET /a', 'POST /a'], 'PUT /a', 'allow GET, POST'));
  it("names them in the manifest's order", () => checkMatch(['POST /a', 'GET /a'], 'PUT /a', 'allow GET, POST'));
  it('does not leave the better path for a method', () => {
    checkMatch(['GET /a/b', 'POST /a/{x}'], 'POST /a/b', 'allow GET');
  });
  it('tells routes of one path apart by method', () => {
    checkMatch(['GET /{x}', 'POST /{y}'], 'POST /1', 'POST /{y} y=1');
  });
  it('prefers a route that has HEAD itself', () => checkMatch(['GET /a', 'HEAD /a'], 'HEAD /a', 'HEAD /a'));
  it('lets HEAD not follow POST', () => checkMatch(['POST /a'], 'HEAD /a', 'allow POST'));
});

/** `expected` is the route's name and what its parameters captured, or the kind of the miss. */
function checkMatch(paths: Paths, line: string, expected: string): void {
  const routes = paths.map((name): RouteParts => {
    const [, method = 'GET', path = ''] = /^(?:([A-Z]+) )?(.*)$/.exec(name) ?? [];
    return { name, path, methods: [method] };
  });
  const program = buildProgram(routes, { methods: ['GET', 'HEAD', 'POST', 'PUT'] });
  const [method = '', path = ''] = line.split(' ');
  const match = matchRoute(program, method, path);
  const found = () => {
    switch (match.kind) {
      case 'matched':
        return [match.route.name, ...[...match.values].map(([name, value]) => `${name}=${value}`)].join(' ');
      case 'path-options':
      case 'method-not-allowed':
        return `allow ${match.end.allow.join(', ')}`;
      case 'malformed':
      case 'not-found':
        return match.kind;
    }
  };
  assert.equal(found(), expected);
}
