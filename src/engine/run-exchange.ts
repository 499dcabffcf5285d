import type { Answer, Failure } from '../contract/answer.ts';
import { type ClientIdentity, type ClientOptions, type ClientStore, NOTHING_CHOSEN } from '../contract/client.ts';
import type { ContentStream } from '../contract/content.ts';
import type { BodyVerdict, ConnectionHandler, ExchangeContext, GiveUp, Outcome } from '../contract/exchange.ts';
import { FileChanged } from '../contract/files.ts';
import type { Program, Route } from '../contract/program.ts';
import type { Accepted, FieldLine } from '../contract/request.ts';
import { guarded } from '../http/describe-thrown.ts';
import { type Admitted, admitRequest } from './2-process-request/admit-request.ts';
import type { Asker } from './2-process-request/asker.ts';
import { placeOfRefused } from './2-process-request/find-place.ts';
import { announcedBody } from './2-process-request/gates/announced-body.ts';
import { errorFormatOf } from './2-process-request/gates/find-gates.ts';
import {
  answerAdmitted,
  type Processed,
  processRequest,
  withGroupFields,
} from './2-process-request/process-request.ts';
import { processResponse, type Response } from './3-process-response/process-response.ts';
import { makeLog } from './4-make-log/make-log.ts';
import { withoutSecrets } from './4-make-log/redact.ts';
import { andThen } from './and-then.ts';
import { answerBug, fatalError, logBroken } from './answer-bug.ts';
import { AnswerFlow } from './answer-flow.ts';
import { handlerTimeout, ourFailure } from './default-answers.ts';
import { refusal } from './refusal.ts';
import { CookieSession, NO_SESSION, type OwnSession } from './session.ts';
import { corsOf, originOf } from './share-answer.ts';
import type { Surroundings } from './surroundings.ts';
import { Visitor } from './visitor.ts';

/**
 * The four blocks, in order: block 1 has made `accepted` already; 2 answers it, 3 writes the answer, 4 logs both.
 * A refused request skips only block 2, so it still gets a page and a log line. Only here a bug in these blocks is
 * caught: its exchange gets a plain 500 and its lines, and nothing else is affected. Never throws or rejects.
 */
export function createExchangeRunner(surroundings: Surroundings): ConnectionHandler['runExchange'] {
  return catchingBugs(surroundings, (accepted, context) => {
    const { program, startedMs } = context;
    return andThen(meetVisitor(surroundings, accepted, context), (visitor) =>
      answerWith(surroundings, { accepted, context, program, startedMs, visitor }, process(accepted, program, visitor)),
    );
  });
}

/** Whether a body is read, and how much of it: what stands before it is asked first, and refuses without it. */
export function createBodyJudge(surroundings: Surroundings): ConnectionHandler['meetHead'] {
  const runExchange = createExchangeRunner(surroundings);
  return (request, context) => {
    const { program } = context;
    const { expectsContinue } = request;
    const asUsual: BodyVerdict = { kind: 'wanted', bytesMax: program.limits.bodyBytesMax, runExchange };
    if (!program.isGated && !expectsContinue) return asUsual;
    // After a bug nothing is admitted: `runExchange` asks everything again.
    const announced = guarded(() => announcedBody(program, request));
    if (announced === undefined) return asUsual;
    const { bytesMax, counts, gated } = announced;
    const wanted: BodyVerdict = { kind: counts || !expectsContinue ? 'wanted' : 'unwanted', bytesMax, runExchange };
    if (!gated) return wanted;
    const accepted = { kind: 'request', request } as const;
    try {
      const verdict = andThen(meetVisitor(surroundings, accepted, context), (visitor) => {
        const asked = admitRequest(program, request, visitor);
        const begun = { accepted, context, program, startedMs: context.startedMs, visitor };
        if (asked instanceof Promise) context.waits?.(giveUpOn(surroundings, begun));
        return andThen(asked, (admitted): BodyVerdict => {
          const goOn = goOnFrom(surroundings, visitor, admitted);
          return admitted.kind === 'admitted'
            ? { ...wanted, runExchange: goOn }
            : { kind: 'unwanted', runExchange: goOn };
        });
      });
      return verdict instanceof Promise ? verdict.catch(() => asUsual) : verdict;
    } catch {
      return asUsual;
    }
  };
}

