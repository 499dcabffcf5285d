import type { HandlerAnswer } from './answer.ts';
import type { CorsRule } from './cors.ts';
import type { BuildUrl, RequestInput } from './handler.ts';
import type { RateLimit } from './rate-limits.ts';
import type { FieldLine } from './request.ts';
import type { ErrorFormat } from './told-problem.ts';

/** What a guard gets: nothing of it is validated, and the body is not read yet. */
export type GuardInput<
  Context = Readonly<Record<string, unknown>>,
  Params = Readonly<Record<string, string>>,
  Route = string,
  Url = BuildUrl,
> = RequestInput<Params, Context, Route, Url>;

/** What lets a request go on, and adds to the `context` of what comes after it. */
export interface Admission {
  readonly context: Readonly<Record<string, unknown>>;
}

/** What a guard can decide: to go on, or which answer is sent instead. To refuse, it throws an `HttpError`. */
export type GuardVerdict = Admission | HandlerAnswer<unknown> | Response | undefined;

/**
 * Decides who may: `undefined` or `{ context }` goes on. Anything but an answer or an `HttpError` besides is a 500, and admits nobody.
 */
export type Guard<Input = GuardInput> = (
  input: Input,
) => GuardVerdict | Promise<GuardVerdict> | Promise<Admission | undefined> | Promise<void>;

/** A guard by its name. */
export interface NamedGuard {
  readonly name: string;
  readonly guard: Guard;
}

/** What a request must pass before its body is read, and what its answers get: of a route, or of all groups above a path together. */
export interface Gates {
  /** From the outside in; each of them counts. */
  readonly rateLimits: readonly RateLimit[];
  /** From the outside in. */
  readonly guards: readonly NamedGuard[];
  /** How large a body can be; undefined: as `limits.bodyBytesMax` says. */
  readonly bodyBytesMax: number | undefined;
}

/** Of all groups above a path together; the innermost wins key by key, and guards add up. */
export interface GroupGates extends Gates {
  /** Of these groups, from the outside in. */
  readonly names: readonly string[];
  /** How errors are told; undefined: as the server says. */
  readonly errors: ErrorFormat | undefined;
  readonly cors: CorsRule | undefined;
  /** Fields of every answer that does not have them itself. */
  readonly headers: readonly FieldLine[];
}

/** The groups by their paths, as a tree of whole literal segments. */
export interface GroupNode {
  readonly literals: ReadonlyMap<string, GroupNode>;
  /** Of this path and all below it; undefined: as its parent says. */
  readonly gates: GroupGates | undefined;
}
