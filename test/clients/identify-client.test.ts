import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identifyClient, isSecure } from '../../src/clients/identify-client.ts';
import type { Peer } from '../../src/contract/exchange.ts';
import type { ReadHop } from '../../src/contract/hop.ts';
import type { Accepted } from '../../src/contract/request.ts';
import { acceptWire } from '../engine/accept-wire.ts';
import { buildProgram } from '../engine/build-program.ts';
import { trustNetworks } from '../manifest/trust-networks.ts';

/** The proxies of most cases: the peer, and two more networks. */
const PROXIES = trustNetworks(['192.0.2.1', '10.0.0.0/8', '2001:db8:a::/48']);
const PEER = '192.0.2.1';

/** Field lines, who sent them, whom they name, and whether over TLS. */
type Case = readonly [why: string, fields: readonly string[], address: string, secure?: boolean];

describe('identify client: X-Forwarded-For', () => {
  const cases: readonly Case[] = [
    ['nothing is said of anybody', [], PEER],
    ['one proxy names its client', ['X-Forwarded-For: 198.51.100.7'], '198.51.100.7'],
    ['case and blanks mean nothing', ['x-forwarded-for:  198.51.100.7 '], '198.51.100.7'],
    ['the last one counts, since the proxy added it', ['X-Forwarded-For: 1.1.1.1, 198.51.100.7'], '198.51.100.7'],
    ['trusted hops are stepped over', ['X-Forwarded-For: 1.1.1.1, 198.51.100.7, 10.0.0.1, 10.9.9.9'], '198.51.100.7'],
    ['lines are one list', ['X-Forwarded-For: 1.1.1.1, 198.51.100.7', 'X-Forwarded-For: 10.0.0.1'], '198.51.100.7'],
    ['where all are trusted, the first began it', ['X-Forwarded-For: 10.0.0.2, 10.0.0.1'], '10.0.0.2'],
    ['empty items count for nothing', ['X-Forwarded-For: , 198.51.100.7,, ,', 'X-Forwarded-For:'], '198.51.100.7'],
    ['a port is no part of an address', ['X-Forwarded-For: 198.51.100.7:4711'], '198.51.100.7'],
    ['IPv6 without brackets', ['X-Forwarded-For: 2001:DB8:B::0:7'], '2001:db8:b::7'],
    ['IPv6 with a port', ['X-Forwarded-For: [2001:db8:b::7]:4711'], '2001:db8:b::7'],
    ['IPv6 in quotes', ['X-Forwarded-For: "[2001:db8:b::7]:4711"'], '2001:db8:b::7'],
    ['a trusted IPv6 hop', ['X-Forwarded-For: 198.51.100.7, 2001:db8:a:1::1'], '198.51.100.7'],
    ['IPv4-mapped is IPv4', ['X-Forwarded-For: ::ffff:198.51.100.7'], '198.51.100.7'],
    ['IPv4-mapped hops are trusted as IPv4', ['X-Forwarded-For: 198.51.100.7, ::ffff:a00:1'], '198.51.100.7'],
    ['who is not named is the last that is', ['X-Forwarded-For: 1.1.1.1, unknown, 10.0.0.1'], '10.0.0.1'],
    ['nobody is named at all', ['X-Forwarded-For: 1.1.1.1, unknown'], PEER],
    ['what is no address', ['X-Forwarded-For: 1.1.1.1, 198.51.100.700'], PEER],
    ['octal is no address', ['X-Forwarded-For: 1.1.1.1, 198.051.100.7'], PEER],
    ['a whole number is no address', ['X-Forwarded-For: 1.1.1.1, 3325256711'], PEER],
    ['hexadecimal is no address', ['X-Forwarded-For: 1.1.1.1, 0xc6.0x33.0x64.0x7'], PEER],
    ['a host name is no address', ['X-Forwarded-For: 1.1.1.1, localhost'], PEER],
    ['a zone is no part of an address here', ['X-Forwarded-For: 1.1.1.1, fe80::1%eth0'], PEER],
    ['a port that is none', ['X-Forwarded-For: 1.1.1.1, 198.51.100.7:x'], PEER],
    ['octets beyond ASCII', ['X-Forwarded-For: 1.1.1.1, 198.51.100.7\xff'], PEER],
    ['A0, which is no white space', ['X-Forwarded-For: 1.1.1.1, 198.51.100.7\xa0'], PEER],
  ];
  for (const [why, fields, address] of cases) {
    it(`${why}: ${address}`, () => checkOrigin(fields, { address }));
  }
});

