import assert from 'node:assert/strict';
import { createMemoryStore } from '../../src/clients/memory-store.ts';
import { createMemoryLimits } from '../../src/clients/rate-limits.ts';
import type { ClientOptions, ClientStore } from '../../src/contract/client.ts';
import type { BodyFlow, FlowEvent, Outcome } from '../../src/contract/exchange.ts';
import type { Handler } from '../../src/contract/handler.ts';
import type { View } from '../../src/contract/page-data.ts';
import { MessageBlocks } from '../../src/engine/message-blocks.ts';
import { createExchangeRunner } from '../../src/engine/run-exchange.ts';
import { createFileStore } from '../../src/files/file-store.ts';
import { createUploads } from '../../src/uploads/open-uploads.ts';
import { acceptWire } from './accept-wire.ts';
import {
  buildProgram,
  byHandler,
  type ProgramSettings,
  parameter,
  plainView,
  type RouteParts,
} from './build-program.ts';

/** What a test says of an exchange; the rest is that of a client that has chosen nothing. */
export interface Setup {
  readonly handler?: Handler;
  readonly view?: View;
  /** The `response.type` of the route `/a`. */
  readonly type?: string;
  readonly store?: ClientStore;
  readonly options?: ClientOptions;
  readonly settings?: ProgramSettings;
  /** Of the route `/a`; default: GET. */
  readonly methods?: readonly string[];
  readonly client?: string;
  readonly startedMs?: number;
  readonly closing?: boolean | (() => boolean);
  /** Default: it is always 100. */
  readonly monotonicMs?: () => number;
}

type LogRecord = Readonly<Record<string, unknown>>;
type Sink = { readonly access: LogRecord[]; readonly errors: LogRecord[] };

/** What a connection gets when it asks for the next bytes of a body. */
export function nextOf(body: BodyFlow): Promise<FlowEvent> {
  return new Promise((take) => body.next({ take }));
}

/** One exchange with the route `/a`, whose handler and view the setup gives, and `/number/{n}`. */
export function runWire(
  wire: string,
  setup: Setup,
  sink: Sink = { access: [], errors: [] },
): Outcome | Promise<Outcome> {
  const {
    handler = () => 'ok',
    view,
    type,
    settings,
    methods,
    client = '192.0.2.1',
    options = {},
    closing = false,
  } = setup;
  const routes: readonly RouteParts[] = [
    {
      name: 'a',
      path: '/a',
      respond: { ...byHandler(handler, view), type },
      ...(methods === undefined ? {} : { methods }),
    },
    {
      name: 'number',
      path: '/number/{n}',
      params: [parameter('n', 'integer')],
      respond: byHandler(() => 1, plainView),
    },
  ];
  const store = setup.store ?? createMemoryStore(10);
  if (setup.store === undefined) void store.set(client, options);
  const runExchange = createExchangeRunner({
    clients: store,
    files: createFileStore(() => Date.now()),
    uploads: createUploads(),
    readiness: () => 'ready',
    memory: new MessageBlocks(),
    rates: createMemoryLimits(),
    identify: (_accepted, { peer }) => ({ address: peer.address, key: peer.address }),
    logs: { access: (line) => sink.access.push(JSON.parse(line)), error: (line) => sink.errors.push(JSON.parse(line)) },
    clock: { wallMs: () => 0, monotonicMs: setup.monotonicMs ?? (() => 100) },
  });
  return runExchange(acceptWire(wire), {
    program: buildProgram(routes, settings),
    peer: { address: client, secure: false },
    startedMs: setup.startedMs ?? 50,
    closing: typeof closing === 'function' ? closing : () => closing,
  });
}

/** The same, waited for, with the records that it left in the logs. */
export async function runLogged(wire: string, setup: Setup): Promise<Sink & { readonly outcome: WholeOutcome }> {
  const sink: Sink = { access: [], errors: [] };
  const outcome = await runWire(wire, setup, sink);
  return outcome.kind === 'whole' ? { ...sink, outcome } : assert.fail('its content flows');
}

export type WholeOutcome = Outcome & { readonly kind: 'whole' };
