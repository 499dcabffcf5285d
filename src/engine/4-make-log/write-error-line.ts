import type { Failure } from '../../contract/answer.ts';
import { describeThrown, stackOf } from '../../http/describe-thrown.ts';
import type { Exchange } from './exchange.ts';
import { jsonMember, jsonText } from './json-text.ts';
import { redactTarget, withoutSecrets } from './redact.ts';

/** What went wrong, in the words of the error; with its stack if the mistake is ours. */
export function errorLine({ accepted, client, logs, route, form }: Exchange, failure: Failure, time: string): string {
  const { code, status, message, cause, ours } = failure;
  const request = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { method, target } = request;
  const shown = withoutSecrets(logs, { request, route, form });
  const stack = ours ? stackOf(cause) : undefined;
  return (
    `{"time":"${time}","client":${jsonText(client)},"code":${jsonText(code)},"status":${status}` +
    `${jsonMember('message', shown(message))}${jsonMember('cause', shown(describeThrown(cause)))}` +
    `${jsonMember('method', method)}${jsonMember('target', target && redactTarget(logs.secrets, target, route))}` +
    `${jsonMember('stack', stack && shown(stack))}}`
  );
}
