/** What a module of handlers imports from `velosiped`. */
export type { AnswerBody, AnswerParts, HandlerAnswer, SetCookie } from './contract/answer.ts';
export { answer } from './contract/answer.ts';
export type { Client } from './contract/client.ts';
export type { BuildUrl, Handler, HandlerInput, RouteHandler, UrlValue } from './contract/handler.ts';
export { HttpError, type HttpErrorOptions } from './contract/http-error.ts';
export type { Request } from './contract/request.ts';
