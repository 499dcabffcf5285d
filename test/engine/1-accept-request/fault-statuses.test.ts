import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FAULT_STATUSES } from '../../../src/engine/1-accept-request/fault-statuses.ts';
import { reasonPhrase } from '../../../src/http/reason-phrases.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/reference/HTTP.md'), 'utf8');

describe('fault codes (docs/reference/HTTP.md, Faults)', () => {
  it('have a row each in the page, with the status that is sent, and no row is for another', () => {
    assert.deepEqual(Object.fromEntries(documented()), FAULT_STATUSES);
  });
  it('have one row each, with words and a source', () => {
    const rows = faultRows();
    assert.equal(rows.length, Object.keys(FAULT_STATUSES).length);
    for (const row of rows) assert.match(row, /\| .{10,} \| RFC \d{4} §[\d.]+(?:, §[\d.]+)* \|$/);
  });
  it('have statuses that have a name', () => {
    for (const status of Object.values(FAULT_STATUSES)) assert.doesNotMatch(reasonPhrase(status), /Error$|^Unknown$/);
  });
});

function documented(): readonly (readonly [code: string, status: number])[] {
  return faultRows().map((row) => {
    const [, code = '', status] = /^\| `([a-z-]+)` \| (\d{3}) \|/.exec(row) ?? [];
    return [code, Number(status)];
  });
}

/** The lines of the table, without its head. */
function faultRows(): readonly string[] {
  const section = /\n## Faults\n(.*?)\n## /s.exec(PAGE)?.[1] ?? '';
  return section.split('\n').filter((line) => line.startsWith('| `'));
}
