import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BuildUrl } from '../../../../src/contract/handler.ts';
import { buildUrl } from '../../../../src/engine/2-process-request/match/build-url.ts';
import { matchRoute } from '../../../../src/engine/2-process-request/match/match-route.ts';
import { buildProgram } from '../../build-program.ts';

const program = buildProgram([
  { name: 'start', path: '/' },
  { name: 'divide', path: ['/div/{a}/to/{b}', '/divide/{a}/{b}'] },
  { name: 'pairs', path: '/set_cookie/=/{pairs...}' },
  { name: 'file', path: '/{path...}' },
  { name: 'odd', path: '/a b/ü/%/{x}' },
]);
const url: BuildUrl = (name, params) => buildUrl(program, name, params);

describe('build url', () => {
  it('gives the path of a route without parameters', () => checkUrl('start', {}, '/'));
  it("fills in the route's own path, not an alias", () => checkUrl('divide', { a: 6, b: 3 }, '/div/6/to/3'));
  it('writes numbers and booleans as JSON does', () => checkUrl('divide', { a: -0.5, b: true }, '/div/-0.5/to/true'));
  it('encodes what would end a segment or a path', () =>
    checkUrl('divide', { a: '6/3', b: '?#' }, '/div/6%2F3/to/%3F%23'));
  it('encodes a percent sign', () => checkUrl('divide', { a: '%2F', b: 1 }, '/div/%252F/to/1'));
  it('encodes UTF-8, spaces and controls', () =>
    checkUrl('divide', { a: 'é \r\n', b: 1 }, '/div/%C3%A9%20%0D%0A/to/1'));
  it('leaves what a segment may hold readable', () => {
    checkUrl('divide', { a: "-._~!$&'()*+,;=:@", b: 1 }, "/div/-._~!$&'()*+,;=:@/to/1");
  });
  it('encodes the literals of a path too', () => checkUrl('odd', { x: 1 }, '/a%20b/%C3%BC/%25/1'));
  it('keeps the slashes of the rest', () => checkUrl('pairs', { pairs: 'a=1; b=2/3' }, '/set_cookie/=/a=1;%20b=2/3'));
  it('keeps empty segments inside the rest', () => checkUrl('pairs', { pairs: 'a//b/' }, '/set_cookie/=/a//b/'));
  it('ignores parameters that the path does not have', () => checkUrl('start', { x: 1 }, '/'));
});

describe('build url: what it refuses', () => {
  const cases: readonly (readonly [title: string, route: string, params: Record<string, string>])[] = [
    ['an unknown route', 'nope', {}],
    ['a missing parameter', 'divide', { a: '1' }],
    ['an empty parameter, which no route would match', 'divide', { a: '', b: '1' }],
    ['a dot segment, which would vanish on the way', 'divide', { a: '.', b: '1' }],
    ['a dot segment that climbs', 'divide', { a: '..', b: '1' }],
    ['a dot segment inside the rest', 'pairs', { pairs: 'a/../b' }],
    ['a path that a browser takes for a host', 'file', { path: '/example.com' }],
    ['a parameter that only Object.prototype has', 'divide', Object.create({ a: '1', b: '2' })],
    ['a route that is a member of every object', 'constructor', {}],
  ];
  for (const [title, route, params] of cases)
    it(`refuses ${title}`, () => assert.throws(() => url(route, params), RangeError));
});

/** A URL that is built has to lead back to its route and its values. */
function checkUrl(route: string, params: Readonly<Record<string, string | number | boolean>>, expected: string): void {
  assert.equal(url(route, params), expected);
  const match = matchRoute(program, 'GET', expected);
  assert.equal(match.kind === 'matched' && match.route.name, route);
  if (match.kind !== 'matched') return;
  for (const [name, value] of match.values) assert.equal(value, String(params[name]));
}
