import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { fuzzServer } from './fuzz-server.ts';

describe('mutated requests', () => {
  it('always get valid answers or a close, and harm nobody', async (t) => {
    const site = createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject'));
    const server = await startServer({ t, manifest: site.manifest });
    const { sent, statuses } = await fuzzServer(server, {
      seed: 20261122,
      hangMs: 20_000,
      more: (count) => count < 4000,
    });
    t.diagnostic(`${sent} requests; answers by status: ${JSON.stringify([...statuses])}`);
    assert.ok((statuses.get(200) ?? 0) > 0 && (statuses.get(400) ?? 0) > 0, 'mutants reach both sides of the rules');
    assert.equal((await ask(server.port, 'GET /')).status, 200);
    assert.equal(await server.stop(), 0);
  });
});
