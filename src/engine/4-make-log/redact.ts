import type { Redaction } from '../../contract/log-settings.ts';
import type { PartialRequest } from '../../contract/request.ts';
import { trimOws } from '../../http/white-space.ts';
import { REDACTED, Secrets } from './secrets.ts';
import { userInformationIn } from './user-information.ts';

/** The value of a header field as it may be logged (`logs.access.redact`). */
export function redactField(redaction: Redaction, name: string, value: string): string {
  if (!redaction.nameLengths.has(name.length)) return value;
  const key = name.toLowerCase();
  if (redaction.headers.has(key)) return REDACTED;
  return key === COOKIE ? redactPairs(redaction, value) : value;
}

/** The value of a cookie as it may be logged: nothing of a redacted one stays. */
export function redactCookie({ headers, cookies }: Redaction, name: string, value: string): string {
  return cookies.has(name) || headers.has(COOKIE) ? REDACTED : value;
}

/** The first bytes of a request that could not be read: of a line that looks like a redacted field, only the name stays. */
export function redactRaw(redaction: Redaction, text: string): string {
  if (redaction.rawLines === undefined) return text;
  const somePairs = !redaction.headers.has(COOKIE);
  return text.replace(redaction.rawLines, (_line, name: string, value: string) => {
    const isCookie = somePairs && name.replace(/^[^!-~]*/, '').toLowerCase() === COOKIE;
    const shown = isCookie ? redactPairs(redaction, value.replace(/^[ \t]*:?/, ''), BARE) : ` ${REDACTED}`;
    return `${name}:${shown}${!isCookie && value.endsWith('\r') ? '\r' : ''}`;
  });
}

/** What texts that may quote the request must not show (`logs.error.redact`, and passwords in URLs): errors', mostly. */
export function secretsIn(redaction: Redaction, request: Pick<PartialRequest, 'target' | 'fieldLines'>): Secrets {
  const secrets = new Set(userInformationIn(request));
  const allCookies = redaction.headers.has(COOKIE);
  for (const [name, value] of request.fieldLines) {
    if (!redaction.nameLengths.has(name.length)) continue;
    const key = name.toLowerCase();
    // RFC 9110 §11.4: credentials are a scheme, followed by the secret.
    if (redaction.headers.has(key)) {
      secrets.add(value);
      secrets.add(value.slice(value.indexOf(' ') + 1));
    }
    if (key !== COOKIE) continue;
    for (const pair of value.split(';')) {
      if (!allCookies && !hidesPair(redaction, pair)) continue;
      const cookie = trimOws(pair.slice(pair.indexOf('=') + 1));
      secrets.add(cookie);
      // RFC 6265 §4.1.1: a value can be in quotation marks.
      secrets.add(cookie.replace(/^"|"$/g, ''));
    }
  }
  return secrets.size === 0 ? NO_SECRETS : new Secrets(secrets);
}

const COOKIE = 'cookie';

const NO_SECRETS = new Secrets([]);

type ReadName = (text: string) => string;

/** Of a line that could not be read: whatever is around it, a folded line's end also. */
const BARE: ReadName = (text) => text.replace(/^[^!-~]+|[^!-~]+$/g, '');

function redactPairs(redaction: Redaction, value: string, nameOf: ReadName = trimOws): string {
  const pairs = value.split(';');
  return pairs.map((pair) => (hidesPair(redaction, pair, nameOf) ? hidePair(pair) : pair)).join(';');
}

function hidesPair({ cookies }: Redaction, pair: string, nameOf: ReadName = trimOws): boolean {
  const equals = pair.indexOf('=');
  return equals >= 0 && cookies.has(nameOf(pair.slice(0, equals)));
}

function hidePair(pair: string): string {
  const lineEnd = /\r?\n?$/.exec(pair)?.[0] ?? '';
  return `${pair.slice(0, pair.indexOf('=') + 1)}${REDACTED}${lineEnd}`;
}
