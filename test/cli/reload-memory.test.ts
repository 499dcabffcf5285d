import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Judge } from '../../src/cli/judge/judge.ts';
import { startPlace } from '../../src/cli/process/start-place.ts';
import { Reloader } from '../../src/cli/server/reload.ts';
import { createMemoryStore } from '../../src/clients/memory-store.ts';
import { createMemoryLimits } from '../../src/clients/rate-limits.ts';
import type { Program } from '../../src/contract/program.ts';
import { MessageBlocks } from '../../src/engine/message-blocks.ts';
import { createExchangeRunner } from '../../src/engine/run-exchange.ts';
import { createFileStore } from '../../src/files/file-store.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { createUploads } from '../../src/uploads/open-uploads.ts';
import { acceptRequest } from '../engine/accept-wire.ts';
import { createReloadSite, manifestText } from './reload-site.ts';

const RELOADS = 20;

const runExchange = createExchangeRunner({
  clients: createMemoryStore(1),
  files: createFileStore(() => Date.now()),
  uploads: createUploads(),
  readiness: () => 'ready',
  memory: new MessageBlocks(),
  rates: createMemoryLimits(),
  identify: (_accepted, { peer }) => ({ address: peer.address, key: peer.address }),
  logs: { access: () => undefined, error: () => undefined },
  clock: { wallMs: () => 0, monotonicMs: () => 0 },
});

describe('reload: memory', () => {
  it('keeps nothing of a program that is not in force any more, because a server may be reloaded for years', async (t) => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    assert.ok(typeof collect === 'function');
    const site = createReloadSite();
    const first = await loadManifest(site.manifest);
    assert.ok(first.kind === 'loaded');
    const reloader = new Reloader(first.program, {
      file: site.manifest,
      enter: () => undefined,
      terminal: { err: () => undefined },
      takeUp: () => undefined,
      waiting: () => [],
      onRefused: (mistakes) => assert.fail(mistakes),
    });
    const place = startPlace({ env: process.env });
    const judge = new Judge({
      place,
      file: site.manifest,
      purpose: 'reload',
      examples: 'all',
      color: false,
      waitMs: 60_000,
    });
    t.after(async () => judge.close());
    const seen: WeakRef<Program>[] = [];
    for (let turn = 1; turn <= RELOADS; turn++) {
      site.write('routes.yaml', manifestText({ home: `turn ${turn}` }));
      const before = reloader.program();
      reloader.reload({
        aloud: false,
        judge: () => judge.judge(),
        agree: () => Promise.resolve(true),
        taken: () => undefined,
        refused: () => undefined,
      });
      while (reloader.program() === before) await nextTurn();
      seen.push(new WeakRef(reloader.program()));
      // What the engine keeps for a program, it keeps from its first request on.
      await use(reloader.program());
    }
    await nextTurn();
    collect();
    const kept = seen.filter((reference) => reference.deref() !== undefined);
    // Asked here, so that the one in force is held until now.
    assert.equal(seen.at(-1)?.deref(), reloader.program());
    assert.ok(
      kept.some((reference) => reference.deref() === reloader.program()),
      'the one in force is kept',
    );
    // One more may be: the machine's own registers can still hold it.
    assert.ok(kept.length <= 2, `${kept.length} of ${RELOADS} programs are kept`);
  });
});

async function use(program: Program): Promise<void> {
  const peer = { address: '127.0.0.1', secure: false };
  for (const target of ['/', '/code', '/nowhere']) {
    const accepted = { kind: 'request', request: acceptRequest(`GET ${target}`) } as const;
    await runExchange(accepted, { program, peer, startedMs: 0, closing: () => false });
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
