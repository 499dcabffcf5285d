import { type ClientIdentity, type ClientOptions, type ClientStore, NOTHING_CHOSEN } from '../contract/client.ts';
import type { ConnectionHandler, ExchangeContext, Outcome, Readiness } from '../contract/exchange.ts';
import type { LogSink } from '../contract/log-sink.ts';
import type { Program } from '../contract/program.ts';
import type { Accepted } from '../contract/request.ts';
import { type Asker, type Processed, processRequest } from './2-process-request/process-request.ts';
import { processResponse } from './3-process-response/process-response.ts';
import { logBug } from './4-make-log/log-bug.ts';
import { makeLog } from './4-make-log/make-log.ts';
import { andThen } from './and-then.ts';
import { nobodyToRemember, refusal } from './default-answers.ts';
import { guarded } from './describe-thrown.ts';
import { plainFailure } from './plain-failure.ts';

/** What the engine is given, since it does no I/O. */
export interface Surroundings {
  readonly clients: ClientStore;
  /** Who a client is: whose connection it is, or whom a trusted proxy names. */
  identify(accepted: Accepted, context: ExchangeContext): ClientIdentity;
  /** For who asks by `velosiped:ready`. */
  readiness(): Readiness;
  readonly logs: LogSink;
  readonly clock: { wallMs(): number; monotonicMs(): number };
}

/**
 * The four blocks (S13), in order: block 1 has made `accepted` already; 2 answers it, 3 writes the answer, 4 logs both.
 * A refused request skips only block 2, so it still gets a page and a log line. Here, and nowhere else, a bug in these blocks is
 * caught: its exchange gets a plain 500 and its lines, and nobody else notices. Never throws, and what it promises is kept.
 */
export function createExchangeRunner(surroundings: Surroundings): ConnectionHandler['runExchange'] {
  return (accepted, context) => {
    try {
      const outcome = runBlocks(surroundings, accepted, context);
      return outcome instanceof Promise
        ? outcome.catch((bug: unknown) => answerBug(surroundings, accepted, context, bug))
        : outcome;
    } catch (bug) {
      return answerBug(surroundings, accepted, context, bug);
    }
  };
}

function runBlocks(
  surroundings: Surroundings,
  accepted: Accepted,
  context: ExchangeContext,
): Outcome | Promise<Outcome> {
  const client = surroundings.identify(accepted, context);
  // The options count as they are now: what a request changes holds for the client's later ones (S5).
  const known = optionsOf(client, surroundings.clients);
  const askedMs = known instanceof Promise ? surroundings.clock.monotonicMs() : undefined;
  return andThen(known, (options) => {
    const visitor = new Visitor(surroundings, client, options);
    if (askedMs !== undefined) visitor.waitedSince(askedMs);
    return andThen(process(accepted, context.program, visitor), (processed) =>
      finish(surroundings, { accepted, context, visitor, processed }),
    );
  });
}

/** Whatever block has thrown, none of them is used again. */
function answerBug(surroundings: Surroundings, accepted: Accepted, context: ExchangeContext, bug: unknown): Outcome {
  const { logs, clock } = surroundings;
  const wallMs = clock.wallMs();
  const { method } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { bytes, bodyBytes } = plainFailure(method, wallMs);
  const client = guarded(() => surroundings.identify(accepted, context).address) ?? context.peer.address;
  const durationMs = clock.monotonicMs() - context.startedMs;
  logBug({ accepted, context, client, bytes: bodyBytes, wallMs, durationMs }, bug, logs);
  return { bytes, close: true, fatal: fatalError(accepted, context) };
}

function optionsOf({ key }: ClientIdentity, clients: ClientStore): ClientOptions | Promise<ClientOptions> {
  return key === undefined ? NOTHING_CHOSEN : clients.get(key);
}

/** The client of one exchange. */
class Visitor implements Asker {
  readonly options: ClientOptions;
  readonly #surroundings: Surroundings;
  /** Private, since a handler that answers with its client must not hand out addresses. */
  readonly #identity: ClientIdentity;

  /** For the store, until the changes that are under way began: an exchange has only so much time for it in all. */
  #waitedMs = 0;
  #changing = 0;
  #changingSinceMs = 0;

  constructor(surroundings: Surroundings, identity: ClientIdentity, options: ClientOptions) {
    this.#surroundings = surroundings;
    this.#identity = identity;
    this.options = options;
  }

  get address(): string {
    return this.#identity.address;
  }

  set(change: ClientOptions): Promise<void> {
    const stored = this.#change(change);
    // A handler that does not wait for it must not end the whole server when it fails.
    stored.catch(() => undefined);
    return stored;
  }

  readiness(): Readiness {
    return this.#surroundings.readiness();
  }

  waitedSince(sinceMs: number): void {
    this.#waitedMs += this.#surroundings.clock.monotonicMs() - sinceMs;
  }

  async #change(change: ClientOptions): Promise<void> {
    const { key, address } = this.#identity;
    if (key === undefined) throw nobodyToRemember(address);
    const { clients, clock } = this.#surroundings;
    const underWayMs = this.#changing === 0 ? 0 : clock.monotonicMs() - this.#changingSinceMs;
    const stored = clients.set(key, change, this.#waitedMs + underWayMs);
    if (!(stored instanceof Promise)) return;
    if (this.#changing === 0) this.#changingSinceMs = clock.monotonicMs();
    this.#changing += 1;
    try {
      await stored;
    } finally {
      this.#changing -= 1;
      if (this.#changing === 0) this.waitedSince(this.#changingSinceMs);
    }
  }
}

function process(accepted: Accepted, program: Program, asker: Asker): Processed | Promise<Processed> {
  return accepted.kind === 'refused'
    ? { route: undefined, answer: refusal(accepted.fault) }
    : processRequest(program, accepted.request, asker);
}

interface Answered {
  readonly accepted: Accepted;
  readonly context: ExchangeContext;
  readonly visitor: Visitor;
  readonly processed: Processed;
}

function finish(surroundings: Surroundings, answered: Answered): Outcome {
  const { accepted, context, visitor, processed } = answered;
  const { options } = visitor;
  const { program } = context;
  const { wallMs, monotonicMs } = surroundings.clock;
  const known = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const close = context.closing() || accepted.kind === 'refused' || !accepted.request.persistent;
  const secure = accepted.kind === 'request' ? accepted.request.secure : context.peer.secure;
  const now = wallMs();
  const response = processResponse(processed.answer, {
    program,
    options,
    cookies: known.cookies,
    summary: processed.route?.summary,
    method: known.method,
    version: known.version,
    secure,
    close,
    wallMs: now,
  });
  const shortLog = options.shortLog ?? program.logs.access.detail === 'short';
  makeLog(
    {
      accepted,
      client: visitor.address,
      detail: shortLog ? 'short' : 'full',
      route: processed.route?.name,
      status: response.status,
      bytes: response.bodyBytes,
      wallMs: now,
      durationMs: monotonicMs() - context.startedMs,
      failure: response.failure,
      logs: program.logs,
    },
    surroundings.logs,
  );
  return { bytes: response.bytes, close, fatal: fatalError(accepted, context) };
}

/** The manifest's policy for input that is not HTTP: after its answer the whole server stops (S2). */
function fatalError(accepted: Accepted, { program }: ExchangeContext): string | undefined {
  const notHttp = accepted.kind === 'refused' && accepted.fault.code === 'not-http';
  return notHttp && program.notHttp === 'shutdown'
    ? `Input that is not HTTP stopped the server: ${accepted.fault.message}`
    : undefined;
}
