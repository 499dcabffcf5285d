import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldLine } from '../../../src/contract/request.ts';
import { DeclaredFields } from '../../../src/engine/3-process-response/declared-fields.ts';
import { buildProgram } from '../build-program.ts';

type Lines = readonly FieldLine[];

const COMMON: Lines = [
  ['X-Page', 'p'],
  ['Cache-Control', 'no-store'],
];

describe("process response: the manifest's header fields, prepared", () => {
  const cases: readonly (readonly [why: string, own: Lines, merged: readonly string[]])[] = [
    ['those of all pages', [], ['X-Page: p', 'Cache-Control: no-store']],
    ['those of the answer behind them', [['X-Own', 'o']], ['X-Page: p', 'Cache-Control: no-store', 'X-Own: o']],
    ["the answer's own word, in whatever case", [['cache-control', 'public']], ['X-Page: p', 'cache-control: public']],
  ];
  for (const [why, own, merged] of cases) {
    it(`are ${why}, the same for a route's own lines and a handler's`, () => {
      checkMerged({ declared: own }, own, merged);
      checkMerged({ declared: [] }, own, merged);
    });
  }
  it('are written once', () => {
    const own: Lines = [['X-Own', 'o']];
    const fields = fieldsOf({ declared: own });
    const first = fields.writtenOf(fields.ofPage('green', own));
    assert.equal(fields.writtenOf(fields.ofPage('green', own)), first);
  });
});

function fieldsOf({ declared }: { readonly declared: Lines }): DeclaredFields {
  return new DeclaredFields(buildProgram([{ name: 'a', path: '/a', headers: declared }], { pageHeaders: COMMON }));
}

/** Twice: what is remembered has to be the same. */
function checkMerged(route: { readonly declared: Lines }, own: Lines, merged: readonly string[]): void {
  const fields = fieldsOf(route);
  for (const background of ['green', 'green', 'white']) {
    const written = fields.writtenOf(fields.ofPage(background, own));
    assert.ok(written.kind === 'fields');
    assert.equal(Buffer.from(written.bytes).toString(), `${merged.join('\r\n')}\r\n\r\n`);
  }
}
