import type { Answer, Failure, SetCookie } from '../../contract/answer.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { ContentStream } from '../../contract/content.ts';
import type { MessageMemory } from '../../contract/message-memory.ts';
import type { Pages, Program, Route } from '../../contract/program.ts';
import { ourFailure } from '../default-answers.ts';
import { sharedFields } from '../share-answer.ts';
import { answerFields } from './answer-fields.ts';
import type { ErrorManner } from './choose-format.ts';
import { type CodingContext, codeContent } from './code-content.ts';
import { describeClient } from './describe-client.ts';
import { joinMessage, NO_CONTENT, sizeContent } from './message-bytes.ts';
import { type Rendered, renderAnswer, renderFailure } from './render-answer.ts';
import { type Framing, writeHead } from './write-head.ts';

/** What block 3 must know of the exchange besides the answer. */
export interface ResponseContext extends ErrorManner, CodingContext {
  readonly program: Program;
  readonly memory: MessageMemory;
  readonly options: ClientOptions;
  readonly cookies: ReadonlyMap<string, string>;
  /** The cookie by which the session changes; a mistake of ours changes none. */
  readonly session?: SetCookie | undefined;
  /** What pages of other origins can do with the answer; undefined: nothing. */
  readonly sharing?: Parameters<typeof sharedFields>[1] | undefined;
  /** What the page of the route says about itself, if one answers. */
  readonly subject?: Route['page'] | undefined;
  /** Undefined if no method could be read. */
  readonly method: string | undefined;
  readonly version: string | undefined;
  readonly secure: boolean;
  readonly close: boolean;
  readonly wallMs: number;
  /** A text that may quote the request, without what must not be shown. */
  readonly hide: (text: string) => string;
}

/** An answer as it goes over the wire. */
export type Response = Head &
  (
    | {
        readonly kind: 'whole';
        /** Head and content. */
        readonly bytes: Uint8Array;
        /** Content that is not copied behind the head. */
        readonly rest: Uint8Array | undefined;
        readonly bodyBytes: number;
      }
    | {
        readonly kind: 'flowing';
        /** The head alone. */
        readonly bytes: Uint8Array;
        readonly stream: ContentStream;
        readonly framing: Framing;
      }
  );

interface Head {
  readonly status: number;
  /** It says `Connection: close`. */
  readonly close: boolean;
  /** The record for error.log, if the answer is an error. */
  readonly failure: Failure | undefined;
}

/** Block 3: renders the answer and writes it. An answer that could split the message becomes a 500. */
export function processResponse(answer: Answer, context: ResponseContext): Response {
  const { program, options, cookies } = context;
  const page = {
    title: program.title,
    heading: context.subject?.heading ?? '',
    description: context.subject?.description ?? '',
    background: chooseBackground(program.pages.background, cookies),
    forms: program.forms,
    client: describeClient(program, options, cookies),
  };
  const pageContext = { program, page, options, secure: context.secure, manner: context, hide: context.hide };
  const response = tryToWrite(renderAnswer(answer, pageContext), context);
  if (response.kind !== 'unsafe') return response;
  const failure = ourFailure('unsafe-answer', response.reason);
  const second = write(renderFailure(failure, pageContext), context);
  if (second.kind !== 'unsafe') return second;
  // Only the manifest's own page headers are left to blame, and those are checked at load.
  throw new Error(`The page of an error cannot be written: ${second.reason}`);
}

type Written = Response | { readonly kind: 'unsafe'; readonly reason: unknown };

/** A handler without types can put anything where headers or cookies are expected. */
function tryToWrite(rendered: Rendered, context: ResponseContext): Written {
  try {
    return write(rendered, context);
  } catch (reason) {
    return { kind: 'unsafe', reason };
  }
}

function write(uncoded: Rendered, context: ResponseContext): Written {
  const rendered = codeContent(uncoded, context);
  const { pageFields, type, content, failure, codingFields = '' } = rendered;
  const { status, headers, cookies } = rendered.head;
  const { sharing } = context;
  const bare = status === 204 || status === 304;
  // RFC 9110 §15.3.6: a 205 has no content either, but says so.
  const none = bare || status === 205;
  const whole = none || content.kind === 'stream' ? NO_CONTENT : sizeContent(content.pieces, rendered.isChosen);
  const sized: Framing = { kind: 'sized', bytes: whole.bytes };
  const framing = bare ? BARE : content.kind === 'bytes' || none ? sized : framingOf(content.stream, context);
  const close = context.close || framing.kind === 'until-close';
  const head = writeHead({
    status,
    wallMs: context.wallMs,
    type: bare ? undefined : type,
    framing,
    fields: answerFields(
      sharing === undefined ? rendered.head : { headers: sharedFields(headers, sharing) },
      pageFields,
      context.program.fieldTexts,
    ),
    cookies: context.session === undefined || failure?.ours === true ? cookies : [...cookies, context.session],
    secure: context.secure,
    // RFC 9112 §9.6: the last answer says so; §9.3: HTTP/1.0 is told that it may go on.
    connectionLines: codingFields + (close ? CLOSE_LINES : context.program.keepAliveLines),
  });
  if (head.kind === 'unsafe') return head;
  // RFC 9110 §9.3.2: a HEAD answer has the head of the GET answer, and nothing behind it.
  const headOnly = none || context.method === 'HEAD';
  if (content.kind === 'stream' && !headOnly) {
    const { bytes } = joinMessage(context.memory, head, NO_CONTENT);
    return { kind: 'flowing', bytes, stream: content.stream, framing, status, close, failure };
  }
  const sent = headOnly ? NO_CONTENT : whole;
  const { bytes, rest } = joinMessage(context.memory, head, sent);
  return { kind: 'whole', bytes, rest, bodyBytes: sent.bytes, status, close, failure };
}

const CLOSE_LINES = 'Connection: close\r\n';
const BARE: Framing = { kind: 'none' };
const CHUNKED: Framing = { kind: 'chunked' };
const UNTIL_CLOSE: Framing = { kind: 'until-close' };

function framingOf({ length }: ContentStream, { version }: ResponseContext): Framing {
  if (length !== undefined) return { kind: 'sized', bytes: length };
  return version === '1.0' ? UNTIL_CLOSE : CHUNKED;
}

/** The colour that the visitor's cookie asks for, of those that the manifest names; any other value gets the default (S10). */
function chooseBackground(background: Pages['background'], cookies: ReadonlyMap<string, string>): string {
  const wanted = cookies.get(background.cookie);
  return (wanted === undefined ? undefined : background.colors.get(wanted)) ?? background.default;
}
