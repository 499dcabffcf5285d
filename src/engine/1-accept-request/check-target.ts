import { PATH_OCTET, QUERY_OCTET, skip } from '../../http/octets.ts';
import { shortened } from '../shortened.ts';
import { checkAuthority } from './check-authority.ts';
import type { LineFault } from './line-fault.ts';

/** The path and the query that a request target names. */
export interface TargetParts {
  readonly kind: 'target';
  readonly path: string;
  readonly query: string;
}

/** Where a target is among the bytes, and the same as text. */
interface Target {
  readonly method: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
/** Which of the two it must be is known when the head is whole. */
const SCHEME = /^https?:\/\//i;

/** Checks the form of a request target against its method (RFC 9112 §3.2) and splits it. */
export function checkTarget(bytes: Buffer, target: Target): TargetParts | LineFault {
  const { method, text, from } = target;
  if (method === 'CONNECT') return authorityForm(target);
  if (bytes[from] === SLASH) return pathAndQuery(bytes, target, from);
  if (text === '*') {
    // RFC 9112 §3.2.4: only OPTIONS can ask about the server as a whole.
    return method === 'OPTIONS'
      ? { kind: 'target', path: '*', query: '' }
      : badTarget(from, `the asterisk-form is only for OPTIONS, not for ${shortened(method)}`);
  }
  const scheme = SCHEME.exec(text)?.[0];
  if (scheme !== undefined) return absoluteForm(bytes, target, from + scheme.length);
  return badTarget(from, 'it is neither a path nor an http URL');
}

/** absolute-form: the authority counts, not Host; no path means "/" (RFC 9112 §3.2.2, RFC 9110 §4.2.3). */
function absoluteForm(bytes: Buffer, target: Target, authorityAt: number): TargetParts | LineFault {
  const { text, from, to } = target;
  let authorityEnd = authorityAt;
  while (authorityEnd < to && bytes[authorityEnd] !== SLASH && bytes[authorityEnd] !== QUESTION_MARK) authorityEnd++;
  // RFC 9110 §4.2.1: an http URI with an empty host is invalid; §4.2.4: so is one with user information here.
  const authority = text.slice(authorityAt - from, authorityEnd - from);
  const wrong = /^(?::|$)/.test(authority) ? 'its host is empty' : checkAuthority(authority);
  if (wrong !== undefined) return badTarget(authorityAt, wrong);
  if (bytes[authorityEnd] === SLASH) return pathAndQuery(bytes, target, authorityEnd);
  // RFC 9110 §4.2.3: without a path it is "/", but OPTIONS then asks about the server as a whole.
  const path = target.method === 'OPTIONS' && authorityEnd === to ? '*' : '/';
  return splitQuery(bytes, target, { path, pathEnd: authorityEnd });
}

/** authority-form = uri-host ":" port (RFC 9112 §3.2.3). */
function authorityForm({ text, from }: Target): TargetParts | LineFault {
  if (!/[^:]:\d+$/.test(text)) return badTarget(from, 'CONNECT takes host:port');
  const wrong = checkAuthority(text);
  return wrong === undefined ? { kind: 'target', path: text, query: '' } : badTarget(from, wrong);
}

/** origin-form = absolute-path [ "?" query ] (RFC 9112 §3.2.1). */
function pathAndQuery(bytes: Buffer, target: Target, pathAt: number): TargetParts | LineFault {
  const { text, from, to } = target;
  const pathEnd = skip(bytes, pathAt, to, PATH_OCTET);
  return splitQuery(bytes, target, { path: text.slice(pathAt - from, pathEnd - from), pathEnd });
}

function splitQuery(
  bytes: Buffer,
  { text, from, to }: Target,
  parts: { readonly path: string; readonly pathEnd: number },
): TargetParts | LineFault {
  const { path, pathEnd } = parts;
  if (pathEnd === to) return { kind: 'target', path, query: '' };
  if (bytes[pathEnd] !== QUESTION_MARK) return badOctet(bytes, pathEnd);
  const queryEnd = skip(bytes, pathEnd + 1, to, QUERY_OCTET);
  if (queryEnd !== to) return badOctet(bytes, queryEnd);
  return { kind: 'target', path, query: text.slice(pathEnd + 1 - from) };
}

function badOctet(bytes: Buffer, position: number): LineFault {
  const octet = (bytes[position] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return badTarget(position, `octet ${octet} must be percent-encoded`);
}

function badTarget(position: number, reason: string): LineFault {
  return { kind: 'fault', code: 'bad-target', position, message: `The request target is wrong: ${reason}` };
}