/** The exchange of a request whose head was judged already. */
function goOnFrom(surroundings: Surroundings, visitor: Visitor, admitted: Admitted): ConnectionHandler['runExchange'] {
  return catchingBugs(surroundings, (accepted, context) => {
    const { program, startedMs } = context;
    const processed =
      accepted.kind === 'refused'
        ? { ...placeOfRefused(program, accepted), route: admitted.route, answer: refusal(accepted.fault) }
        : answerAdmitted(program, accepted.request, visitor, admitted);
    return answerWith(surroundings, { accepted, context, program, startedMs, visitor }, processed);
  });
}

/** Goes on to blocks 3 and 4; if that must wait, the connection can give up on it. */
function answerWith(
  surroundings: Surroundings,
  begun: Begun,
  processed: Processed | Promise<Processed>,
): Outcome | Promise<Outcome> {
  if (!(processed instanceof Promise)) return finish(surroundings, { ...begun, processed });
  begun.context.waits?.(giveUpOn(surroundings, begun));
  return processed.then((ready) => {
    if (!begun.visitor.gone) return finish(surroundings, { ...begun, processed: ready });
    streamOf(ready.answer)?.close();
    return FORGOTTEN;
  });
}

/** What becomes of an exchange that was given up already. */
const FORGOTTEN: Outcome = { kind: 'whole', bytes: new Uint8Array(0), close: true, fatal: undefined };
const CLIENT_LEFT = 499; // as nginx logs it; it is never sent

function giveUpOn(surroundings: Surroundings, begun: Begun): GiveUp {
  const { accepted, context, program, visitor } = begun;
  return (why) => {
    visitor.abort();
    const { route, groups } = visitor;
    const failure = typeof why === 'object' ? refusal(why) : handlerTimeout(program.timeouts.handlerMs);
    const processed = { route, place: route, groups, answer: withGroupFields(failure, groups) };
    const answered = { ...begun, processed };
    try {
      if (why !== 'left') return finish(surroundings, answered);
      const wallMs = surroundings.clock.wallMs();
      log(surroundings, answered, { status: CLIENT_LEFT, bytes: 0, aborted: true, failure: undefined, wallMs });
      return FORGOTTEN;
    } catch (bug) {
      return answerBug(surroundings, accepted, context, bug);
    }
  };
}

function catchingBugs(
  surroundings: Surroundings,
  run: ConnectionHandler['runExchange'],
): ConnectionHandler['runExchange'] {
  return (accepted, context) => {
    try {
      const outcome = run(accepted, context);
      return outcome instanceof Promise
        ? outcome.catch((bug: unknown) => answerBug(surroundings, accepted, context, bug))
        : outcome;
    } catch (bug) {
      return answerBug(surroundings, accepted, context, bug);
    }
  };
}

/** The client of an exchange. Its options count as they are now: a change of the request counts for the client's later ones. */
function meetVisitor(
  surroundings: Surroundings,
  accepted: Accepted,
  context: ExchangeContext,
): Visitor | Promise<Visitor> {
  const client = surroundings.identify(accepted, context);
  const session = sessionOf(accepted, context.program, surroundings);
  const known = optionsOf(client, surroundings.clients);
  const askedMs = known instanceof Promise ? surroundings.clock.monotonicMs() : undefined;
  return andThen(known, (options) => {
    const visitor = new Visitor(surroundings, client, { options, session });
    if (askedMs !== undefined) visitor.waitedSince(askedMs);
    return visitor;
  });
}

function sessionOf(accepted: Accepted, { session }: Program, { clock }: Surroundings): OwnSession {
  if (session === undefined || accepted.kind === 'refused') return NO_SESSION;
  return new CookieSession(session, accepted.request, clock.wallMs);
}

function optionsOf({ key }: ClientIdentity, clients: ClientStore): ClientOptions | Promise<ClientOptions> {
  return key === undefined ? NOTHING_CHOSEN : clients.get(key);
}

function process(accepted: Accepted, program: Program, asker: Asker): Processed | Promise<Processed> {
  return accepted.kind === 'refused'
    ? { ...placeOfRefused(program, accepted), route: undefined, answer: refusal(accepted.fault) }
    : processRequest(program, accepted.request, asker);
}

