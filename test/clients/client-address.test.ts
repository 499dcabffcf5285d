import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientAddress, clientKey } from '../../src/clients/client-address.ts';

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

describe('client key', () => {
  const cases: readonly (readonly [address: string, key: string, why: string])[] = [
    ['192.0.2.1', '192.0.2.1', 'IPv4 is itself'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', 'IPv6 is its network'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64', 'whichever of its addresses'],
    ['2001:db8::6', '2001:db8:0:0::/64', 'zeros that are left out count'],
    ['2001:db8:1:2:3:4:5::', '2001:db8:1:2::/64', 'those at the end too'],
    ['2001:0:0:1::', '2001:0:0:1::/64', 'and those in the middle'],
    ['::1', '0:0:0:0::/64', 'loopback'],
    ['::', '0:0:0:0::/64', 'the address of nobody'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64', 'four octets at the end are two groups'],
    ['::ffff:0:192.0.2.1', '0:0:0:0::/64', 'here too'],
    ['fe80::1%eth0', 'fe80::1%eth0', 'all links share one network of link-local addresses'],
    ['febf::1', 'febf::1', 'to its end'],
    ['fec0::1', 'fec0:0:0:0::/64', 'and not beyond it'],
    ['', '', 'a peer that has gone has none'],
  ];
  for (const [address, key, why] of cases) {
    it(`of ${JSON.stringify(address)} is ${JSON.stringify(key)}: ${why}`, () => assert.equal(clientKey(address), key));
  }
});
