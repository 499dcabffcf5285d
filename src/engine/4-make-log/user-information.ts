import type { PartialRequest } from '../../contract/request.ts';
import { isCalled } from '../../http/field-value.ts';
import { TCHAR_CLASS } from '../../http/grammar.ts';
import { COLON, CR, HTAB, LF, SP } from '../../http/octets.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import { hideSpans, REDACTED, type Span } from '../hide-spans.ts';

/**
 * User information (`user:password@`, RFC 3986 §3.2.1) before the host of a URL. No request with it in its target is accepted (RFC
 * 9110 §4.2.4), but it is a secret in the line of one that was refused, and in fields that hold a URL, such as Referer.
 */
export function hideUserInformation(text: string, places?: Places): string {
  const shown = hideEncoded(text);
  return shown.includes('@') ? hideSpans(shown, userInformation(shown, places)) : shown;
}

/** The same of a request target: where that is no path, it may begin with the user information (`CONNECT user:password@host:443`). */
export function hideInTarget(target: string): string {
  return hideUserInformation(target, placesIn(target));
}

/** The same of a header field. Host is an authority without a scheme before it. */
export function hideInField(name: string, value: string): string {
  return hideUserInformation(value, { isAuthority: isAuthority(name) });
}

function isAuthority(name: string): boolean {
  return isCalled(name, 'host') || isCalled(name, 'x-forwarded-host');
}

/** The same of the first bytes of a request that could not be read: they may end before the "@" comes, and no blank ends anything. */
export function hideInRaw(raw: string): string {
  // A line may be folded (RFC 9112 §5.2).
  const lines = hideEncoded(raw).split(/\n(?![ \t])/);
  return lines.map((line, index) => hideInLine(line, index === 0, index === lines.length - 1)).join('\n');
}

/** All of a request, for where an error's words quote it: each with the password alone. */
export function addUserInformation(
  found: Set<string>,
  { target = '', fieldLines }: Pick<PartialRequest, 'target' | 'fieldLines'>,
): void {
  if (canHold(target)) addWithPasswords(found, target, placesIn(target));
  // Most values have none, so their names need not be compared.
  for (const [name, value] of fieldLines)
    if (canHold(value)) addWithPasswords(found, value, { isAuthority: isAuthority(name) });
}

function canHold(text: string): boolean {
  return text.includes('@') || text.includes('%40');
}

/** Where a text may hold it, besides behind two slashes or an http scheme. */
interface Places {
  /** It may begin with an authority. */
  readonly isAuthority?: boolean;
  /** It is a line that nobody could read: neither a blank nor a fold ends an authority. */
  readonly isRaw?: boolean;
  /** It may be cut off in the middle. */
  readonly isCut?: boolean;
}

function placesIn(target: string): Places {
  return { isAuthority: !target.startsWith('/') };
}

/** A method, a blank, and what was to be a target; or a field; or nothing of the kind. */
function hideInLine(line: string, isFirst: boolean, isLast: boolean): string {
  const before = (isFirst ? METHOD : HOST).exec(line)?.[0] ?? '';
  const rest = line.slice(before.length);
  const isAuthority = before !== '' && !rest.startsWith('/');
  const isCut = isLast && (before !== '' || !isFirst);
  return before + hideSpans(rest, userInformation(rest, { isAuthority, isRaw: true, isCut }));
}

const METHOD = new RegExp(`^[${TCHAR_CLASS}]+ `);
const HOST = /^host[ \t]*:[ \t]*/i;

function addWithPasswords(found: Set<string>, text: string, places: Places): void {
  for (const [whole] of text.matchAll(ENCODED)) {
    for (const part of [whole, whole.replace(/^.*?(?::|%3A)/i, '')]) found.add(part).add(percentDecode(part) ?? part);
  }
  for (const { from, to } of userInformation(text, places)) {
    const whole = text.slice(from, to);
    found.add(whole);
    found.add(whole.slice(whole.indexOf(':') + 1));
  }
}

/** That of a URL which is a value in the query of another: `?url=https%3A%2F%2Fuser%3Apassword%40host`; its slashes may be as they are. */
function hideEncoded(text: string): string {
  return text.includes('%40') ? text.replace(ENCODED, REDACTED) : text;
}

const ENCODED = /(?<=(?:%2F|\/){2})(?:(?!%2F|%3F|%23)[^ \t\r\n/?#&])+(?=%40)/gi;

const AT = 0x40;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const QUESTION_MARK = 0x3f;
const NUMBER_SIGN = 0x23;

/** In one pass, since a client writes the text. Browsers take a backslash for a slash, and need none behind `http:`. */
function* userInformation(
  text: string,
  { isAuthority = false, isRaw = false, isCut = false }: Places = {},
): Iterable<Span> {
  let from = isAuthority ? 0 : NOWHERE;
  let at = NOWHERE;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === AT) at = index;
    else if (unit === COLON && isScheme(text, from, index)) from = index + 1;
    if (!endsAuthority(unit, isRaw)) continue;
    if (from !== NOWHERE && at > from) yield { from, to: at };
    const opens = isSlash(unit) && (from === index || (index > 0 && isSlash(text.charCodeAt(index - 1))));
    from = opens ? index + 1 : NOWHERE;
    at = NOWHERE;
  }
  if (from === NOWHERE) return;
  if (at > from) yield { from, to: at };
  else if (isCut && PASSWORD_BEGUN.test(text.slice(from))) yield { from, to: text.length };
}

const NOWHERE = -1;

/** A user, and what is behind the colon is no port. */
const PASSWORD_BEGUN = /^[^[:]*:(?!\d*\r?$)/;

/** Whether a colon ends `http` or `https`: at the beginning of what may be an authority, or in the middle of a text. */
function isScheme(text: string, from: number, colon: number): boolean {
  if (from > 0) return false;
  if (from === 0) return colon <= 'https'.length && /^https?$/i.test(text.slice(0, colon));
  return /https?$/i.test(text.slice(Math.max(0, colon - 'https'.length), colon));
}

function endsAuthority(unit: number, isRaw: boolean): boolean {
  if (isSlash(unit) || unit === QUESTION_MARK || unit === NUMBER_SIGN) return true;
  return !isRaw && (unit === SP || unit === HTAB || unit === CR || unit === LF);
}

function isSlash(unit: number): boolean {
  return unit === SLASH || unit === BACKSLASH;
}
