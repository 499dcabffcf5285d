import type { Answer, Failure } from '../contract/answer.ts';
import type { ContentStream } from '../contract/content.ts';
import type { ExchangeContext, Outcome } from '../contract/exchange.ts';
import { FileChanged } from '../contract/files.ts';
import type { Program, Route } from '../contract/program.ts';
import type { Accepted, FieldLine } from '../contract/request.ts';
import { isCalled } from '../http/field-value.ts';
import { errorFormatOf } from './2-process-request/gates/find-gates.ts';
import type { Processed } from './2-process-request/process-request.ts';
import { processResponse, type Response } from './3-process-response/process-response.ts';
import { makeLog, makeProgressLog } from './4-make-log/make-log.ts';
import { withoutSecrets } from './4-make-log/redact.ts';
import { fatalError, logBroken } from './answer-bug.ts';
import { AnswerFlow } from './answer-flow.ts';
import { ourFailure } from './default-answers.ts';
import { knownOf } from './known-of.ts';
import { corsOf } from './share-answer.ts';
import type { Surroundings } from './surroundings.ts';
import type { Visitor } from './visitor.ts';

/** An exchange whose answer is still to come. */
export interface Begun {
  readonly accepted: Accepted;
  readonly context: ExchangeContext;
  /** Copied from the context when the exchange began: at the end of a stream it may belong to the next exchange. */
  readonly program: Program;
  readonly startedMs: number;
  readonly visitor: Visitor;
}

/** Not one object with both: copying the properties of an object beside others took 0.6 µs, of the request's 33 to 45 µs. */
export interface Answered {
  readonly begun: Begun;
  readonly processed: Processed;
}

/** Blocks 3 and 4. */
export function finishExchange(surroundings: Surroundings, answered: Answered): Outcome {
  const { accepted, context, visitor } = answered.begun;
  const { answer } = answered.processed;
  const wallMs = surroundings.clock.wallMs();
  let response: Response | undefined;
  try {
    response = respond(surroundings, answered, wallMs);
    if (response.kind === 'flowing') return flow(surroundings, answered, response);
    const { status, bodyBytes, failure } = response;
    const result = { status, bytes: bodyBytes, aborted: false, failure, wallMs };
    logExchange(surroundings, answered.begun, answered.processed.route, result);
    const { bytes, rest, close } = response;
    return { kind: 'whole', bytes, rest, close, fatal: fatalError(accepted, context) };
  } finally {
    // Nobody reads the content of a HEAD answer, of a status without content, or after a refused field.
    if (response?.kind !== 'flowing') {
      streamOf(answer)?.close();
      visitor.leave();
    }
  }
}

/** What is left to be read of an answer, if it is not sent. */
export function streamOf(answer: Answer): ContentStream | undefined {
  if (answer.kind === 'stream') return answer.stream;
  return answer.kind === 'file' && answer.content.kind === 'stream' ? answer.content.stream : undefined;
}

function respond({ files, memory }: Surroundings, { begun, processed }: Answered, wallMs: number): Response {
  const { accepted, context, program, visitor } = begun;
  const known = knownOf(accepted);
  const { answer, route, place, groups } = processed;
  const cors = corsOf(program, groups, place);
  return processResponse(answer, {
    program,
    memory,
    compressor: files.compressor,
    options: visitor.options,
    cookies: known.cookies,
    session: visitor.session.change(),
    errors: errorFormatOf(program, groups, place),
    showsPages: place === undefined || hasView(place),
    fieldLines: trustedLines(accepted),
    sharing: cors && { cors, origin: originField(known.fieldLines) },
    subject: route?.page,
    method: known.method,
    version: known.version,
    secure: known.secure,
    close: context.closing() || accepted.kind === 'refused' || !accepted.request.persistent,
    wallMs,
    hide(text) {
      return withoutSecrets(program.logs, { request: known, route: route?.name, form: visitor.upload })(text);
    },
  });
}

/** A field that is repeated names no origin. */
function originField(fieldLines: readonly FieldLine[]): string | undefined {
  const [first, second] = fieldLines.filter(([name]) => isCalled(name, 'origin'));
  return second === undefined ? first?.[1] : undefined;
}

function hasView({ respond: responder }: Route): boolean {
  return 'view' in responder && responder.view !== undefined;
}

/** The connection reads the content, and the lines are written at its end: until then no more is kept than they need. */
function flow(
  surroundings: Surroundings,
  { begun, processed: { route } }: Answered,
  { stream, framing, status, bytes: head, close, failure: reported }: Response & { kind: 'flowing' },
): Outcome {
  begun.visitor.json = undefined; // it would be kept as long as the answer flows
  const body = new AnswerFlow(stream, framing, (end) => {
    // The peer got the status that was sent.
    const failure = end.kind === 'failed' ? { ...brokenStream(end.error), status } : reported;
    const wallMs = surroundings.clock.wallMs();
    if (end.kind === 'abandoned') begun.visitor.abort();
    else begun.visitor.leave();
    try {
      const result = { status, bytes: end.bytes, aborted: end.kind !== 'sent', failure, wallMs };
      logExchange(surroundings, begun, route, result);
    } catch (bug) {
      logBroken(surroundings, begun, { status, bytes: end.bytes }, bug);
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

/** Block 4. */
export function logExchange(
  { logs, clock }: Surroundings,
  { accepted, program, startedMs, visitor }: Begun,
  route: Route | undefined,
  result: Result,
): void {
  const shortLog = visitor.options.shortLog ?? program.logs.access.detail === 'short';
  makeLog(
    {
      accepted,
      client: visitor.address,
      detail: shortLog ? 'short' : 'full',
      route: route?.name,
      form: visitor.upload,
      json: visitor.json,
      status: result.status,
      bytes: result.bytes,
      aborted: result.aborted,
      failure: result.failure,
      wallMs: result.wallMs,
      durationMs: clock.monotonicMs() - startedMs,
      logs: program.logs,
    },
    logs,
  );
}

/** Block 4 for a form with files that is on its way. After a bug in it, no more of its progress is logged. */
export function logProgress(surroundings: Surroundings, begun: Begun, bodyBytes: number): void {
  const { accepted, program, startedMs, visitor } = begun;
  const { logs, clock } = surroundings;
  try {
    makeProgressLog(
      {
        accepted,
        bodyBytes,
        client: visitor.address,
        route: visitor.route?.name,
        wallMs: clock.wallMs(),
        durationMs: clock.monotonicMs() - startedMs,
        logs: program.logs,
      },
      logs,
    );
  } catch (bug) {
    if (visitor.upload !== undefined) visitor.upload.onProgress = () => undefined;
    logBroken(surroundings, begun, NOTHING_SENT, bug);
  }
}

/** Lines without a status are not counted as requests. */
const NOTHING_SENT = { status: undefined, bytes: undefined };

/** The field lines of a request whose head is right. */
function trustedLines(accepted: Accepted): readonly FieldLine[] | undefined {
  if (accepted.kind === 'request') return accepted.request.fieldLines;
  return accepted.fault.code === 'body-too-large' ? accepted.partial.fieldLines : undefined;
}
