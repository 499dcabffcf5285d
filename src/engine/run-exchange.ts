import type { BodyVerdict, ConnectionHandler, ExchangeContext, GiveUp, Outcome } from '../contract/exchange.ts';
import type { Accepted, Request } from '../contract/request.ts';
import { type Admitted, admitRequest } from './2-process-request/admit-request.ts';
import { NOWHERE } from './2-process-request/find-place.ts';
import { wantedBody } from './2-process-request/gates/wanted-body.ts';
import {
  answerAdmitted,
  type Processed,
  processRequest,
  withGroupFields,
} from './2-process-request/process-request.ts';
import { andThen } from './and-then.ts';
import { answerBug } from './answer-bug.ts';
import { handlerTimeout } from './default-answers.ts';
import { type Answered, type Begun, finishExchange, logExchange, logProgress, streamOf } from './finish-exchange.ts';
import { meetVisitor } from './meet-visitor.ts';
import { refusal } from './refusal.ts';
import type { Surroundings } from './surroundings.ts';
import type { Visitor } from './visitor.ts';

/**
 * The four blocks, in order: block 1 has made `accepted` already; 2 answers it, 3 writes the answer, 4 logs both.
 * A refused request skips only block 2, so it still gets a page and a log line. Only here a bug in these blocks is
 * caught: its exchange gets a plain 500 and its lines, and nothing else is affected. Never throws or rejects.
 */
export function createExchangeRunner(surroundings: Surroundings): ConnectionHandler['runExchange'] {
  return (accepted, context) => {
    try {
      const visitor = meetVisitor(surroundings, accepted, context);
      if (!(visitor instanceof Promise)) return answerBegun(surroundings, begin(accepted, context, visitor));
      return visitor.then(
        (late) => answerBegun(surroundings, begin(accepted, context, late)),
        (bug: unknown) => answerBug(surroundings, { accepted, context }, bug),
      );
    } catch (bug) {
      return answerBug(surroundings, { accepted, context }, bug);
    }
  };
}

/** Whether a body is read, and how much of it: what comes before that is asked when the head is there, and not again. */
export function createBodyJudge(surroundings: Surroundings): ConnectionHandler['meetHead'] {
  const runExchange = createExchangeRunner(surroundings);
  // After a bug nothing is admitted: `runExchange` asks everything again.
  function asUsual({ program }: ExchangeContext): BodyVerdict {
    return { kind: 'wanted', bytesMax: program.limits.bodyBytesMax, runExchange };
  }
  return (request, context) => {
    const accepted = { kind: 'request', request } as const;
    try {
      const verdict = andThen(meetVisitor(surroundings, accepted, context), (visitor) =>
        judgeBody(surroundings, request, begin(accepted, context, visitor)),
      );
      return verdict instanceof Promise ? verdict.catch(() => asUsual(context)) : verdict;
    } catch {
      return asUsual(context);
    }
  };
}

function judgeBody(surroundings: Surroundings, request: Request, begun: Begun): BodyVerdict | Promise<BodyVerdict> {
  const { program, visitor, context } = begun;
  const admitted = admitRequest(program, request, visitor);
  if (admitted instanceof Promise) context.waits?.(giveUpOn(surroundings, begun));
  return andThen(admitted, (known) => verdictOf(surroundings, request, { begun, admitted: known }));
}

function verdictOf(
  surroundings: Surroundings,
  request: Request,
  { begun, admitted }: { readonly begun: Begun; readonly admitted: Admitted },
): BodyVerdict | Promise<BodyVerdict> {
  const { program, visitor } = begun;
  const body = wantedBody(program, request, admitted);
  const judged = { admitted, known: body.kind === 'wanted' && body.counts ? undefined : request };
  const runExchange = runJudged(surroundings, visitor, judged);
  if (body.kind === 'unwanted') return { kind: body.kind, runExchange };
  const { kind, bytesMax, plan } = body;
  if (plan === undefined) return { kind, bytesMax, runExchange };
  return andThen(surroundings.uploads.open(plan), (intake) => {
    visitor.upload = intake;
    intake.onProgress = progressLog(surroundings, begun);
    return { kind, bytesMax, intake, runExchange };
  });
}

