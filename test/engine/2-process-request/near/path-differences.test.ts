import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PathSegment } from '../../../../src/contract/program.ts';
import {
  type Difference,
  describeDifferences,
  pathDifferences,
  pathText,
} from '../../../../src/engine/2-process-request/near/path-differences.ts';
import { buildProgram } from '../../build-program.ts';

describe('path differences: why a path does not fit, segment by segment', () => {
  const cases: readonly (readonly [path: string, request: string, reasons: readonly string[]])[] = [
    ['/div/{a}/to/{b}', '/div/6/to/3', []],
    ['/div/{a}/to/{b}', '/div/6/too/3', ['segment 3 is "too", this path has "to"']],
    ['/div/{a}/to/{b}', '/Div/6/to/3', ['segment 1 is "Div", this path has "div" (capitals count)']],
    ['/div/{a}/to/{b}', '/x/6/y/3', ['segment 1 is "x", this path has "div"', 'segment 3 is "y", this path has "to"']],
    ['/div/{a}/to/{b}', '/div//to/3', ['segment 2 is empty, {a} needs a value']],
    ['/div/{a}/to/{b}', '/div/6/to/', ['segment 4 is empty, {b} needs a value']],
    ['/div/{a}/to/{b}', '/div/6/to', ['one segment fewer than this path has']],
    ['/div/{a}/to/{b}', '/div', ['3 segments fewer than this path has']],
    ['/a', '/a/b', ['one segment more than this path has']],
    ['/a', '/a/b/c', ['2 segments more than this path has']],
    ['/a', '/a/', ['there is a slash too many at the end']],
    ['/a/', '/a', ['the slash at the end is missing']],
    ['/a/', '/a/b', ['segment 2 is "b", this path ends in "/"']],
    ['/a/b', '/a/', ['segment 2 is empty, this path has "b"']],
    ['/a/{r...}', '/a/b/c', []],
    ['/a/{r...}', '/a//', []],
    ['/a/{r...}', '/a/', ['segment 2 is empty, {r...} needs a value']],
    ['/a/{r...}', '/a', ['one segment fewer than this path has']],
    ['/a/{r...}', '/b/c', ['segment 1 is "b", this path has "a"']],
  ];
  for (const [path, request, reasons] of cases) {
    it(`${path} and ${request}: ${reasons.join('; ') || 'it fits'}`, () => {
      const differences = pathDifferences(segmentsOf(path), request.slice(1).split('/'));
      if (reasons.length === 0) assert.deepEqual(differences, []);
      else assert.deepEqual(describeDifferences(differences), reasons);
    });
  }
  it('quotes a few words of a long segment, since peers send kilobytes', () => {
    const [reason = ''] = describeDifferences(pathDifferences(segmentsOf('/a'), ['x'.repeat(8000)]));
    assert.equal(reason, `segment 1 is "${'x'.repeat(60)}…", this path has "a"`);
  });
});

describe('path differences: what else keeps a route from answering', () => {
  const method: Difference = { kind: 'method', takes: ['GET'] };
  const value: Difference = { kind: 'value', message: 'n must be true or false, but "x" was found' };
  const outranked: Difference = { kind: 'outranked', segment: 2, by: '/a/b' };
  const cases: readonly (readonly [differences: readonly Difference[], reasons: readonly string[]])[] = [
    [[], []],
    [[method], ['matches, but takes GET only']],
    [[{ kind: 'method', takes: ['GET', 'POST'] }], ['matches, but takes GET and POST only']],
    [
      [method, value],
      ['matches, but takes GET only', 'n must be true or false, but "x" was found'],
    ],
    [[outranked], ['matches too, but /a/b is more specific at segment 2']],
    [
      [outranked, method],
      ['matches too, but /a/b is more specific at segment 2', 'takes GET only'],
    ],
    [
      [{ kind: 'extra', count: 1, slash: true }, method],
      ['there is a slash too many at the end', 'takes GET only'],
    ],
  ];
  for (const [differences, reasons] of cases) {
    it(`${differences.map(({ kind }) => kind).join(', ') || 'nothing'}: ${reasons.join('; ')}`, () =>
      assert.deepEqual(describeDifferences(differences), reasons));
  }
});

describe('path text', () => {
  const cases: readonly (readonly [path: readonly PathSegment[], text: string])[] = [
    [[{ kind: 'literal', text: '' }], '/'],
    [segmentsOf('/a/{b}/{c...}'), '/a/{b}/{c...}'],
    [[{ kind: 'literal', text: 'café' }], '/café'],
    // What would mean something else is written as the manifest writes it.
    [[{ kind: 'literal', text: 'a/b?c#d%{e} ' }], '/a%2Fb%3Fc%23d%25%7Be%7D%20'],
    [[{ kind: 'literal', text: 'a\u202Eb' }], '/a%E2%80%AEb'],
  ];
  for (const [path, text] of cases) it(text, () => assert.equal(pathText(path), text));
});

function segmentsOf(path: string): readonly PathSegment[] {
  return buildProgram([{ name: 'a', path }]).routes[0]?.paths[0] ?? [];
}
