import type { Answer, AnswerHead, ErrorOffers, Failure } from '../../contract/answer.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { Content, ContentPiece } from '../../contract/content.ts';
import type { ErrorModel, PageData, Program } from '../../contract/program.ts';
import { ourFailure } from '../default-answers.ts';
import { messageOf } from '../describe-thrown.ts';
import { declaredFieldsOf } from './declared-fields.ts';
import { hidePaths } from './hide-paths.ts';
import { reasonPhrase } from './reason-phrases.ts';

/** An answer with its body made: all but the head's bytes. */
export interface Rendered {
  readonly head: AnswerHead;
  /** Undefined where there is no content to have a type. */
  readonly type: string | undefined;
  readonly content: Content;
  /** The failure that the answer tells of, if any. */
  readonly failure: Failure | undefined;
}

/** What the pages of one exchange depend on, besides the answer. */
export interface PageContext {
  readonly program: Program;
  readonly page: PageData;
  readonly options: ClientOptions;
}

const HTML = 'text/html; charset=utf-8';
/** A text of the manifest may be a page too. */
const HTML_TYPE = /^text\/html\b/i;

/** Makes the body of an answer. A view that fails becomes a 500; if the error view fails too, plain text says so (S16). */
export function renderAnswer(answer: Answer, context: PageContext): Rendered {
  if (answer.kind === 'failure') return renderFailure(answer, context);
  try {
    return render(answer, context);
  } catch (thrown) {
    return renderFailure(ourFailure('view-failed', thrown), context);
  }
}

/** Makes the error page of a failure. */
export function renderFailure(failure: Failure, context: PageContext): Rendered {
  try {
    return failurePage(failure, context);
  } catch (thrown) {
    // The error that should have been shown must not be lost: it goes to error.log along with why it was not.
    const both = new Error(`No page for ${failure.code}: ${messageOf(failure.cause)}`, { cause: thrown });
    const wholly = ourFailure('error-view-failed', both);
    const body = `${wholly.status} ${reasonPhrase(wholly.status)}\n\n${wholly.message}\n`;
    const head = { status: wholly.status, headers: [], cookies: [] };
    return { head, type: 'text/plain; charset=utf-8', content: bytes([body]), failure: wholly };
  }
}

function render(answer: Exclude<Answer, Failure>, context: PageContext): Rendered {
  const { head } = answer;
  switch (answer.kind) {
    case 'page': {
      const content = bytes(answer.view(answer.model, context.page));
      return { head: pageHead(context, head), type: HTML, content, failure: undefined };
    }
    case 'json':
      return { head, type: 'application/json', content: bytes([toJson(answer.model)]), failure: undefined };
    case 'fixed':
      return {
        head: HTML_TYPE.test(answer.type) ? pageHead(context, head) : head,
        type: answer.type,
        content: bytes([answer.body]),
        failure: undefined,
      };
    case 'stream':
      return {
        head: HTML_TYPE.test(answer.type) ? pageHead(context, head) : head,
        type: answer.type,
        content: { kind: 'stream', stream: answer.stream },
        failure: undefined,
      };
    case 'empty':
      return { head, type: undefined, content: bytes([]), failure: undefined };
  }
}

function bytes(pieces: readonly ContentPiece[]): Content {
  return { kind: 'bytes', pieces };
}

function toJson(model: unknown): string {
  const json: string | undefined = JSON.stringify(model); // a function or a symbol has none, whatever the declaration says
  if (json === undefined) throw new TypeError(`JSON has no way to say a ${typeof model}`);
  return json;
}

const NO_OFFERS: ErrorOffers = {};

function failurePage(failure: Failure, context: PageContext): Rendered {
  const { status, message, offers = NO_OFFERS } = failure;
  // Nothing that differs between two clients in the same state may be on this page.
  const detail = context.options.showErrors === true ? originalMessage(failure) : false;
  const { links = [], methods = [], form = false } = offers;
  const reason = reasonPhrase(status);
  const model: ErrorModel = { status, reason, message, detail, links, methods, form };
  const { error, errors } = context.program.pages;
  const body = (errors.get(status) ?? error)(model, { ...context.page, heading: `${status} ${reason}` });
  const head = pageHead(context, { status, headers: failure.headers, cookies: [] });
  return { head, type: HTML, content: bytes(body), failure };
}

/** What was caught, in its own words: never a stack, and no path of this machine (S6). */
function originalMessage({ cause, ours, code }: Failure): string {
  const message = messageOf(cause);
  return ours || code === 'refused-by-handler' ? hidePaths(message) : message;
}

/** An answer that is a page has the fields of all pages, too. */
function pageHead({ program, page }: PageContext, own: AnswerHead): AnswerHead {
  const headers = declaredFieldsOf(program).ofPage(page.background, own.headers);
  return headers === own.headers ? own : { status: own.status, headers, cookies: own.cookies };
}
