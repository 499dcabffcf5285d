import type { Answer, Failure } from '../../contract/answer.ts';
import type { ClientOptions } from '../../contract/client.ts';
import type { Program } from '../../contract/program.ts';
import { ourFailure } from '../default-answers.ts';
import { chooseBackground } from './choose-background.ts';
import { describeClient } from './describe-client.ts';
import { type Rendered, renderAnswer, renderFailure } from './render-answer.ts';
import { writeHead } from './write-head.ts';

/** What block 3 has to know of the exchange besides the answer. */
export interface ResponseContext {
  readonly program: Program;
  readonly options: ClientOptions;
  readonly cookies: ReadonlyMap<string, string>;
  /** Of the route that answers, where it has one. */
  readonly summary?: string | undefined;
  /** Undefined where no method could be read. */
  readonly method: string | undefined;
  readonly version: string | undefined;
  readonly secure: boolean;
  readonly close: boolean;
  readonly wallMs: number;
}

/** An answer as it goes over the wire. */
export interface Response {
  readonly bytes: Uint8Array;
  readonly status: number;
  /** How many bytes of content follow the head. */
  readonly bodyBytes: number;
  /** What error.log has to tell, if the answer is an error. */
  readonly failure: Failure | undefined;
}

/** Block 3: renders the answer and writes it. An answer that could split the message becomes a 500. */
export function processResponse(answer: Answer, context: ResponseContext): Response {
  const { program, options, cookies } = context;
  const page = {
    title: program.title,
    heading: context.summary ?? '',
    background: chooseBackground(program.pages.background, cookies),
    forms: program.forms,
    client: describeClient(program, options, cookies),
  };
  const pageContext = { program, page, options };
  const response = tryToWrite(renderAnswer(answer, pageContext), context);
  if (response.kind === 'response') return response;
  const failure = ourFailure('unsafe-answer', response.reason);
  const second = write(renderFailure(failure, pageContext), context);
  if (second.kind === 'response') return second;
  // Only the manifest's own page headers are left to blame, and those are checked at load.
  throw new Error(`The page of an error cannot be written: ${second.reason}`);
}

type Written = (Response & { readonly kind: 'response' }) | { readonly kind: 'unsafe'; readonly reason: unknown };

/** A handler without types can put anything where headers or cookies are due. */
function tryToWrite(rendered: Rendered, context: ResponseContext): Written {
  try {
    return write(rendered, context);
  } catch (reason) {
    return { kind: 'unsafe', reason };
  }
}

function write(rendered: Rendered, context: ResponseContext): Written {
  const { type, body, failure } = rendered;
  const { status, headers, cookies } = rendered.head;
  const bare = status === 204 || status === 304;
  // RFC 9110 §15.3.6: a 205 has no content either, but says so.
  const content = bare || status === 205 ? NO_CONTENT : encode(body);
  const head = writeHead({
    status,
    wallMs: context.wallMs,
    type: bare ? undefined : type,
    bodyBytes: bare ? undefined : content.length,
    headers,
    cookies,
    secure: context.secure,
    connection: connectionField(context),
  });
  if (head.kind === 'unsafe') return head;
  // RFC 9110 §9.3.2: a HEAD answer has the head of the GET answer, and nothing behind it.
  const sent = context.method === 'HEAD' ? NO_CONTENT : content;
  return { kind: 'response', bytes: join(head.text, sent), status, bodyBytes: sent.length, failure };
}

/** Head and body in one buffer. The head is ASCII by now: each of its characters is one byte. */
function join(head: string, content: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(head.length + content.length);
  bytes.write(head, 0, 'latin1');
  bytes.set(content, head.length);
  return bytes;
}

const NO_CONTENT = new Uint8Array(0);
const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);
/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const SCRATCH_UNITS_MAX = Math.floor(SCRATCH.length / 3);

/** The bytes are good until the next call: counting them before they are written took as long as writing them, 12 µs a page. */
function encode(body: string | Uint8Array): Uint8Array {
  if (typeof body !== 'string') return body;
  if (body.length > SCRATCH_UNITS_MAX) return Buffer.from(body);
  return SCRATCH.subarray(0, SCRATCH.write(body, 'utf8'));
}

/** RFC 9112 §9.6: the last answer says so; §9.3: HTTP/1.0 is told that it may go on. */
function connectionField({ close, version }: ResponseContext): 'close' | 'keep-alive' | undefined {
  if (close) return 'close';
  return version === '1.0' ? 'keep-alive' : undefined;
}
