import type { ExchangeContext, Outcome } from '../contract/exchange.ts';
import type { Accepted } from '../contract/request.ts';
import type { Upload } from '../contract/uploads.ts';
import { guarded } from '../http/guarded.ts';
import { type BrokenExchange, logBug } from './4-make-log/log-bug.ts';
import { knownOf } from './known-of.ts';
import { plainFailure } from './plain-failure.ts';
import type { Surroundings } from './surroundings.ts';

/** An exchange that met a bug. */
export interface Broken {
  readonly accepted: Accepted;
  readonly context: ExchangeContext;
  /** Its client, if that is known: it has the form that was taken in. */
  readonly visitor?: { readonly upload: Upload | undefined } | undefined;
}

/** Whichever block has thrown, none of them is used again. */
export function answerBug(surroundings: Surroundings, broken: Broken, bug: unknown): Outcome {
  const { accepted, context } = broken;
  const { method } = knownOf(accepted);
  const { bytes, bodyBytes } = plainFailure(method, surroundings.clock.wallMs());
  logBroken(surroundings, broken, { status: 500, bytes: bodyBytes }, bug);
  return { kind: 'whole', bytes, close: true, fatal: fatalError(accepted, context) };
}

/** Its lines, made without the code of the blocks. */
export function logBroken(
  { identify, clock, logs }: Surroundings,
  { accepted, context, visitor }: Broken,
  sent: Pick<BrokenExchange, 'status' | 'bytes'>,
  bug: unknown,
): void {
  const client = guarded(() => identify(accepted, context).address) ?? context.peer.address;
  const durationMs = clock.monotonicMs() - context.startedMs;
  const form = visitor?.upload;
  logBug({ ...sent, accepted, context, client, form, wallMs: clock.wallMs(), durationMs }, bug, logs);
}

/** The manifest's policy for input that is not HTTP: after its answer the whole server stops. */
export function fatalError(accepted: Accepted, { program }: ExchangeContext): string | undefined {
  const notHttp = accepted.kind === 'refused' && accepted.fault.code === 'not-http';
  return notHttp && program.notHttp === 'shutdown'
    ? `Input that is not HTTP stopped the server: ${accepted.fault.message}`
    : undefined;
}
