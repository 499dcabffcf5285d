import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientAddress } from '../../src/clients/client-address.ts';

describe('client address', () => {
  const cases: readonly (readonly [peer: string, client: string, why: string])[] = [
    ['192.0.2.1', '192.0.2.1', 'IPv4 is itself'],
    ['::ffff:192.0.2.1', '192.0.2.1', 'an IPv4 peer on a socket for both families is the same client'],
    ['::FFFF:192.0.2.1', '192.0.2.1', 'whatever the case'],
    ['2001:db8::1', '2001:db8::1', 'IPv6 is itself'],
    ['::1', '::1', 'loopback too'],
    ['fe80::1%eth0', 'fe80::1%eth0', 'a link-local address means nothing without its zone'],
    ['::ffff:0:192.0.2.1', '::ffff:0:192.0.2.1', 'a translated address (RFC 2765) is no mapped one'],
    ['', '', 'a peer that has gone has none'],
  ];
  for (const [peer, client, why] of cases) {
    it(`of ${JSON.stringify(peer)} is ${JSON.stringify(client)}: ${why}`, () =>
      assert.equal(clientAddress(peer), client));
  }
});
