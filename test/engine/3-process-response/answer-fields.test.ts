import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldLine } from '../../../src/contract/request.ts';
import { answerFields } from '../../../src/engine/3-process-response/answer-fields.ts';
import { buildProgram } from '../build-program.ts';

type Lines = readonly FieldLine[];

const COMMON: Lines = [
  ['X-Page', 'p'],
  ['Cache-Control', 'no-store'],
];

describe('process response: the header fields of an answer', () => {
  const cases: readonly (readonly [why: string, own: Lines, merged: readonly string[]])[] = [
    ['those of all pages', [], ['X-Page: p', 'Cache-Control: no-store']],
    ['those of the answer behind them', [['X-Own', 'o']], ['X-Page: p', 'Cache-Control: no-store', 'X-Own: o']],
    ["the answer's own word, in whatever case", [['cache-control', 'public']], ['X-Page: p', 'cache-control: public']],
    ["a handler's own type", [['Content-Type', 'a/b']], ['X-Page: p', 'Cache-Control: no-store', 'Content-Type: a/b']],
  ];
  for (const [why, own, merged] of cases) {
    it(`are ${why}, the same for a route's own lines and a handler's`, () => {
      checkFields({ declared: own }, own, merged);
      checkFields({ declared: [] }, own, merged);
    });
  }
  it("are the answer's own alone where it is no page", () => {
    const own: Lines = [['X-Own', 'o']];
    assert.deepEqual(answerFields({ headers: own }, undefined, new Map()), {
      kind: 'fields',
      text: 'X-Own: o\r\n',
      hasType: false,
    });
  });
  it('are checked where a handler says them, on a page too', () => {
    const { pages, fieldTexts } = buildProgram([], { pageHeaders: COMMON });
    const fields = answerFields({ headers: [['X-Own', 'a\r\nb']] }, pages.headers.get('green')?.plain, fieldTexts);
    assert.equal(fields.kind, 'unsafe');
  });
});

function checkFields(route: { readonly declared: Lines }, own: Lines, merged: readonly string[]): void {
  const routes = [{ name: 'a', path: '/a', headers: route.declared }];
  const { pages, fieldTexts } = buildProgram(routes, { pageHeaders: COMMON });
  const fields = answerFields({ headers: own }, pages.headers.get('green')?.secure, fieldTexts);
  assert.ok(fields.kind === 'fields');
  assert.equal(fields.text, `${merged.join('\r\n')}\r\n`);
}
