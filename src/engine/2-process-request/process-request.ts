import type { Answer } from '../../contract/answer.ts';
import type { GroupGates } from '../../contract/gates.ts';
import type { BuildUrl } from '../../contract/handler.ts';
import type { Program, Responder, Route } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import type { ReceivedForm } from '../../contract/uploads.ts';
import { canBeCoded } from '../../http/can-be-coded.ts';
import { guarded } from '../../http/guarded.ts';
import { isHtml } from '../../http/media-types.ts';
import { mergeFields } from '../../http/merge-fields.ts';
import { malformedQuery } from '../../http/parse-form.ts';
import { decodePath } from '../../http/percent-coding.ts';
import { andThen } from '../and-then.ts';
import { badParameters, malformedQueryPair, notFound } from '../default-answers.ts';
import { hideInPairs } from '../secret-parts.ts';
import { type Admitted, admitRequest } from './admit-request.ts';
import { answerProbe } from './answer-probe.ts';
import type { Asker } from './asker.ts';
import { callHandler } from './call-handler.ts';
import { answerFile, answerFolder, type FileAsked } from './files/answer-file.ts';
import { answerFixed } from './files/answer-fixed.ts';
import { offerForm, sentForm } from './forms/sent-form.ts';
import { submitForm } from './forms/submit-form.ts';
import { heedConditions, isConditional } from './heed-conditions.ts';
import { allInQuery, queryTexts } from './input/form-texts.ts';
import { besideFields, type InputProblem } from './input/input-problem.ts';
import { readBody, type SentFields } from './input/read-body.ts';
import { readCookies, readHeaders, readInput } from './input/read-input.ts';
import { receiveForm } from './input/receive-form.ts';
import { RouteInput } from './input/route-input.ts';
import { buildUrl } from './match/build-url.ts';
import { toOtherSlash } from './match/other-slash.ts';
import { explainMiss } from './near/explain-match.ts';

/** What block 2 makes of a request: the answer, and the route that gave it. */
export interface Processed extends Pick<Admitted, 'place' | 'groups'> {
  readonly route: Route | undefined;
  readonly answer: Answer;
}

/** Block 2, if the body is there already: admits the request, then lets its route answer. */
export function processRequest(program: Program, request: Request, asker: Asker): Processed | Promise<Processed> {
  return andThen(admitRequest(program, request, asker), (admitted) =>
    answerAdmitted(program, request, asker, admitted),
  );
}

/** The rest of block 2, behind `admitRequest`: reads the input of an admitted request, and its route answers. */
export function answerAdmitted(
  program: Program,
  request: Request,
  asker: Asker,
  admitted: Admitted,
): Processed | Promise<Processed> {
  const { route, place, groups } = admitted;
  if (admitted.kind === 'answered') return { route, place, groups, answer: withGroupFields(admitted.answer, groups) };
  const malformed = malformedQuery(request.target);
  const answer =
    malformed === undefined
      ? andThen(receiveForm(admitted.route.body, request, asker), (received) =>
          received !== undefined && asker.signal.aborted
            ? unread(admitted.route)
            : answerRoute(program, admitted, { request, received }, asker),
        )
      : malformedQueryPair(hideInPairs(program.logs.secrets?.query ?? [], malformed));
  return andThen(answer, (ready) => ({ route, place, groups, answer: withGroupFields(ready, groups) }));
}

/** Its visitor left while the form came in, so the files are gone: a handler must not begin. Nobody gets this answer. */
function unread({ response }: Route): Answer {
  return { kind: 'empty', head: response };
}

/** The fields of the groups above the path, unless the answer has its own; errors say themselves whether they are stored. */
export function withGroupFields(answer: Answer, groups: GroupGates | undefined): Answer {
  if (groups === undefined || groups.headers.length === 0) return answer;
  if (answer.kind !== 'failure') {
    const { head } = answer;
    return { ...answer, head: { ...head, headers: mergeFields(groups.headers, head.headers), isKept: false } };
  }
  const fields = groups.headers.filter(([name]) => name.toLowerCase() !== 'cache-control');
  return { ...answer, headers: mergeFields(fields, answer.headers) };
}

/** What a request carries. */
interface Sent {
  readonly request: Request;
  /** Its body, if that came as multipart/form-data. */
  readonly received: ReceivedForm | undefined;
}

const NO_VALUES = Object.freeze(Object.create(null));

