import type { ReadFault } from '../../contract/fault.ts';
import { DIGIT, latin1, SP, skip, TCHAR, TLS_HANDSHAKE, VISIBLE } from '../../http/octets.ts';
import { checkTarget } from './check-target.ts';
import type { LineFault } from './line-fault.ts';

/** `method SP request-target SP HTTP-version` (RFC 9112 §3). */
export interface RequestLine {
  readonly kind: 'request-line';
  readonly method: string;
  readonly target: string;
  /** The target's path, still percent-encoded; `*` for the asterisk-form. */
  readonly path: string;
  /** The target's query without its "?", still encoded. */
  readonly query: string;
  /** `1.0`, `1.1` or a higher minor version. */
  readonly version: string;
}

/** What is known of a request line that was refused. */
export interface RefusedRequestLine extends LineFault {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
}

const SLASH = 0x2f;
const PROTOCOL = [0x48, 0x54, 0x54, 0x50, 0x2f]; // HTTP/

/** What does not begin with a method never becomes HTTP: no need to wait for the end of its line. undefined: it may. */
export function wrongBeginning(
  bytes: Buffer,
  at: number,
  { secure }: { readonly secure: boolean },
): Pick<ReadFault, 'message' | 'protocol'> | undefined {
  if (skip(bytes, at, at + 1, TCHAR) > at) return undefined;
  if (bytes[at] !== TLS_HANDSHAKE || secure) return { message: 'The first byte begins no HTTP method' };
  return { message: 'The first byte begins a TLS handshake (https), and this port speaks plain HTTP', protocol: 'TLS' };
}

/** Reads the line between two positions, its line end left out. */
export function readRequestLine(bytes: Buffer, from: number, to: number): RequestLine | RefusedRequestLine {
  const methodEnd = skip(bytes, from, to, TCHAR);
  if (methodEnd === from || bytes[methodEnd] !== SP) return notHttp(methodEnd, 'no method and space');
  const targetEnd = skip(bytes, methodEnd + 1, to, VISIBLE);
  if (targetEnd === methodEnd + 1 || bytes[targetEnd] !== SP) return notHttp(targetEnd, 'no request target and space');
  const versionAt = targetEnd + 1;
  if (!isHttpVersion(bytes, versionAt, to)) return notHttp(versionAt, 'no HTTP version at its end');

  const line = latin1(bytes, from, to);
  const method = line.slice(0, methodEnd - from);
  const target = line.slice(methodEnd + 1 - from, targetEnd - from);
  const version = line.slice(versionAt + PROTOCOL.length - from);
  if (!version.startsWith('1.')) {
    const message = `HTTP/${version} is not supported; HTTP/1.1 is`;
    return { kind: 'fault', code: 'version-not-supported', position: versionAt, message, method, target, version };
  }
  const parts = checkTarget(bytes, { method, text: target, from: methodEnd + 1, to: targetEnd });
  if (parts.kind === 'fault') return { ...parts, method, target, version };
  return { kind: 'request-line', method, target, path: parts.path, query: parts.query, version };
}

/**
 * An https resource is served over TLS alone, and what asks for http over TLS was meant for a proxy (RFC 9110 §7.4). Undefined
 * where neither is the case. Behind a trusted proxy both schemes are right: that of the connection (RFC 9112 §3.2.2), and that by
 * which the request first came. `position` is counted from the line's first byte.
 */
export function wrongScheme(
  { method, target, version }: RequestLine,
  connection: { readonly secure: boolean },
  { secure }: { readonly secure: boolean },
): RefusedRequestLine | undefined {
  if (target.charCodeAt(0) === SLASH) return undefined;
  const scheme = /^(https?):\/\//i.exec(target)?.[1]?.toLowerCase();
  if (scheme === undefined || connection.secure !== secure || (scheme === 'https') === secure) return undefined;
  const message = `The request target is wrong: it asks for ${scheme}, but came over ${secure ? 'https' : 'http'}`;
  return { kind: 'fault', code: 'bad-target', position: method.length + 1, message, method, target, version };
}

/** HTTP-version = HTTP-name "/" DIGIT "." DIGIT, in capitals (RFC 9112 §2.3). */
function isHttpVersion(bytes: Buffer, from: number, to: number): boolean {
  const majorAt = from + PROTOCOL.length;
  return (
    to === majorAt + 3 &&
    PROTOCOL.every((octet, index) => bytes[from + index] === octet) &&
    skip(bytes, majorAt, to, DIGIT) === majorAt + 1 &&
    bytes[majorAt + 1] === 0x2e &&
    skip(bytes, majorAt + 2, to, DIGIT) === to
  );
}

function notHttp(position: number, what: string): RefusedRequestLine {
  return { kind: 'fault', code: 'not-http', position, message: `The first line is not an HTTP request line: ${what}` };
}