function runJudged(surroundings: Surroundings, visitor: Visitor, judged: Judged): BodyVerdict['runExchange'] {
  return (accepted, context) => answerBegun(surroundings, begin(accepted, context, visitor), judged);
}

function progressLog(surroundings: Surroundings, begun: Begun): (bytes: number) => void {
  return (bytes) => logProgress(surroundings, begun, bytes);
}

function begin(accepted: Accepted, context: ExchangeContext, visitor: Visitor): Begun {
  return { accepted, context, program: context.program, startedMs: context.startedMs, visitor };
}

/** A head that was judged before its body came. `known`: the head, if the answer is known by that. */
interface Judged {
  readonly admitted: Admitted;
  readonly known: Request | undefined;
}

/** Blocks 2 to 4. If they must wait, the connection can give up on them. Never throws or rejects. */
function answerBegun(surroundings: Surroundings, begun: Begun, judged?: Judged): Outcome | Promise<Outcome> {
  try {
    const processed = judged === undefined ? process(begun) : processAdmitted(begun, judged);
    if (!(processed instanceof Promise)) return finishExchange(surroundings, { begun, processed });
    begun.context.waits?.(giveUpOn(surroundings, begun));
    return processed.then(
      (late) => finishLate(surroundings, { begun, processed: late }),
      (bug: unknown) => {
        begun.visitor.leave();
        return answerBug(surroundings, begun, bug);
      },
    );
  } catch (bug) {
    return answerBug(surroundings, begun, bug);
  }
}

function finishLate(surroundings: Surroundings, answered: Answered): Outcome {
  const { begun, processed } = answered;
  try {
    if (!begun.visitor.gone) return finishExchange(surroundings, answered);
    streamOf(processed.answer)?.close();
    begun.visitor.leave(); // it can have begun to take in a form since then
    return FORGOTTEN;
  } catch (bug) {
    return answerBug(surroundings, begun, bug);
  }
}

function process({ accepted, program, visitor }: Begun): Processed | Promise<Processed> {
  return accepted.kind === 'refused'
    ? { ...NOWHERE, route: undefined, answer: refusal(accepted.fault) }
    : processRequest(program, accepted.request, visitor);
}

function processAdmitted(
  { accepted, program, visitor }: Begun,
  { admitted, known }: Judged,
): Processed | Promise<Processed> {
  if (accepted.kind === 'request') return answerAdmitted(program, accepted.request, visitor, admitted);
  // Only of a body that is too large the whole head is known to be right.
  const isTooLarge = accepted.fault.code === 'body-too-large';
  if (isTooLarge && known !== undefined) return answerAdmitted(program, known, visitor, admitted);
  const { place, groups } = isTooLarge ? admitted : NOWHERE;
  return { route: admitted.route, place, groups, answer: refusal(accepted.fault) };
}

/** What becomes of an exchange that was given up already. */
const FORGOTTEN: Outcome = { kind: 'whole', bytes: new Uint8Array(0), close: true, fatal: undefined };
const CLIENT_LEFT = 499; // as nginx logs it; it is never sent

function giveUpOn(surroundings: Surroundings, begun: Begun): GiveUp {
  const { program, visitor } = begun;
  return (why) => {
    visitor.abort();
    const { route, groups } = visitor;
    const failure = typeof why === 'object' ? refusal(why) : handlerTimeout(program.timeouts.handlerMs);
    const processed = { route, place: route, groups, answer: withGroupFields(failure, groups) };
    const answered = { begun, processed };
    try {
      if (why !== 'left') return finishExchange(surroundings, answered);
      const wallMs = surroundings.clock.wallMs();
      logExchange(surroundings, begun, route, {
        status: CLIENT_LEFT,
        bytes: 0,
        aborted: true,
        failure: undefined,
        wallMs,
      });
      return FORGOTTEN;
    } catch (bug) {
      return answerBug(surroundings, begun, bug);
    }
  };
}
