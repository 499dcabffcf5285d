/** What a module of handlers imports from `velosiped`. */
export type { AnswerBody, AnswerParts, HandlerAnswer, SetCookie } from './contract/answer.ts';
export { answer } from './contract/answer.ts';
export type { Client } from './contract/client.ts';
export type { Admission, Guard, GuardInput, GuardVerdict } from './contract/gates.ts';
export type { BuildUrl, Handler, HandlerInput, RouteHandler, UrlValue } from './contract/handler.ts';
export { HttpError } from './contract/http-error.ts';
export type { Request } from './contract/request.ts';
export type { Session, SessionValues } from './contract/session.ts';
