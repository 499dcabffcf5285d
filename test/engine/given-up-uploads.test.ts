import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore } from '../../src/clients/memory-store.ts';
import { createMemoryLimits } from '../../src/clients/rate-limits.ts';
import type { GiveUp } from '../../src/contract/exchange.ts';
import type { BodyRule } from '../../src/contract/program.ts';
import type { Uploads } from '../../src/contract/uploads.ts';
import { MessageBlocks } from '../../src/engine/message-blocks.ts';
import { createExchangeRunner } from '../../src/engine/run-exchange.ts';
import { createFileStore } from '../../src/files/file-store.ts';
import { createUploads } from '../../src/uploads/open-uploads.ts';
import { MULTIPART, multipart } from '../uploads/multipart.ts';
import { acceptWire } from './accept-wire.ts';
import { buildProgram, byHandler } from './build-program.ts';

const FILE = { name: 'file', title: 'file', many: false, bytesMax: 1_000_000, bytesMin: 0, types: [], required: true };
const FORM: BodyRule = { required: true, fields: [], files: [FILE], closed: false, check: () => [] };
const BODY = multipart([['file', { name: 'a', content: Buffer.alloc(100_000) }]]);
const HEAD = `POST /a HTTP/1.1\r\nHost: a\r\nContent-Type: ${MULTIPART}\r\nContent-Length: ${BODY.length}\r\n\r\n`;
const PLAN = {
  contentType: MULTIPART,
  fields: new Set<string>(),
  lists: new Set<string>(),
  files: new Map([['file', FILE]]),
};

describe('a visitor that leaves while its form is received', { timeout: 20_000 }, () => {
  it('has no handler called any more, whose files could not be read', async () => {
    const uploads = createUploads(1);
    const before = await uploads.open(PLAN);
    before.write(BODY);
    const visit = visitAndLeave(uploads);
    before.discard();
    assert.equal(await visit.calls, 0);
  });

  it('leaves no file open, even if that is before the first byte of its form is taken', async () => {
    const uploads = createUploads(1);
    assert.equal(await visitAndLeave(uploads).calls, 0);
    const next = await uploads.open(PLAN);
    next.write(BODY);
    assert.equal((await next.finish()).kind, 'form');
    next.discard();
  });
});

/** How often a handler was called, when all is over. */
function visitAndLeave(uploads: Uploads): { readonly calls: Promise<number> } {
  let calls = 0;
  const handler = () => {
    calls += 1;
    return 'done';
  };
  const runExchange = createExchangeRunner({
    uploads,
    clients: createMemoryStore(10),
    files: createFileStore(() => 0),
    readiness: () => 'ready',
    memory: new MessageBlocks(),
    rates: createMemoryLimits(),
    identify: (_accepted, { peer }) => ({ address: peer.address, key: peer.address }),
    logs: { access: () => undefined, error: () => undefined },
    clock: { wallMs: () => 0, monotonicMs: () => 0 },
  });
  let giveUp: GiveUp | undefined;
  const outcome = runExchange(
    acceptWire(Buffer.concat([Buffer.from(HEAD), BODY]), { limits: { bodyBytesMax: 1_000_000 } }),
    {
      program: buildProgram([{ name: 'a', path: '/a', methods: ['POST'], body: FORM, respond: byHandler(handler) }]),
      peer: { address: '192.0.2.1', secure: false },
      startedMs: 0,
      closing: () => false,
      waits: (given) => {
        giveUp = given;
      },
    },
  );
  assert.ok(giveUp !== undefined);
  giveUp('left');
  return { calls: Promise.resolve(outcome).then(() => calls) };
}
