import type { Failure } from '../../contract/answer.ts';
import { describeThrown, stackOf } from '../../http/describe-thrown.ts';
import { knownOf } from '../known-of.ts';
import type { CommonParts } from './common-parts.ts';
import type { Exchange } from './exchange.ts';
import { jsonMember, jsonText } from './json-text.ts';
import { withoutSecrets } from './redact.ts';

/** What went wrong, in the words of the error; with its stack if the mistake is ours. */
export function errorLine(
  { accepted, logs, route, form }: Exchange,
  failure: Failure,
  { beginning, asked }: CommonParts,
): string {
  const { code, status, message, cause, ours } = failure;
  const request = knownOf(accepted);
  const shown = withoutSecrets(logs, { request, route, form });
  const stack = ours ? stackOf(cause) : undefined;
  return (
    `${beginning},"code":${jsonText(code)},"status":${status}` +
    `${jsonMember('message', shown(message))}${jsonMember('cause', shown(describeThrown(cause)))}` +
    `${asked}${jsonMember('stack', stack && shown(stack))}}`
  );
}
