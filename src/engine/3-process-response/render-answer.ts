import type { Answer, AnswerHead, ErrorOffers, Failure } from '../../contract/answer.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { Content, ContentPiece } from '../../contract/content.ts';
import type { ErrorModel, PageData } from '../../contract/page-data.ts';
import type { Program, WrittenFields } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { messageOf } from '../../http/describe-thrown.ts';
import { essenceOf, HTML, isHtml, isJson, JSON_TYPE, PLAIN_TEXT, PROBLEM_TYPE } from '../../http/media-types.ts';
import { mergeFields, varyingBy } from '../../http/merge-fields.ts';
import { reasonPhrase } from '../../http/reason-phrases.ts';
import { ourFailure } from '../default-answers.ts';
import { chooseFormat, type ErrorManner } from './choose-format.ts';
import { hidePaths } from './hide-paths.ts';
import { writeProblem } from './write-problem.ts';

/** An answer with its body made: all but the head's bytes. */
export interface Rendered {
  readonly head: AnswerHead;
  /** Fields of all pages, if this is one. */
  readonly pageFields: WrittenFields | undefined;
  /** Undefined if there is no content. */
  readonly type: string | undefined;
  readonly content: Content;
  /** Its representation was chosen for this request already, with its content coding. */
  readonly isChosen?: boolean | undefined;
  /** What compressing adds to its fields, written. */
  readonly codingFields?: string;
  /** The failure that the answer reports, if any. */
  readonly failure: Failure | undefined;
}

/** What the pages of one exchange depend on, besides the answer. */
export interface PageContext {
  readonly program: Program;
  readonly page: PageData;
  readonly options: ClientOptions;
  readonly secure: boolean;
  readonly manner: ErrorManner;
  /** A text that may quote the request, without what must not be shown. */
  readonly hide: (text: string) => string;
}

/** Makes the body of an answer. A view that fails becomes a 500; if the error view fails too, it is plain text. */
export function renderAnswer(answer: Answer, context: PageContext): Rendered {
  if (answer.kind === 'failure') return renderFailure(answer, context);
  try {
    return render(answer, context);
  } catch (thrown) {
    return renderFailure(ourFailure('view-failed', thrown), context);
  }
}

/** Makes the error page of a failure, or the problem for programs. */
export function renderFailure(failure: Failure, context: PageContext): Rendered {
  try {
    return toldFailure(failure, context);
  } catch (thrown) {
    // The error that should have been shown must not be lost: it goes to error.log together with the reason why it was not.
    const both = new Error(`No page for ${failure.code}: ${messageOf(failure.cause)}`, { cause: thrown });
    const wholly = ourFailure('error-view-failed', both);
    const body = `${wholly.status} ${reasonPhrase(wholly.status)}\n\n${wholly.message}\n`;
    const head = { status: wholly.status, headers: [], cookies: [] };
    return { head, pageFields: undefined, type: PLAIN_TEXT, content: bytes([body]), failure: wholly };
  }
}

function render(answer: Exclude<Answer, Failure>, context: PageContext): Rendered {
  const { head } = answer;
  switch (answer.kind) {
    case 'page': {
      const { type = HTML } = answer;
      const content = bytes(answer.view(answer.model, context.page));
      return { head, pageFields: fieldsFor(type, context), type, content, failure: undefined };
    }
    case 'json': {
      const content = bytes([toJson(answer.model)]);
      return { head, pageFields: undefined, type: jsonType(answer.type), content, failure: undefined };
    }
    case 'fixed':
      return {
        head,
        pageFields: fieldsFor(answer.type, context),
        type: answer.type,
        content: bytes([answer.body]),
        isChosen: answer.isChosen,
        failure: undefined,
      };
    case 'stream':
      return {
        head,
        pageFields: fieldsFor(answer.type, context),
        type: answer.type,
        content: { kind: 'stream', stream: answer.stream },
        failure: undefined,
      };
    case 'file': {
      const { type, content } = answer;
      return { head, pageFields: undefined, type, content, isChosen: true, failure: undefined };
    }
    case 'empty': {
      const ofPages = answer.type === undefined ? undefined : fieldsFor(answer.type, context);
      const { type, isChosen } = answer;
      return { head, pageFields: ofPages, type, content: bytes([]), isChosen, failure: undefined };
    }
  }
}

/** A type that is not JSON is meant for what a handler returns as content. */
function jsonType(type: string | undefined): string {
  return type !== undefined && isJson(essenceOf(type)) ? type : JSON_TYPE;
}

function fieldsFor(type: string, context: PageContext): WrittenFields | undefined {
  return isHtml(type) ? pageFields(context) : undefined;
}

function bytes(pieces: readonly ContentPiece[]): Content {
  return { kind: 'bytes', pieces };
}

function toJson(model: unknown): string {
  const json: string | undefined = JSON.stringify(model); // a function or a symbol has none, whatever the declaration says
  if (json === undefined) throw new TypeError(`JSON cannot hold a ${typeof model}`);
  return json;
}

const NO_OFFERS: ErrorOffers = {};

function toldFailure(failure: Failure, context: PageContext): Rendered {
  const { format, varies } = chooseFormat(context.manner);
  const headers = varies ? varyingBy('Accept', failure.headers) : failure.headers;
  const head = { status: failure.status, headers, cookies: [] };
  // Nothing that differs between two clients in the same state can be in this answer.
  const detail = context.options.showErrors === true ? originalMessage(failure, context) : false;
  if (format === 'page') {
    return {
      head,
      pageFields: pageFields(context),
      type: HTML,
      content: bytes(page(failure, detail, context)),
      failure,
    };
  }
  const ofProblem = { ...head, headers: mergeFields(PROBLEM_FIELDS, headers) };
  const content = bytes([writeProblem(failure, detail)]);
  return { head: ofProblem, pageFields: undefined, type: PROBLEM_TYPE, content, failure };
}

/** Like those of error pages. */
const PROBLEM_FIELDS: readonly FieldLine[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cache-Control', 'no-store'],
];

function page(failure: Failure, detail: string | false, context: PageContext): readonly ContentPiece[] {
  const { status, message, offers = NO_OFFERS } = failure;
  const { links = [], methods = [], form = false } = offers;
  const reason = reasonPhrase(status);
  const problems = listOf(failure);
  const model: ErrorModel = { status, reason, message, problems, detail, links, methods, form };
  const { error, errors } = context.program.pages;
  return (errors.get(status) ?? error)(model, { ...context.page, heading: `${status} ${reason}`, description: '' });
}

/** A single problem is the message. What a handler says of fields is an addition to its message. */
function listOf({ message, problems = [], fields }: Failure): readonly string[] {
  if (fields !== undefined)
    return [message, ...[...fields].map(([name, words]) => (name === '' ? words : `${name}: ${words}`))];
  return problems.length > 1 ? problems.map(({ detail }) => detail) : [];
}

/** The caught error in its own words: never a stack, and no path of this machine. */
function originalMessage({ cause, ours, code }: Failure, { hide }: PageContext): string {
  const message = hide(messageOf(cause));
  return ours || code === 'refused-by-handler' ? hidePaths(message) : message;
}

function pageFields({ program, page, secure }: PageContext): WrittenFields | undefined {
  return program.pages.headers.get(page.background)?.[secure ? 'secure' : 'plain'];
}
