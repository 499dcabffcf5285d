import type { Content, ContentPiece, ContentStream } from './content.ts';
import type { ErrorModel, View } from './page-data.ts';
import type { FieldLine } from './request.ts';
import type { ToldProblem } from './told-problem.ts';

/** A cookie to set. Without further attributes it has `Path=/; HttpOnly; SameSite=Lax`, and `Secure` over TLS. An unknown one is a 500. */
export interface SetCookie {
  /** A token (RFC 6265 §4.1.1). */
  readonly name: string;
  /** Cookie-octets (RFC 6265 §4.1.1); anything else turns the answer into a 500. */
  readonly value: string;
  /** In whole seconds; 0 deletes it. Without this and `expires` it lasts as long as the browser runs. */
  readonly maxAge?: number;
  readonly expires?: Date;
  /** Default: `/`. */
  readonly path?: string;
  /** Default: this host alone, without those below it. */
  readonly domain?: string;
  /** Default: lax. `none` needs `secure`. */
  readonly sameSite?: 'strict' | 'lax' | 'none' | 'Strict' | 'Lax' | 'None';
  /** Default: whether the request came over TLS. */
  readonly secure?: boolean;
  /** Default: true. */
  readonly httpOnly?: boolean;
}

export interface AnswerParts<Model> {
  /** What the route's view shows, or the JSON body of a route without a view. Absent: an empty body. */
  readonly model?: Model;
  /** The content itself, instead of a model: it is sent as it is, a stream as fast as the peer takes it. */
  readonly body?: AnswerBody;
  /** The media type of `body`. Default: the route's `response.type`, else application/octet-stream. */
  readonly type?: string;
  /** 200 to 599. Default: the route's `response.status`, else 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly SetCookie[];
}

/** What a handler can give as content. A stream or an iterable is read once, and closed whatever becomes of its answer. */
export type AnswerBody = PlainBody | string | Iterable<ContentPiece>;

/** What is content, and never a model, also where a handler returns it plainly. */
export type PlainBody = Uint8Array | ArrayBuffer | AsyncIterable<ContentPiece> | ReadableStream<ContentPiece>;

/** A module of handlers that is loaded as CommonJS has a copy of this file: this symbol makes its answers known here. */
const ANSWER = Symbol.for('velosiped.answer');

/** What `answer()` makes. A class, so that no model can be mistaken for one. */
class HandlerAnswer<Model> {
  readonly [ANSWER] = true;
  readonly parts: AnswerParts<Model>;

  constructor(parts: AnswerParts<Model>) {
    this.parts = parts;
  }
}

export type { HandlerAnswer };

/**
 * What a handler returns to add a status, headers or cookies to a model, or to give a body instead. Its type is that
 * of the expected model where it is returned directly; elsewhere name it, `answer<Quotient>({ … })`.
 */
export function answer(parts: AnswerParts<never>): HandlerAnswer<never>;
export function answer<Model>(parts: AnswerParts<NoInfer<Model>>): HandlerAnswer<Model>;
export function answer<Model>(parts: AnswerParts<Model>): HandlerAnswer<Model> {
  return new HandlerAnswer(parts);
}

/** Distinguishes an answer from a plain model. */
answer.is = (value: unknown): value is HandlerAnswer<unknown> => {
  return typeof value === 'object' && value !== null && ANSWER in value;
};

/** Distinguishes content from a plain model. Text, arrays and other synchronous iterables are models. */
answer.isBody = (value: unknown): value is PlainBody => {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Uint8Array || Symbol.asyncIterator in value || value instanceof ArrayBuffer;
};

/** Distinguishes a WHATWG `Response`, of whatever library. To name the global one would load all of fetch. */
answer.isResponse = (value: unknown): value is Response => {
  return typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'Response';
};

/** What block 2 decides, for block 3 to render and write. */
export type Answer =
  /** `type`: of the rendered view, if it is not HTML. */
  | {
      readonly kind: 'page';
      readonly head: AnswerHead;
      readonly type?: string | undefined;
      readonly view: View;
      readonly model: unknown;
    }
  | { readonly kind: 'json'; readonly head: AnswerHead; readonly type?: string | undefined; readonly model: unknown }
  /** `isChosen`: by what the request accepts, so it is not compressed. */
  | {
      readonly kind: 'fixed';
      readonly head: AnswerHead;
      readonly type: string;
      readonly body: Uint8Array;
      readonly isChosen?: true;
    }
  | { readonly kind: 'stream'; readonly head: AnswerHead; readonly type: string; readonly stream: ContentStream }
  /** Not a page, whatever its type: it has its own fields alone. */
  | { readonly kind: 'file'; readonly head: AnswerHead; readonly type: string; readonly content: Content }
  /** `type`: that of the content that a 304 stands for, and whether that is chosen, as above. */
  | { readonly kind: 'empty'; readonly head: AnswerHead; readonly type?: string; readonly isChosen?: boolean }
  | Failure;

/** All of an answer except its body. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: readonly FieldLine[];
  readonly cookies: readonly SetCookie[];
  /** Whether its fields are those of many answers: then they are written once. */
  readonly isKept?: boolean;
}

/** An answer that is an error: its page, and its record in error.log. */
export interface Failure {
  readonly kind: 'failure';
  readonly code: string;
  readonly status: number;
  /** What the visitor reads: what happened and what can be done. */
  readonly message: string;
  /** The original error or message: for error.log, and for a client with show_errors on. */
  readonly cause: unknown;
  readonly headers: readonly FieldLine[];
  /** Whose mistake it is; ours is logged with its stack. */
  readonly ours: boolean;
  /** All that is wrong with the request, where there is a list of it. */
  readonly problems?: readonly ToldProblem[];
  /** What a handler says is wrong with which field. */
  readonly fields?: ReadonlyMap<string, string>;
  /** Members that a handler adds to the problem (RFC 9457 §3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  /** The form that led to the error, for its page to show again. */
  readonly offers?: ErrorOffers;
}

/** What an error page shows besides its words. */
export type ErrorOffers = Partial<Pick<ErrorModel, 'links' | 'methods' | 'form'>>;
