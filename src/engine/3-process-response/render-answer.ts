import type { Answer, AnswerHead, Failure } from '../../contract/answer.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { PageData, Program } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { ourFailure } from '../default-answers.ts';
import { hidePaths } from './hide-paths.ts';
import { reasonPhrase } from './reason-phrases.ts';

/** An answer with its body made: all but the head's bytes. */
export interface Rendered extends AnswerHead {
  /** Undefined where there is no content to have a type. */
  readonly type: string | undefined;
  readonly body: string | Uint8Array;
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
    const both = new Error(`No page for ${failure.code}: ${causeMessage(failure.cause)}`, { cause: thrown });
    const wholly = ourFailure('error-view-failed', both);
    const body = `${wholly.status} ${reasonPhrase(wholly.status)}\n\n${wholly.message}\n`;
    const { status, headers } = wholly;
    return { status, headers, cookies: [], type: 'text/plain; charset=utf-8', body, failure: wholly };
  }
}

function render(answer: Exclude<Answer, Failure>, context: PageContext): Rendered {
  switch (answer.kind) {
    case 'page': {
      const body = answer.view(answer.model, context.page);
      return finished(answer, { type: HTML, body, headers: pageHeaders(context, answer.headers) });
    }
    case 'json':
      return finished(answer, { type: 'application/json', body: JSON.stringify(answer.model) });
    case 'fixed':
      return finished(answer, { type: answer.type, body: answer.body });
    case 'empty':
      return finished(answer, { type: undefined, body: '' });
  }
}

function finished(head: AnswerHead, parts: Partial<AnswerHead> & Pick<Rendered, 'type' | 'body'>): Rendered {
  const { status, headers, cookies } = head;
  return { status, headers, cookies, failure: undefined, ...parts };
}

function failurePage(failure: Failure, context: PageContext): Rendered {
  const { status, message } = failure;
  // Nothing that differs between two clients in the same state may be on this page.
  const detail = context.options.showErrors === true ? originalMessage(failure) : false;
  const model = { status, reason: reasonPhrase(status), message, detail };
  const body = context.program.pages.error(model, context.page);
  return { status, headers: pageHeaders(context, failure.headers), cookies: [], type: HTML, body, failure };
}

/** What was caught, in its own words: never a stack, and no path of this machine (S6). */
function originalMessage({ cause, ours, code }: Failure): string {
  const message = causeMessage(cause);
  return ours || code === 'refused-by-handler' ? hidePaths(message) : message;
}

function causeMessage(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function pageHeaders(context: PageContext, own: readonly FieldLine[]): readonly FieldLine[] {
  const { headers } = context.program.pages;
  if (own.length === 0) return headers;
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...own];
}
