import type { BodyVerdict, ConnectionHandler, GiveUp, Outcome } from '../contract/exchange.ts';
import type { Program } from '../contract/program.ts';
import type { Accepted, Request } from '../contract/request.ts';
import { type Admitted, admitRequest } from './2-process-request/admit-request.ts';
import type { Asker } from './2-process-request/asker.ts';
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
import { type Begun, finishExchange, logExchange, logProgress, streamOf } from './finish-exchange.ts';
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
  return catchingBugs(surroundings, undefined, (accepted, context) => {
    const { program, startedMs } = context;
    return andThen(meetVisitor(surroundings, accepted, context), (visitor) =>
      answerWith(surroundings, { accepted, context, program, startedMs, visitor }, process(accepted, program, visitor)),
    );
  });
}

/** Whether a body is read, and how much of it: what comes before that is asked when the head is there, and not again. */
export function createBodyJudge(surroundings: Surroundings): ConnectionHandler['meetHead'] {
  const runExchange = createExchangeRunner(surroundings);
  return (request, context) => {
    const { program, startedMs } = context;
    const accepted = { kind: 'request', request } as const;
    // After a bug nothing is admitted: `runExchange` asks everything again.
    const asUsual: BodyVerdict = { kind: 'wanted', bytesMax: program.limits.bodyBytesMax, runExchange };
    try {
      const verdict = andThen(meetVisitor(surroundings, accepted, context), (visitor) => {
        const asked = admitRequest(program, request, visitor);
        const begun = { accepted, context, program, startedMs, visitor };
        if (asked instanceof Promise) context.waits?.(giveUpOn(surroundings, begun));
        return andThen(asked, (admitted): BodyVerdict | Promise<BodyVerdict> => {
          const body = wantedBody(program, request, admitted);
          const known = body.kind === 'wanted' && body.counts ? undefined : request;
          const verdictNow = { ...body, runExchange: goOnFrom(surroundings, visitor, { admitted, known }) };
          if (body.kind === 'unwanted' || body.plan === undefined) return verdictNow;
          return andThen(surroundings.uploads.open(body.plan), (intake) => {
            visitor.upload = intake;
            intake.onProgress = (bytes) => logProgress(surroundings, begun, bytes);
            return { ...verdictNow, intake };
          });
        });
      });
      return verdict instanceof Promise ? verdict.catch(() => asUsual) : verdict;
    } catch {
      return asUsual;
    }
  };
}

/** The exchange of a request whose head was judged already. `known`: its head, if the answer is known by that. */
function goOnFrom(
  surroundings: Surroundings,
  visitor: Visitor,
  { admitted, known }: { readonly admitted: Admitted; readonly known: Request | undefined },
): ConnectionHandler['runExchange'] {
  return catchingBugs(surroundings, visitor, (accepted, context) => {
    const { program, startedMs } = context;
    const processed = processAdmitted({ accepted, program, visitor }, admitted, known);
    return answerWith(surroundings, { accepted, context, program, startedMs, visitor }, processed);
  });
}

function processAdmitted(
  { accepted, program, visitor }: Pick<Begun, 'accepted' | 'program' | 'visitor'>,
  admitted: Admitted,
  known: Request | undefined,
): Processed | Promise<Processed> {
  if (accepted.kind === 'request') return answerAdmitted(program, accepted.request, visitor, admitted);
  // Only of a body that is too large the whole head is known to be right.
  const isTooLarge = accepted.fault.code === 'body-too-large';
  if (isTooLarge && known !== undefined) return answerAdmitted(program, known, visitor, admitted);
  const { place, groups } = isTooLarge ? admitted : NOWHERE;
  return { route: admitted.route, place, groups, answer: refusal(accepted.fault) };
}

/** Goes on to blocks 3 and 4; if that must wait, the connection can give up on it. */
function answerWith(
  surroundings: Surroundings,
  begun: Begun,
  processed: Processed | Promise<Processed>,
): Outcome | Promise<Outcome> {
  if (!(processed instanceof Promise)) return finishExchange(surroundings, { begun, processed });
  begun.context.waits?.(giveUpOn(surroundings, begun));
  return processed.then(
    (ready) => {
      if (!begun.visitor.gone) return finishExchange(surroundings, { begun, processed: ready });
      streamOf(ready.answer)?.close();
      begun.visitor.leave(); // it can have begun to take in a form since then
      return FORGOTTEN;
    },
    (bug: unknown) => {
      begun.visitor.leave();
      throw bug;
    },
  );
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

/** `visitor`: undefined if only `run` meets the client. */
function catchingBugs(
  surroundings: Surroundings,
  visitor: Visitor | undefined,
  run: ConnectionHandler['runExchange'],
): ConnectionHandler['runExchange'] {
  return (accepted, context) => {
    try {
      const outcome = run(accepted, context);
      return outcome instanceof Promise
        ? outcome.catch((bug: unknown) => answerBug(surroundings, { accepted, context, visitor }, bug))
        : outcome;
    } catch (bug) {
      return answerBug(surroundings, { accepted, context, visitor }, bug);
    }
  };
}

function process(accepted: Accepted, program: Program, asker: Asker): Processed | Promise<Processed> {
  return accepted.kind === 'refused'
    ? { ...NOWHERE, route: undefined, answer: refusal(accepted.fault) }
    : processRequest(program, accepted.request, asker);
}
