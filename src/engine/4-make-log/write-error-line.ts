import type { Failure } from '../../contract/answer.ts';
import { describeThrown, stackOf } from '../../http/describe-thrown.ts';
import type { Exchange } from './exchange.ts';
import { jsonMember, jsonText } from './json-text.ts';
import { secretsIn } from './redact.ts';
import type { Secrets } from './secrets.ts';
import { hideInTarget, hideUserInformation } from './user-information.ts';

/** What went wrong, in the words of the error; with its stack if the mistake is ours. */
export function errorLine({ accepted, client, logs }: Exchange, failure: Failure, time: string): string {
  const { code, status, message, cause, ours } = failure;
  const request = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { method, target } = request;
  const secrets = secretsIn(logs.error.redact, request);
  const stack = ours ? stackOf(cause) : undefined;
  return (
    `{"time":"${time}","client":${jsonText(client)},"code":${jsonText(code)},"status":${status}` +
    `${jsonMember('message', shown(secrets, message))}${jsonMember('cause', shown(secrets, describeThrown(cause)))}` +
    `${jsonMember('method', method)}${jsonMember('target', target && hideInTarget(target))}` +
    `${jsonMember('stack', stack && shown(secrets, stack))}}`
  );
}

function shown(secrets: Secrets, text: string): string {
  return hideUserInformation(secrets.hideIn(text));
}