/** The field lines of a request whose head is right. */
function trustedLines(accepted: Accepted): readonly FieldLine[] | undefined {
  if (accepted.kind === 'request') return accepted.request.fieldLines;
  return accepted.fault.code === 'body-too-large' ? accepted.partial.fieldLines : undefined;
}

type Begun = Omit<Answered, 'processed'>; // its answer is still to come

interface Answered {
  readonly accepted: Accepted;
  readonly context: ExchangeContext;
  /** Copied from the context when the exchange began: at the end of a stream it may belong to the next exchange. */
  readonly program: Program;
  readonly startedMs: number;
  readonly visitor: Visitor;
  readonly processed: Processed;
}

function finish(surroundings: Surroundings, answered: Answered): Outcome {
  const { accepted, context, processed } = answered;
  const { answer } = processed;
  const wallMs = surroundings.clock.wallMs();
  let response: Response | undefined;
  try {
    response = respond(surroundings, answered, wallMs);
    if (response.kind === 'flowing') return flow(surroundings, answered, response);
    const { status, bodyBytes, failure } = response;
    log(surroundings, answered, { status, bytes: bodyBytes, aborted: false, failure, wallMs });
    return { kind: 'whole', bytes: response.bytes, close: response.close, fatal: fatalError(accepted, context) };
  } finally {
    // Nobody reads the content of a HEAD answer, of a status without content, or after a refused field.
    if (response?.kind !== 'flowing') streamOf(answer)?.close();
  }
}

function streamOf(answer: Answer): ContentStream | undefined {
  if (answer.kind === 'stream') return answer.stream;
  return answer.kind === 'file' && answer.content.kind === 'stream' ? answer.content.stream : undefined;
}

function respond({ files }: Surroundings, answered: Answered, wallMs: number): Response {
  const { accepted, context, program, visitor, processed } = answered;
  const known = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { answer, route, place, groups } = processed;
  const cors = corsOf(program, groups, place);
  return processResponse(answer, {
    program,
    compressor: files.compressor,
    options: visitor.options,
    cookies: known.cookies,
    session: visitor.session.change(),
    errors: errorFormatOf(program, groups, place),
    showsPages: place === undefined || hasView(place),
    fieldLines: trustedLines(accepted),
    sharing: cors && { cors, origin: originOf(known.fieldLines) },
    subject: route?.page,
    method: known.method,
    version: known.version,
    secure: known.secure,
    close: context.closing() || accepted.kind === 'refused' || !accepted.request.persistent,
    wallMs,
    hide: (text) => withoutSecrets(program.logs, known, route?.name)(text),
  });
}

function hasView({ respond: responder }: Route): boolean {
  return 'view' in responder && responder.view !== undefined;
}

/** The connection reads the content, and the lines are written at its end. */
function flow(surroundings: Surroundings, answered: Answered, response: Response & { kind: 'flowing' }): Outcome {
  const { stream, framing, status, bytes: head, close } = response;
  const body = new AnswerFlow(stream, framing, (end) => {
    // The peer got the status that was sent.
    const failure = end.kind === 'failed' ? { ...brokenStream(end.error), status } : response.failure;
    const wallMs = surroundings.clock.wallMs();
    if (end.kind === 'abandoned') answered.visitor.abort();
    try {
      log(surroundings, answered, { status, bytes: end.bytes, aborted: end.kind !== 'sent', failure, wallMs });
    } catch (bug) {
      logBroken(surroundings, answered, { status, bytes: end.bytes }, bug);
    }
  });
  return { kind: 'flowing', head, body, close };
}

function brokenStream(error: unknown): Failure {
  return error instanceof FileChanged
    ? { ...ourFailure('file-changed', error), ours: false }
    : ourFailure('stream-failed', error);
}

/** Of an answer, when it is over. */
interface Result {
  readonly status: number;
  readonly bytes: number;
  readonly aborted: boolean;
  readonly failure: Failure | undefined;
  readonly wallMs: number;
}

function log({ logs, clock }: Surroundings, answered: Answered, result: Result): void {
  const { accepted, program, startedMs, visitor, processed } = answered;
  const shortLog = visitor.options.shortLog ?? program.logs.access.detail === 'short';
  makeLog(
    {
      accepted,
      client: visitor.address,
      detail: shortLog ? 'short' : 'full',
      route: processed.route?.name,
      ...result,
      durationMs: clock.monotonicMs() - startedMs,
      logs: program.logs,
    },
    logs,
  );
}