describe('identify client: Forwarded (RFC 7239)', () => {
  const cases: readonly Case[] = [
    ['one proxy names its client', ['Forwarded: for=198.51.100.7'], '198.51.100.7'],
    ['names have no case', ['forwarded: FOR=198.51.100.7;Proto=HTTPS'], '198.51.100.7', true],
    ['with its port', ['Forwarded: for="198.51.100.7:4711"'], '198.51.100.7'],
    ['with a hidden port', ['Forwarded: for="198.51.100.7:_p-1"'], '198.51.100.7'],
    ['IPv6', ['Forwarded: for="[2001:db8:b::7]"'], '2001:db8:b::7'],
    ['IPv6 with a port', ['Forwarded: for="[2001:db8:b::7]:4711"'], '2001:db8:b::7'],
    ['IPv6 without the quotes it should have', ['Forwarded: for=[2001:db8:b::7]:4711'], '2001:db8:b::7'],
    [
      'among others',
      ['Forwarded: by=10.0.0.1; for=198.51.100.7 ;host="a,b;c=\\"d\\"";proto=http'],
      '198.51.100.7',
      false,
    ],
    ['trusted hops are stepped over', ['Forwarded: for=1.1.1.1, for=198.51.100.7, for=10.0.0.1'], '198.51.100.7'],
    ['lines are one list', ['Forwarded: for=198.51.100.7', 'Forwarded: for=10.0.0.1'], '198.51.100.7'],
    ['unknown', ['Forwarded: for=1.1.1.1, for=unknown, for=10.0.0.1'], '10.0.0.1'],
    ['hidden', ['Forwarded: for=1.1.1.1, for=_SEVKISEK, for=10.0.0.1'], '10.0.0.1'],
    ['not named, but its scheme is', ['Forwarded: for=1.1.1.1, proto=https'], PEER, true],
    [
      'an open quotation mark of a client swallows nothing',
      ['Forwarded: for="1.1.1.1, for=198.51.100.7'],
      '198.51.100.7',
    ],
    ['nor does one before a quoted part', ['Forwarded: for=", for="198.51.100.7:1"'], '198.51.100.7'],
    ['nor a backslash', ['Forwarded: for="\\, for="198.51.100.7"'], '198.51.100.7'],
    ['an escaped quotation mark', ['Forwarded: for=1.1.1.1, host="a\\",b";for=198.51.100.7'], '198.51.100.7'],
    ['an escaped backslash', ['Forwarded: for=1.1.1.1, host="a,b\\\\";for=198.51.100.7'], '198.51.100.7'],
    ['a name twice', ['Forwarded: for=1.1.1.1;for=198.51.100.7;proto=https'], PEER, false],
    ['no value', ['Forwarded: for=1.1.1.1, for=;proto=https'], PEER, false],
    ['A0, which is no white space', ['Forwarded: for=1.1.1.1, for=198.51.100.7\xa0'], PEER, false],
    ['no pair', ['Forwarded: for=1.1.1.1, 198.51.100.7'], PEER],
    ['blanks around the equals sign', ['Forwarded: for = 198.51.100.7'], PEER],
    [
      'the scheme is that of the hop that is named',
      ['Forwarded: for=198.51.100.7;proto=https, for=10.0.0.1;proto=http'],
      '198.51.100.7',
      true,
    ],
    [
      'a client makes up no scheme',
      ['Forwarded: for=1.1.1.1;proto=https, for=198.51.100.7;proto=http'],
      '198.51.100.7',
      false,
    ],
  ];
  for (const [why, fields, address, secure = false] of cases) {
    it(`${why}: ${address}${secure ? ' over TLS' : ''}`, () => checkOrigin(fields, { address, secure }));
  }
});

