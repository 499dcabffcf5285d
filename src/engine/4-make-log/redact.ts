import type { LogSettings, Redaction, RequestSecrets } from '../../contract/log-settings.ts';
import type { PartialRequest } from '../../contract/request.ts';
import { TCHAR_CLASS } from '../../http/grammar.ts';
import { trimOws } from '../../http/white-space.ts';
import { REDACTED } from '../hide-spans.ts';
import { hideInPairs, hideInUrl, secretsInUrl } from '../secret-parts.ts';
import { type SearchedBody, secretValuesIn } from './secret-body.ts';
import { Secrets } from './secrets.ts';
import { addUserInformation, hideInTarget, hideUserInformation } from './user-information.ts';

/** A request target as it may be logged. `route` is the one that answers. */
export function redactTarget(secrets: RequestSecrets | undefined, target: string, route?: string): string {
  return hideInTarget(hideInUrl(secrets, target, route));
}

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
export function redactRaw({ access, secrets }: LogSettings, raw: string): string {
  const { redact, bodyBytesMax } = access;
  const shown = redactLines(redact, raw);
  const hidesBodies = secrets !== undefined && (secrets.body.length > 0 || secrets.bodiesOf.size > 0);
  const ofTarget = secrets === undefined ? shown : redactTargets(secrets, shown);
  return hidesBodies || bodyBytesMax === undefined ? withoutBody(ofTarget, hidesBodies) : ofTarget;
}

function redactLines(redaction: Redaction, text: string): string {
  if (redaction.rawLines === undefined) return text;
  const somePairs = !redaction.headers.has(COOKIE);
  return text.replace(redaction.rawLines, (_line, name: string, value: string) => {
    const isCookie = somePairs && name.replace(/^[^!-~]*/, '').toLowerCase() === COOKIE;
    const shown = isCookie ? redactPairs(redaction, value.replace(/^[ \t]*:?/, ''), BARE) : ` ${REDACTED}`;
    return `${name}:${shown}${!isCookie && value.endsWith('\r') ? '\r' : ''}`;
  });
}

/** In each line, what is behind a method or the name of a field; a line can be folded. */
function redactTargets(secrets: RequestSecrets, raw: string): string {
  const lines = raw.split(/\n(?![ \t])/);
  const shown = lines.map((line) => {
    const before = BEFORE_TARGET.exec(line)?.[0] ?? '';
    const rest = line.slice(before.length);
    const [url = ''] = rest.split(/[ \t\r\n]/, 1);
    return before + hideInPairs(secrets.query, hideInUrl(secrets, url) + rest.slice(url.length));
  });
  return shown.join('\n');
}

const BEFORE_TARGET = new RegExp(`^[${TCHAR_CLASS}]+(?: |[ \\t]*:[ \\t]*)`);

/** A body begins behind the first empty line. `isSecret`: what does not begin like a request can be the rest of one. */
function withoutBody(raw: string, isSecret: boolean): string {
  const line = REQUEST_LINE.exec(raw)?.[0];
  if (line === undefined) return isSecret ? REDACTED : raw;
  const head = HEAD.exec(raw.slice(line.length))?.[0];
  const bodyAt = head === undefined ? raw.length : line.length + head.length;
  return bodyAt === raw.length ? raw : raw.slice(0, bodyAt) + REDACTED;
}

const REQUEST_LINE = new RegExp(`^[\\r\\n]*[${TCHAR_CLASS}]+ [^\\r\\n]* HTTP/\\d\\.\\d\\r?(?=\\n)`);
const HEAD = /^.*?\n\r?\n/s;

/** Shows texts that may quote the request, errors' mostly, without what must not be shown of it. */
export function withoutSecrets(logs: LogSettings, quoted: Quoted): (text: string) => string {
  const secrets = secretsIn(logs, quoted);
  return secrets === undefined ? () => REDACTED : (text) => hideUserInformation(secrets.hideIn(text));
}

/** What a text may quote. */
interface Quoted extends Pick<SearchedBody, 'route' | 'form'> {
  readonly request: Pick<PartialRequest, 'target' | 'fieldLines'> & SearchedBody['request'];
}

/** undefined: they are more than can be searched for. */
function secretsIn({ error, secrets: inside }: LogSettings, { request, route, form }: Quoted): Secrets | undefined {
  const secrets = new Set<string>();
  addUserInformation(secrets, request);
  addFieldSecrets(secrets, error.redact, request);
  if (inside !== undefined) {
    addSecretsOf(secrets, inside, request.target ?? '', route);
    for (const [, value] of request.fieldLines) addSecretsOf(secrets, inside, value);
    const values = secretValuesIn(inside, { request, route, form });
    if (values === undefined) return undefined;
    for (const value of values) addParts(secrets, value);
  }
  return secrets.size === 0 ? NO_SECRETS : new Secrets(secrets);
}

function addSecretsOf(secrets: Set<string>, inside: RequestSecrets, url: string, route?: string): void {
  for (const { from, to } of secretsInUrl(inside, url, route)) addParts(secrets, url.slice(from, to));
}

/** As it is written, and as a form means it. */
function addParts(secrets: Set<string>, value: string): void {
  secrets.add(value);
  if (value.includes('+')) secrets.add(value.replaceAll('+', ' '));
}

function addFieldSecrets(
  secrets: Set<string>,
  redaction: Redaction,
  { fieldLines }: Pick<PartialRequest, 'fieldLines'>,
): void {
  const allCookies = redaction.headers.has(COOKIE);
  for (const [name, value] of fieldLines) {
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
