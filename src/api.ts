import type { StartedServer, StartOptions } from './contract/start.ts';

/** What users' code imports from `velosiped`: modules of handlers, and tests. */
export type { AnswerBody, AnswerParts, HandlerAnswer, PlainBody, SetCookie } from './contract/answer.ts';
export { answer } from './contract/answer.ts';
export type { Client } from './contract/client.ts';
export { type EventOptions, events, type ServerEvent } from './contract/events.ts';
export type { Admission, Guard, GuardInput, GuardVerdict } from './contract/gates.ts';
export type { BuildUrl, Handler, HandlerInput, UrlValue } from './contract/handler.ts';
export { HttpError, type HttpErrorOptions } from './contract/http-error.ts';
/**
 * Why a module of handlers is loaded: to `serve`; to `check` the manifest, as a reload does too; or only to describe it (`types`,
 * `routes`, `explain`, `openapi`). A module that opens a database or starts a timer does so to serve.
 */
export const purpose: 'serve' | 'check' | 'types' = Reflect.get(globalThis, Symbol.for('velosiped.purpose')) ?? 'serve';
export type { Request } from './contract/request.ts';
export type { ContextAfter, ContextOf, RouteGuard, RouteHandler } from './contract/route-types.ts';
export type { Session, SessionValues } from './contract/session.ts';
export type { UploadedFile } from './contract/uploads.ts';
export type { StartedServer, StartOptions };

/**
 * Starts a server in this process, for tests: it writes no logs unless it is asked to, and leaves signals and uncaught errors to the
 * process. Rejects with what is wrong in the manifest, as `check` shows it, or with the reason why it cannot listen.
 */
export async function start(options: StartOptions = {}): Promise<StartedServer> {
  // Handlers import this module too, and start nothing.
  return (await import('./cli/server/start.ts')).start(options);
}