describe('identify client: X-Forwarded-Proto', () => {
  const one = 'X-Forwarded-For: 198.51.100.7';
  const two = 'X-Forwarded-For: 198.51.100.7, 10.0.0.1';
  const cases: readonly Case[] = [
    ['https', [one, 'X-Forwarded-Proto: https'], '198.51.100.7', true],
    ['in any case', [one, 'x-forwarded-proto: HTTPS'], '198.51.100.7', true],
    ['http', [one, 'X-Forwarded-Proto: http'], '198.51.100.7', false],
    ['another scheme says nothing', [one, 'X-Forwarded-Proto: httpss'], '198.51.100.7', false],
    ['alone', ['X-Forwarded-Proto: https'], PEER, true],
    ['what a client wrote before is not reached', [one, 'X-Forwarded-Proto: https, http'], '198.51.100.7', false],
    ['each hop has its own', [two, 'X-Forwarded-Proto: https, http'], '198.51.100.7', true],
    ['on lines of their own', [two, 'X-Forwarded-Proto: https', 'X-Forwarded-Proto: http'], '198.51.100.7', true],
    ['the first of a shorter list', [two, 'X-Forwarded-Proto: https'], '198.51.100.7', true],
  ];
  for (const [why, fields, address, secure = false] of cases) {
    it(`${why}: ${secure ? 'TLS' : 'plain'}`, () => checkOrigin(fields, { address, secure }));
  }
  it('makes a request plain that came from the proxy over TLS', () =>
    assert.equal(isSecure([['X-Forwarded-Proto', 'http']], { address: PEER, secure: true }, PROXIES), false));
  it('leaves it to the connection where it says nothing', () =>
    assert.equal(isSecure([['X-Forwarded-Proto', 'gopher']], { address: PEER, secure: true }, PROXIES), true));
});

describe('identify client: both kinds of fields, of which a proxy may hand one on as it came', () => {
  const cases: readonly Case[] = [
    ['they agree', ['Forwarded: for=198.51.100.7', 'X-Forwarded-For: 198.51.100.7'], '198.51.100.7'],
    [
      'they agree after the walk',
      ['Forwarded: for=198.51.100.7', 'X-Forwarded-For: 198.51.100.7, 10.0.0.1'],
      '198.51.100.7',
    ],
    ['they disagree', ['Forwarded: for=1.1.1.1', 'X-Forwarded-For: 198.51.100.7'], PEER],
    ['one hides what the other names', ['Forwarded: for=_hidden', 'X-Forwarded-For: 1.1.1.1'], PEER],
    ['one is malformed', ['Forwarded: "', 'X-Forwarded-For: 198.51.100.7'], PEER],
    ['schemes agree', ['Forwarded: for=1.1.1.1;proto=https', 'X-Forwarded-Proto: https'], '1.1.1.1', true],
    ['schemes disagree', ['Forwarded: for=1.1.1.1;proto=http', 'X-Forwarded-Proto: https'], '1.1.1.1', false],
    ['one knows no scheme', ['Forwarded: for=1.1.1.1', 'X-Forwarded-Proto: https'], '1.1.1.1', true],
  ];
  for (const [why, fields, address, secure = false] of cases) {
    it(`${why}: ${address}`, () => checkOrigin(fields, { address, secure }));
  }
});

