import type { Failure } from '../../contract/answer.ts';
import { describeThrown, stackOf } from '../describe-thrown.ts';
import { jsonText } from './json-text.ts';
import type { Exchange } from './make-log.ts';

/** What went wrong, in the words of whoever said so; with its stack where the mistake is ours. */
export function errorLine(exchange: Exchange, failure: Failure, time: string): string {
  const { accepted, client } = exchange;
  const { code, status, message, cause, ours } = failure;
  const { method, target } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const stack = ours ? stackOf(cause) : undefined;
  const texts = { time, client, code, status, message, cause: describeThrown(cause), method, target, stack };
  const members = Object.entries(texts).filter(([, value]) => value !== undefined);
  return `{${members.map(([name, value]) => `"${name}":${typeof value === 'number' ? value : jsonText(String(value))}`).join(',')}}`;
}
