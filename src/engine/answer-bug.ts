import type { ExchangeContext, Outcome } from '../contract/exchange.ts';
import type { Accepted } from '../contract/request.ts';
import { guarded } from '../http/describe-thrown.ts';
import { type BrokenExchange, logBug } from './4-make-log/log-bug.ts';
import { plainFailure } from './plain-failure.ts';
import type { Surroundings } from './surroundings.ts';

/** Whichever block has thrown, none of them is used again. */
export function answerBug(
  surroundings: Surroundings,
  accepted: Accepted,
  context: ExchangeContext,
  bug: unknown,
): Outcome {
  const { method } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { bytes, bodyBytes } = plainFailure(method, surroundings.clock.wallMs());
  logBroken(surroundings, { accepted, context }, { status: 500, bytes: bodyBytes }, bug);
  return { kind: 'whole', bytes, close: true, fatal: fatalError(accepted, context) };
}

/** Its lines, made without the code of the blocks. */
export function logBroken(
  { identify, clock, logs }: Surroundings,
  { accepted, context }: { readonly accepted: Accepted; readonly context: ExchangeContext },
  sent: Pick<BrokenExchange, 'status' | 'bytes'>,
  bug: unknown,
): void {
  const client = guarded(() => identify(accepted, context).address) ?? context.peer.address;
  const durationMs = clock.monotonicMs() - context.startedMs;
  logBug({ ...sent, accepted, context, client, wallMs: clock.wallMs(), durationMs }, bug, logs);
}

/** The manifest's policy for input that is not HTTP: after its answer the whole server stops. */
export function fatalError(accepted: Accepted, { program }: ExchangeContext): string | undefined {
  const notHttp = accepted.kind === 'refused' && accepted.fault.code === 'not-http';
  return notHttp && program.notHttp === 'shutdown'
    ? `Input that is not HTTP stopped the server: ${accepted.fault.message}`
    : undefined;
}