describe('identify client: whom options are remembered by', () => {
  const forged = 'Forwarded: for=1.1.1.1';
  const cases: readonly (readonly [why: string, fields: readonly string[], key: string | undefined])[] = [
    ['who is named', ['X-Forwarded-For: 198.51.100.7'], '198.51.100.7'],
    ['who is named by a hop of a trusted network, and is in it', ['X-Forwarded-For: 10.0.0.2, 10.0.0.1'], '10.0.0.2'],
    ['not the proxy that says nothing: many are behind it', [], undefined],
    ['not the proxy that names nobody', ['X-Forwarded-For: unknown'], undefined],
    ['not a hop that names nobody', ['X-Forwarded-For: 1.1.1.1, unknown, 10.0.0.1'], undefined],
    [
      'not the proxy whose client added a field of the other kind',
      [forged, 'X-Forwarded-For: 198.51.100.7'],
      undefined,
    ],
    [
      'not a hop that one field names, and the other one does not',
      ['Forwarded: for=10.0.0.1', 'X-Forwarded-For: a, 10.0.0.1'],
      undefined,
    ],
  ];
  for (const [why, fields, key] of cases) {
    it(why, () => assert.equal(identify(fields, PEER, PROXIES).key, key));
  }
  it('not the proxy whose head broke off before it had its say', () => {
    const accepted = acceptWire('GET / HTTP/1.1\r\nHost: a\r\nBad : 1\r\n\r\n');
    assert.equal(identifyAccepted(accepted, PEER, PROXIES).key, undefined);
  });
  it('a peer that no list holds, whatever it says', () =>
    assert.equal(identify([forged, 'X-Forwarded-For: 198.51.100.7'], '192.0.2.2', PROXIES).key, '192.0.2.2'));
});

