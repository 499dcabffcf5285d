import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConnectionOptions } from 'node:tls';
import { type ClientHello, readClientHello } from '../../src/socket/client-hello.ts';
import { helloOf } from './tls-peer.ts';

const PARTIAL: ClientHello = { kind: 'partial' };
const WHOLE: ClientHello = { kind: 'whole', retry: false };
const RETRIED: ClientHello = { kind: 'whole', retry: true };

describe('ClientHello (RFC 8446 §4.1.2)', () => {
  it('is whole with its last byte, and not before: OpenSSL would wait for the rest by itself', async () => {
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      const hello = await helloOf({ maxVersion });
      for (let cut = 0; cut < hello.length; cut++) assert.deepEqual(readClientHello(hello.subarray(0, cut)), PARTIAL);
      assert.deepEqual(readClientHello(hello), WHOLE);
    }
  });

  it('may come in several records, also in empty ones, and is whole with the last record', async () => {
    const hello = (await helloOf()).subarray(5);
    const records = Buffer.concat([hello.subarray(0, 3), hello.subarray(3, 3), hello.subarray(3)].map(record));
    for (let cut = 0; cut < records.length; cut++) assert.deepEqual(readClientHello(records.subarray(0, cut)), PARTIAL);
    assert.deepEqual(readClientHello(records), WHOLE);
    const longer = record(Buffer.concat([hello, Buffer.alloc(100)]));
    assert.deepEqual(readClientHello(longer.subarray(0, -1)), PARTIAL);
  });

  it('needs another where TLS 1.3 has no key for our groups', async () => {
    const cases: readonly (readonly [ConnectionOptions, ClientHello])[] = [
      [{ ecdhCurve: 'P-521:X25519' }, RETRIED],
      [{ ecdhCurve: 'P-521:X25519', maxVersion: 'TLSv1.2' }, WHOLE],
      [{ ecdhCurve: 'X25519' }, WHOLE],
      [{ ecdhCurve: 'P-256' }, WHOLE],
      [{ ecdhCurve: 'P-384' }, WHOLE],
    ];
    for (const [options, expected] of cases) assert.deepEqual(readClientHello(await helloOf(options)), expected);
  });

  it('is not trusted where its lengths are wrong', () => {
    for (let length = 4; length < 60; length++) {
      const message = Buffer.alloc(length, 0xff);
      message.writeUInt32BE(length - 4);
      message[0] = 1;
      assert.deepEqual(readClientHello(record(message)), RETRIED);
    }
  });

  it('is left to OpenSSL where that refuses it at once, and refused where it would wait', () => {
    assert.deepEqual(readClientHello(record(Buffer.from('hello'))), WHOLE, 'another message');
    assert.deepEqual(readClientHello(Buffer.from('160303ffff', 'hex')), WHOLE, 'too long a record');
    const wrong = { kind: 'wrong' };
    const alert = Buffer.from('15030100020100', 'hex');
    assert.deepEqual(readClientHello(Buffer.concat([record(Buffer.of(1)), alert])), wrong, 'an alert between');
    assert.deepEqual(readClientHello(Buffer.concat(Array(9).fill(record(Buffer.of())))), wrong, 'too many records');
    const long = Buffer.concat([Buffer.from('01ffffff', 'hex'), Buffer.alloc(16_000)]);
    assert.deepEqual(readClientHello(Buffer.concat([record(long), record(Buffer.alloc(1000))])), wrong, 'too long');
  });
});

function record(content: Buffer): Buffer {
  const head = Buffer.from('1603010000', 'hex');
  head.writeUInt16BE(content.length, 3);
  return Buffer.concat([head, content]);
}