function answerRoute(
  program: Program,
  { route, values, context, groups }: Admitted & { readonly kind: 'admitted' },
  { request, received }: Sent,
  asker: Asker,
): Answer | Promise<Answer> {
  const problems: InputProblem[] = [];
  const params = route.params.length === 0 ? NO_VALUES : readInput(route.params, values, problems, 'path');
  const query =
    route.query.length === 0
      ? NO_VALUES
      : readInput(route.query, queryTexts(route, request), problems, 'query', allInQuery(route, request));
  const { redact } = program.logs.error;
  const headers = route.headers.length === 0 ? NO_VALUES : readHeaders(route.headers, request, problems, redact);
  const cookies = route.cookies.length === 0 ? NO_VALUES : readCookies(route.cookies, request, problems, redact);
  let body: unknown = NO_VALUES;
  let fields: SentFields | undefined;
  if (route.body !== undefined) {
    const read = readBody(route.body, request, problems, received);
    if (read.kind === 'refused') return read.answer;
    body = read.value;
    fields = read.sent;
    if (request.body.length <= (program.logs.access.bodyBytesMax ?? -1)) asker.json = read.json;
  }
  const sent = { values, request, fields };
  if (problems.length > 0) return badParameters(problems, sentForm(route, sent, besideFields(problems)));
  const { respond, response: head } = route;
  switch (respond.kind) {
    case 'view':
      return { kind: 'page', type: respond.type, view: respond.view, model: respond.data, head };
    case 'fixed':
      return answerFixed(respond, fileAsked({ program, request, route, groups }, asker));
    case 'redirect':
      return { kind: 'empty', head: { ...head, headers: [...head.headers, respond.location] } };
    case 'redirect-filled': {
      const location = filledLocation(program, respond, values);
      if (location === undefined) return notFound(request.path, { reasons: [], links: [], form: false });
      return { kind: 'empty', head: { ...head, headers: [...head.headers, ['Location', location]] } };
    }
    case 'file':
      return answerFile(respond, fileAsked({ program, request, route, groups }, asker));
    case 'folder': {
      const rest = values.get(respond.parameter) ?? '';
      const answer = answerFolder(respond, rest, fileAsked({ program, request, route, groups }, asker));
      return andThen(answer, (ready) => offerPages(program, request, ready));
    }
    case 'submit':
      return submitForm(program, request, values.get('route') ?? '');
    case 'probe':
      return answerProbe(route.response, respond, asker.readiness());
    case 'handler': {
      const parts = {
        params,
        query,
        headers,
        cookies,
        body,
        client: asker,
        session: asker.session,
        example: asker.example,
        request,
        context,
        route: route.name,
        // A method: tsx would give an arrow function its name, which takes 0.3 µs each time.
        url(name: string, texts?: Parameters<BuildUrl>[1]) {
          return buildUrl(program, name, texts);
        },
      };
      const made = callHandler(route, respond, new RouteInput(parts));
      const answer = isConditional(request) ? andThen(made, (ready) => heedConditions(ready, request, asker)) : made;
      return route.form === undefined ? answer : andThen(answer, (ready) => offerForm(ready, route, sent));
    }
  }
}

/** A folder can have all paths that no other route has: a page may be meant. */
function offerPages(program: Program, request: Request, answer: Answer): Answer {
  if (answer.kind !== 'failure' || answer.code !== 'file-not-found') return answer;
  const { method, path } = request;
  const led = toOtherSlash(program, request, answer.headers);
  if (led !== undefined) return led;
  const { links } = explainMiss(program, method, decodePath(path) ?? []);
  return { ...answer, offers: { links } };
}

/** undefined: a value cannot be in that path, such as a dot segment or nothing. */
function filledLocation(
  program: Program,
  { route, params }: Responder & { readonly kind: 'redirect-filled' },
  values: ReadonlyMap<string, string>,
): string | undefined {
  const texts = [...params].map(([name, value]) => {
    return [name, value.kind === 'text' ? value.text : values.get(value.name)] as const;
  });
  return guarded(() => buildUrl(program, route, Object.fromEntries(texts)));
}

interface AskedOfRoute {
  readonly program: Program;
  readonly request: Request;
  readonly route: Route;
  readonly groups: GroupGates | undefined;
}

function fileAsked({ program, request, route, groups }: AskedOfRoute, asker: Asker): FileAsked {
  const { files } = asker;
  const head = route.response;
  const compression =
    program.compression !== undefined && canBeSentCoded(program, route, groups) ? program.compression : undefined;
  return { request, head, files, compressor: files.compressor, compression, nowMs: asker.nowMs() };
}

/** By all fields that it will have: those of groups, and of pages where it is one, are added later. */
function canBeSentCoded({ pages }: Program, { respond, response }: Route, groups: GroupGates | undefined): boolean {
  const own = mergeFields(groups?.headers ?? [], response.headers);
  if (respond.kind !== 'fixed' || !isHtml(respond.type)) return canBeCoded(own);
  // What can forbid it is the same on every background.
  const ofPages = pages.headers.get(pages.background.default)?.plain;
  return canBeCoded(ofPages === undefined || ofPages.canBeCoded ? own : mergeFields(ofPages.lines, own));
}
