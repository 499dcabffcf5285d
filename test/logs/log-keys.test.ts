import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { handshakesFailedRecord, reloadFailedRecord, storeRecord } from '../../src/cli/server/server-records.ts';
import { logBug } from '../../src/engine/4-make-log/log-bug.ts';
import { REDACTED } from '../../src/engine/hide-spans.ts';
import { acceptWire } from '../engine/accept-wire.ts';
import { buildProgram } from '../engine/build-program.ts';
import { ROOT, sourceFiles } from '../tidy/tracked-files.ts';

const LOGS = /\n## Logs\n(.*?)\n## /s.exec(readFileSync(join(ROOT, 'docs/reference/OPERATING.md'), 'utf8'))?.[1] ?? '';

/** The files that write lines by hand, so that only their text says which keys they know. */
const BY_HAND = ['write-access-line.ts', 'write-error-line.ts', 'log-body.ts', 'log-form.ts'].map(
  (name) => `src/engine/4-make-log/${name}`,
);
/** The files that hand lines over to the logs. */
const HANDING_OVER = [
  'src/cli/server/open-clients.ts',
  'src/cli/server/run-server.ts',
  'src/engine/4-make-log/log-bug.ts',
  'src/engine/4-make-log/make-log.ts',
];

describe('the keys of log lines (docs/reference/OPERATING.md, Logs)', () => {
  const files = sourceFiles('src');
  it('are described each, and no other is', () => {
    const byHand = files.filter(({ path }) => BY_HAND.includes(path)).flatMap(({ source }) => keysWritten(source));
    assert.ok(byHand.length > 20, 'the keys are written in another way');
    const written = new Set([...byHand, ...bugRecords().flatMap(keysOf), ...serverRecords().flatMap(keysOf)]);
    assert.deepEqual([...written].sort(), keysDescribed().sort());
  });
  it('are written by these files alone', () => {
    const handing = files.filter(({ source }) => /\b(?:sink|logs)\.(?:access|error)\(/.test(source));
    assert.deepEqual(
      handing.map(({ path }) => path),
      HANDING_OVER,
    );
    for (const { path, source } of handing.filter((file) => file.path.startsWith('src/cli/'))) {
      for (const [, made] of source.matchAll(/\blogs\.(?:access|error)\((.*)/g))
        assert.match(`${made}`, /^\w+Record\(/, path);
    }
  });
  it('have their place where a value is left out, too', () => assert.ok(LOGS.includes(`\`${REDACTED}\``)));
});

/** Of a template, or of a call that writes a member. */
function keysWritten(source: string): readonly string[] {
  return [...source.matchAll(/"(\w+)":|jsonMember\('(\w+)'/g)].map(([, key, called]) => key ?? called ?? '');
}

function keysDescribed(): string[] {
  const rows = LOGS.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, key = '']) => key));
}

function keysOf(line: string): readonly string[] {
  return Object.keys(JSON.parse(line));
}

function bugRecords(): readonly string[] {
  const lines: string[] = [];
  const context = {
    program: buildProgram([]),
    peer: { address: '192.0.2.1', secure: false },
    startedMs: 0,
    closing: () => true,
  };
  const broken = { client: '192.0.2.1', form: undefined, status: 500, bytes: 0, wallMs: 0, durationMs: 0 };
  const accepted = acceptWire('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  logBug({ accepted, context, ...broken }, new Error('a bug'), {
    access: (line) => lines.push(line),
    error: (line) => lines.push(line),
  });
  assert.equal(lines.length, 2);
  return lines;
}

function serverRecords(): readonly string[] {
  return [
    reloadFailedRecord('routes.yaml', 'a mistake'),
    handshakesFailedRecord({ count: 1, address: '192.0.2.1', reason: 'no reason' }),
    storeRecord({ kind: 'down', why: 'no reason' }),
    storeRecord({ kind: 'back', downMs: 1 }),
    storeRecord({ kind: 'garbage', key: 'velosiped:a' }),
  ];
}
