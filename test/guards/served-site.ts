import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { identifyClient, isSecure } from '../../src/clients/identify-client.ts';
import { createMemoryStore } from '../../src/clients/memory-store.ts';
import { createMemoryLimits } from '../../src/clients/rate-limits.ts';
import type { Program } from '../../src/contract/program.ts';
import { openRequestReader } from '../../src/engine/1-accept-request/request-reader.ts';
import { createBodyJudge, createExchangeRunner } from '../../src/engine/run-exchange.ts';
import type { Surroundings } from '../../src/engine/surroundings.ts';
import { createFileStore } from '../../src/files/file-store.ts';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { listen } from '../../src/socket/listen.ts';
import { TurnEnd } from '../../src/socket/turn-end.ts';
import { createUploads } from '../../src/uploads/open-uploads.ts';
import { WatchedMemory } from '../engine/watched-memory.ts';

type LogLine = Readonly<Record<string, unknown>>;

/** A server in this process, on a real socket. */
export interface ServedSite {
  readonly host: string;
  readonly port: number;
  /** Where its files are. */
  readonly folder: string;
  /** What the next request belongs to. */
  readonly program: Program;
  /** The records of its logs so far. */
  readonly access: LogLine[];
  readonly errors: LogLine[];
  /** The clock on the wall goes forward. */
  advance(ms: number): void;
  /** As a reload does: the next request belongs to another program. Its files are written again, but for those to keep. */
  reload(manifest: string, options?: { readonly keep?: readonly string[] }): Promise<void>;
}

/** Serves the manifest for all tests of the file that calls it; its module is `handlers.mjs`. Ask for it inside a test. */
export function serveSite(manifest: string, files: Readonly<Record<string, string>>): ServedSite {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-served-'));
  const access: LogLine[] = [];
  const errors: LogLine[] = [];
  let program: Program;
  let address = { host: '', port: 0 };
  let close = (): void => undefined;
  const load: ServedSite['reload'] = async (text, { keep = [] } = {}) => {
    for (const [name, content] of Object.entries({ ...files, 'routes.yaml': text })) {
      if (keep.includes(name)) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const loaded = await loadManifest(join(folder, 'routes.yaml'));
    if (loaded.kind !== 'loaded')
      throw new Error(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }));
    program = loaded.program;
  };
  let advancedMs = 0;
  const clock = { wallMs: () => Date.now() + advancedMs, monotonicMs: () => performance.now() };
  const surroundings: Surroundings = {
    clients: createMemoryStore(100),
    files: createFileStore(clock.wallMs),
    uploads: createUploads(),
    identify: identifyClient,
    readiness: () => 'ready',
    memory: new WatchedMemory(),
    rates: createMemoryLimits(),
    logs: { access: (line) => access.push(JSON.parse(line)), error: (line) => errors.push(JSON.parse(line)) },
    clock,
  };
  before(async () => {
    await load(manifest);
    const listener = await listen({
      host: '127.0.0.1',
      port: 0,
      tls: undefined,
      handler: {
        memory: surroundings.memory,
        program: () => program,
        openReader: (limitsNow, peer) =>
          openRequestReader(limitsNow, {
            secure: peer.secure,
            isSecure: (fieldLines) => isSecure(fieldLines, peer, program.readHop),
          }),
        meetHead: createBodyJudge(surroundings),
        runExchange: createExchangeRunner(surroundings),
      },
      processes: 1,
      turnEnd: new TurnEnd({ ...clock, cpuMs: () => process.cpuUsage().user / 1000 }),
      clock,
      openFilesMax: 1000,
      uploadFilesMax: 100,
      clientOf: (client) => client,
      onFatal: () => undefined,
      onHandshakesFailed: () => undefined,
      warn: () => undefined,
    });
    address = { host: listener.host, port: listener.port };
    close = () => listener.abort();
  });
  after(() => {
    close();
    rmSync(folder, { recursive: true });
  });
  return {
    get host() {
      return address.host;
    },
    get port() {
      return address.port;
    },
    folder,
    get program() {
      return program;
    },
    access,
    errors,
    advance(ms) {
      advancedMs += ms;
    },
    reload: load,
  };
}