describe('identify client: who is believed', () => {
  const fields = [
    'Forwarded: for=198.51.100.7;proto=https',
    'X-Forwarded-For: 198.51.100.7',
    'X-Forwarded-Proto: https',
  ];
  it('nobody, where no proxy is trusted', () => checkOrigin(fields, { address: PEER, proxies: undefined }));
  it('no other peer', () => checkOrigin(fields, { peer: '192.0.2.2', address: '192.0.2.2' }));
  it('a trusted peer, whatever its family is called', () =>
    checkOrigin(fields, { peer: '::ffff:192.0.2.1', address: '198.51.100.7', secure: true }));
  it('a link-local peer, whatever its zone', () =>
    checkOrigin(fields, {
      peer: 'fe80::1%br-0.1',
      proxies: trustNetworks(['fe80::/10']),
      address: '198.51.100.7',
      secure: true,
    }));
  it('tells IPv6 clients apart by their networks, and names them by their addresses', () => {
    const identity = identify(['X-Forwarded-For: 2001:db8:b::7'], PEER, PROXIES);
    assert.deepEqual(identity, { address: '2001:db8:b::7', key: '2001:db8:b:0::/64' });
    assert.deepEqual(identify([], '2001:db8:b::8', PROXIES), { address: '2001:db8:b::8', key: '2001:db8:b:0::/64' });
  });
  it('makes nothing new for each request of a connection without proxies', () => {
    const peer = { address: '2001:db8:b::7', secure: false };
    const context = { program: buildProgram([]), peer, startedMs: 0, closing: () => false };
    const accepted = acceptWire('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.equal(identifyClient(accepted, context), identifyClient(accepted, context));
  });
  it('tells the requests of one connection to a proxy apart, and keeps nothing of one that is answered', () => {
    const peer: Peer = { address: '192.0.2.1', secure: false };
    const context = { program: buildProgram([], { readHop: PROXIES }), peer, startedMs: 0, closing: () => false };
    for (const [client, scheme] of [
      ['198.51.100.7', 'https'],
      ['198.51.100.8', 'http'],
    ]) {
      const accepted = acceptFields([`X-Forwarded-For: ${client}`, `X-Forwarded-Proto: ${scheme}`]);
      assert.ok(accepted.kind === 'request');
      assert.equal(isSecure(accepted.request.fieldLines, peer, PROXIES), scheme === 'https');
      assert.ok(peer.known?.asked !== undefined);
      assert.equal(identifyClient(accepted, context).address, client);
      assert.equal(peer.known.asked, undefined);
      assert.equal(identifyClient(accepted, context).address, client, 'also where it is asked again');
    }
  });
});

describe('identify client: refused requests', () => {
  const said = 'Host: a\r\nX-Forwarded-For: 198.51.100.7\r\n';
  const cases: readonly (readonly [why: string, wire: string, address: string])[] = [
    ['a body that is wrong', `POST / HTTP/1.1\r\n${said}Transfer-Encoding: chunked\r\n\r\nx\r\n`, '198.51.100.7'],
    ['a head that is whole, but not right', `POST / HTTP/1.1\r\n${said}Content-Length: x\r\n\r\n`, '198.51.100.7'],
    ['a request line that is not right', `GET /\\ HTTP/1.1\r\n${said}\r\n`, '198.51.100.7'],
    ['a head that breaks off before the proxy had its say', `GET / HTTP/1.1\r\n${said}Bad : 1\r\n\r\n`, PEER],
    ['no request line', `nonsense\r\n${said}\r\n`, PEER],
  ];
  for (const [why, wire, address] of cases) {
    it(`${why}: ${address}`, () => {
      const accepted = acceptWire(wire);
      assert.equal(accepted.kind, 'refused');
      assert.equal(identifyAccepted(accepted, PEER, PROXIES).address, address);
    });
  }
});

describe('identify client: as much as a head can hold', () => {
  const many = (text: string): string => text.repeat(Math.floor(1_000_000 / text.length));
  const texts: readonly (readonly [what: string, name: string, value: string])[] = [
    ['trusted hops', 'X-Forwarded-For', many('10.0.0.1, ')],
    ['commas', 'X-Forwarded-For', many(',')],
    ['one long word', 'X-Forwarded-For', many('a')],
    ['colons', 'X-Forwarded-For', many(':')],
    ['quotation marks', 'X-Forwarded-For', many('"')],
    ['schemes', 'X-Forwarded-Proto', many('https, ')],
    ['elements', 'Forwarded', many('for=10.0.0.1, ')],
    ['pairs', 'Forwarded', many('a=b;')],
    ['commas in it', 'Forwarded', many(',')],
    ['a name without a value', 'Forwarded', many('a')],
    ['an open quotation', 'Forwarded', `for="${many('a')}`],
    ['quotation marks in it', 'Forwarded', many('"')],
    ['backslashes in quotes', 'Forwarded', `for="${many('\\')}"`],
    ['escaped quotation marks', 'Forwarded', `for="${many('\\"')}"`],
    ['blanks', 'Forwarded', `for=a${many(' ')}x`],
  ];
  for (const [what, name, value] of texts) {
    it(`${what}: in linear time`, () => {
      const began = performance.now();
      isSecure([[name, value]], { address: PEER, secure: false }, PROXIES);
      // A megabyte takes some 0.3 s at worst, and would take minutes if each part looked at all others.
      assert.ok(performance.now() - began < 5000);
    });
  }
});

interface Expected {
  readonly address: string;
  readonly secure?: boolean;
  readonly peer?: string;
  readonly proxies?: ReadHop | undefined;
}

function checkOrigin(fields: readonly string[], expected: Expected): void {
  const { peer = PEER, proxies = 'proxies' in expected ? undefined : PROXIES } = expected;
  const accepted = acceptFields(fields);
  assert.equal(identifyAccepted(accepted, peer, proxies).address, expected.address);
  assert.ok(accepted.kind === 'request');
  const secure = isSecure(accepted.request.fieldLines, { address: peer, secure: false }, proxies);
  assert.equal(secure, expected.secure ?? false);
}

function identify(fields: readonly string[], peer: string, readHop: ReadHop | undefined) {
  return identifyAccepted(acceptFields(fields), peer, readHop);
}

function acceptFields(fields: readonly string[]): Accepted {
  return acceptWire(['GET / HTTP/1.1', 'Host: a', ...fields, '', ''].join('\r\n'));
}

function identifyAccepted(accepted: Accepted, address: string, readHop: ReadHop | undefined) {
  const peer = { address, secure: false };
  return identifyClient(accepted, {
    program: buildProgram([], { readHop }),
    peer,
    startedMs: 0,
    closing: () => false,
  });
}
