import type { Failure } from '../../contract/answer.ts';
import { describeThrown, stackOf } from '../describe-thrown.ts';
import type { Exchange } from './exchange.ts';
import { jsonMember, jsonText } from './json-text.ts';
import { secretsIn } from './redact.ts';

/** What went wrong, in the words of the error; with its stack if the mistake is ours. */
export function errorLine({ accepted, client, logs }: Exchange, failure: Failure, time: string): string {
  const { code, status, message, cause, ours } = failure;
  const { method, target, fieldLines } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const secrets = secretsIn(logs.error.redact, fieldLines);
  const stack = ours ? stackOf(cause) : undefined;
  return (
    `{"time":"${time}","client":${jsonText(client)},"code":${jsonText(code)},"status":${status}` +
    `${jsonMember('message', secrets.hideIn(message))}${jsonMember('cause', secrets.hideIn(describeThrown(cause)))}` +
    `${jsonMember('method', method)}${jsonMember('target', target)}` +
    `${jsonMember('stack', stack === undefined ? undefined : secrets.hideIn(stack))}}`
  );
}
