import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';
import { inFolder, loadFiles } from './manifest-folder.ts';
import { trustNetworks } from './trust-networks.ts';

describe('server.trustProxy: what a proxy can be named by', () => {
  const hint = 'write an IP address, or a network such as "10.0.0.0/8"; names are not looked up';
  const wrong: readonly (readonly [text: string, hint: string])[] = [
    ['proxy.example', hint],
    ['loopback', hint],
    ['10.0.0', hint],
    ['10.0.0.256', hint],
    ['010.0.0.1', hint],
    ['0x0a.0.0.1', hint],
    ['167772161', hint],
    ['10.0.0.1:80', hint],
    ['10.0.0.*', hint],
    ['10.0.0.0/255.0.0.0', 'the prefix length behind "/" is 0 to 32 here'],
    ['10.0.0.0/33', 'the prefix length behind "/" is 0 to 32 here'],
    ['10.0.0.0/', 'the prefix length behind "/" is 0 to 32 here'],
    ['10.0.0.0/08', 'the prefix length behind "/" is 0 to 32 here'],
    ['10.0.0.0/8/8', hint],
    ['::/129', 'the prefix length behind "/" is 0 to 128 here'],
    ['[::1]', hint],
    ['fe80::1%eth0', hint],
    ['1::2::3', hint],
    ['::12345', hint],
    [' ::1', hint],
    [`::${'0'.repeat(60)}1`, hint],
  ];
  for (const [text, expected] of wrong) {
    it(`not by ${JSON.stringify(text)}`, async () => {
      const [found, ...more] = (await loadProxies(['127.0.0.1', text])).diagnostics;
      assert.deepEqual([found?.code, found?.severity, more.length], ['bad-proxy', 'error', 0]);
      assert.deepEqual([found?.message, found?.hint], [`A proxy cannot be "${text}"`, expected]);
      assert.deepEqual([found?.line, found?.column], [2, 37], 'at the item itself');
    });
  }
  it('warns of a network whose address has more bits: what was meant may be less', async () => {
    const loaded = await loadProxies(['10.0.0.5/8']);
    assert.equal(loaded.kind, 'loaded');
    const [found] = loaded.diagnostics;
    assert.deepEqual([found?.code, found?.severity], ['bad-proxy', 'warning']);
    assert.equal(found?.message, 'It is unclear whether "10.0.0.5/8" means an address or its network');
    assert.equal(found?.hint, 'only its first 8 bits count; a single address has no "/"');
  });
  for (const text of ['0.0.0.0/0', '::/0', '::ffff:0:0/96', '10.0.0.1/0']) {
    it(`warns of ${text}, in which every client is a proxy and names itself`, async () => {
      const loaded = await loadProxies(['127.0.0.1', text]);
      assert.equal(loaded.kind, 'loaded');
      const [found, ...more] = loaded.diagnostics;
      assert.deepEqual([found?.code, found?.severity, more.length], ['bad-proxy', 'warning', 0]);
      assert.equal(found?.message, `Every client counts as a proxy by "${text}"`);
      assert.match(found?.hint ?? '', /it covers every address/);
    });
  }
  it('shows nothing of a value that came from the environment', async () => {
    const { diagnostics } = await loadProxies([`\${PROXY}`], { PROXY: 'secret.example' });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      [`A proxy cannot be the value of "\${PROXY}"`],
    );
  });
  it('comes from the environment like other values of the server', async () => {
    const loaded = await loadProxies([`\${PROXY:-10.0.0.1}`]);
    assert.ok(loaded.kind === 'loaded');
    assert.equal(loaded.program.readHop?.('10.0.0.1')?.trusted, true);
  });
});

describe('server.trustProxy: which addresses it means', () => {
  const cases: readonly (readonly [network: string, inside: readonly string[], outside: readonly string[]])[] = [
    ['192.0.2.1', ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:201'], ['192.0.2.2', '::1']],
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255'], ['11.0.0.0', '9.255.255.255', '::a00:1']],
    ['172.16.0.0/12', ['172.31.0.1'], ['172.32.0.1']],
    ['0.0.0.0/0', ['1.2.3.4'], ['::1']],
    ['::1', ['::1', '0:0:0:0:0:0:0:1'], ['::2', '0.0.0.1']],
    ['fd00::/8', ['fd12::1', 'FDFF::'], ['fc00::1']],
    ['2001:db8::/33', ['2001:db8:7fff::1'], ['2001:db8:8000::1']],
    ['::/0', ['2001:db8::1'], ['1.2.3.4']],
    ['::ffff:10.0.0.0/104', ['10.1.2.3', '::ffff:10.1.2.3'], ['11.0.0.1']],
    ['::ffff:0:0/96', ['1.2.3.4'], ['::1']],
  ];
  for (const [network, inside, outside] of cases) {
    it(network, () => {
      const readHop = trustNetworks([network]);
      for (const address of inside) assert.equal(readHop?.(address)?.trusted, true, address);
      for (const address of outside) assert.equal(readHop?.(address)?.trusted, false, address);
    });
  }
  it('reads an address in one way only, and nothing else', () => {
    const readHop = trustNetworks(['10.0.0.0/8']);
    assert.equal(readHop?.('2001:0DB8:0:0::7')?.address, '2001:db8::7');
    for (const text of ['', 'unknown', '10.0.0.1.', '10.0.0', '10.0.0.1/8', '::1%eth0', '::g', '1'.repeat(1000)]) {
      assert.equal(readHop?.(text), undefined, text);
    }
  });
  it('means nobody where it is empty, so that nothing is looked at', () => assert.equal(trustNetworks([]), undefined));
});

describe('velosiped:health and velosiped:ready in a manifest', () => {
  it('have a model of their own, and no other', async () => {
    const { diagnostics } = await loadFiles({
      'routes.yaml': 'version: 1\nroutes:\n  a: { path: /, handler: "velosiped:ready", model: { type: object } }\n',
    });
    assert.deepEqual(
      diagnostics.map(({ code, message, hint }) => [code, message, hint]),
      [['stray-key', '"model" does not belong on this route', 'what velosiped:ready answers is known: its "status"']],
    );
  });
});

function loadProxies(texts: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<LoadResult> {
  const list = texts.map((text) => JSON.stringify(text)).join(', ');
  const files = { 'routes.yaml': `version: 1\nserver: { trustProxy: [${list}] }\nroutes: {}\n` };
  return inFolder(files, (folder) => loadManifest(join(folder, 'routes.yaml'), { env }));
}
