import { knownOf } from '../known-of.ts';
import type { Exchange, Progress } from './exchange.ts';
import { isoTime } from './iso-time.ts';
import { jsonMember, jsonText } from './json-text.ts';
import { redactTarget } from './redact.ts';

/** What all lines of an exchange have: the beginning of each, and the members that say what was asked. */
export interface CommonParts {
  readonly beginning: string;
  readonly asked: string;
}

/** Made once, also if the exchange has a line in both logs. */
export function commonParts({ accepted, client, route, wallMs, logs: { secrets } }: Progress | Exchange): CommonParts {
  const { method, target } = knownOf(accepted);
  return {
    beginning: `{"time":"${isoTime(wallMs)}","client":${jsonText(client)}`,
    asked: `${jsonMember('method', method)}${jsonMember('target', target && redactTarget(secrets, target, route))}`,
  };
}
