import type { Failure } from '../../contract/answer.ts';
import { describeThrown, stackOf } from '../describe-thrown.ts';
import { jsonText } from './json-text.ts';
import type { Exchange } from './make-log.ts';
import { redactorOf } from './redactor.ts';

/** What went wrong, in the words of whoever said so; with its stack where the mistake is ours. */
export function errorLine(exchange: Exchange, failure: Failure, time: string): string {
  const { accepted, client } = exchange;
  const { code, status, message, cause, ours } = failure;
  const { method, target, fieldLines } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const redactor = redactorOf(exchange.logs.error.redact);
  const quoted = (text: string) => redactor.quoted(text, fieldLines);
  const stack = ours ? stackOf(cause) : undefined;
  const texts = {
    time,
    client,
    code,
    status,
    message: quoted(message),
    cause: quoted(describeThrown(cause)),
    method,
    target,
    stack: stack === undefined ? undefined : quoted(stack),
  };
  const members = Object.entries(texts).filter(([, value]) => value !== undefined);
  return `{${members.map(([name, value]) => `"${name}":${typeof value === 'number' ? value : jsonText(String(value))}`).join(',')}}`;
}
