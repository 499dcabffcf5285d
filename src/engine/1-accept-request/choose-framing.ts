import type { FaultCode } from '../../contract/fault.ts';
import { TCHAR_CLASS } from '../../http/grammar.ts';
import { asUtf8 } from '../../http/octets.ts';
import { trimOws } from '../../http/white-space.ts';
import { shortened } from '../shortened.ts';
import { checkAuthority } from './check-authority.ts';
import type { HeaderSection } from './header-section.ts';

/** How a request goes on after its head, and whether its connection does. */
export interface Framing {
  readonly kind: 'framing';
  readonly body: { readonly kind: 'none' | 'chunked' } | { readonly kind: 'sized'; readonly bytes: number };
  readonly persistent: boolean;
  readonly expectsContinue: boolean;
}

/** Why the header section as a whole is refused. */
export interface HeadFault {
  readonly kind: 'fault';
  readonly code: FaultCode;
  readonly message: string;
}

/** Decides all that the control fields of a request say, most dangerous first. */
export function chooseFraming(version: string, headers: HeaderSection): Framing | HeadFault {
  const http10 = version === '1.0';
  const hostFault = checkHost(headers.values('host'), http10);
  if (hostFault !== undefined) return hostFault;
  const body = chooseBody(headers, http10);
  if (body.kind === 'fault') return body;
  // RFC 9110 §10.1.1: an expectation in an HTTP/1.0 request is ignored.
  const expectations = http10 ? [] : listMembers(headers.values('expect'));
  const strange = expectations.find((expectation) => expectation !== '100-continue');
  if (strange !== undefined)
    return fault('unknown-expectation', `The expectation "${shortened(strange)}" cannot be met`);
  return {
    kind: 'framing',
    body,
    persistent: isPersistent(headers.values('connection'), http10),
    expectsContinue: expectations.length > 0 && body.kind !== 'none',
  };
}

/** Exactly one valid Host in HTTP/1.1, at most one in HTTP/1.0 (RFC 9112 §3.2). */
function checkHost(hosts: readonly string[], http10: boolean): HeadFault | undefined {
  const [host, second] = hosts;
  if (second !== undefined) return fault('bad-host', 'There is more than one Host field');
  if (host === undefined) return http10 ? undefined : fault('bad-host', 'There is no Host field');
  const wrong = checkAuthority(host);
  return wrong === undefined ? undefined : fault('bad-host', `The Host field is wrong: ${wrong}`);
}

/** Message body length (RFC 9112 §6.3). Refuses whatever two readers could take for two lengths. */
function chooseBody(headers: HeaderSection, http10: boolean): Framing['body'] | HeadFault {
  const codings = headers.values('transfer-encoding');
  const lengths = headers.values('content-length');
  if (codings.length > 0) {
    if (lengths.length > 0) {
      return fault('bad-transfer-encoding', 'There are both Transfer-Encoding and Content-Length');
    }
    if (http10) return fault('bad-transfer-encoding', 'HTTP/1.0 has no Transfer-Encoding');
    return checkCodings(codings.join(',')) ?? { kind: 'chunked' };
  }
  const [length, second] = lengths;
  if (length === undefined) return { kind: 'none' };
  if (second !== undefined) return fault('bad-content-length', 'There is more than one Content-Length field');
  if (!/^\d+$/.test(length))
    return fault('bad-content-length', `The Content-Length "${shortened(asUtf8(length))}" is not a decimal number`);
  const bytes = Number(length); // hundreds of digits become Infinity, which is over any limit
  return bytes === 0 ? { kind: 'none' } : { kind: 'sized', bytes };
}

/** token *( OWS ";" OWS token BWS "=" BWS token ) (RFC 9110 §10.1.4); a quoted value is refused with the rest. */
const CODING = new RegExp(`^[${TCHAR_CLASS}]+(?:[\\t ]*;[\\t ]*[${TCHAR_CLASS}]+[\\t ]*=[\\t ]*[${TCHAR_CLASS}]+)*$`);

/** Only `chunked` is understood, once and last (RFC 9112 §6.1); empty list members are refused too. */
function checkCodings(list: string): HeadFault | undefined {
  const codings = list.split(',').map(memberOf);
  const odd = codings.find((coding) => !CODING.test(coding));
  if (odd !== undefined) return fault('bad-transfer-encoding', `"${shortened(odd)}" is not a transfer coding`);
  if (codings.at(-1) !== 'chunked') {
    return fault('bad-transfer-encoding', 'The last transfer coding is not "chunked", so the body has no end');
  }
  if (codings.length === 1) return undefined;
  const unknown = codings.find((coding) => coding !== 'chunked');
  return unknown === undefined
    ? fault('bad-transfer-encoding', 'The transfer coding "chunked" is applied twice')
    : fault('unknown-transfer-coding', `The transfer coding "${shortened(unknown)}" is not understood`);
}

/** RFC 9112 §9.3: `close` anywhere wins; HTTP/1.0 must ask for `keep-alive`. */
function isPersistent(connection: readonly string[], http10: boolean): boolean {
  const [only, second] = connection;
  if (only === undefined) return !http10;
  // Nearly all requests: saves 0.6 µs, or 1.5 with `close`.
  if (second === undefined && only === 'keep-alive') return true;
  if (second === undefined && only === 'close') return false;
  const options = listMembers(connection);
  return !options.includes('close') && (!http10 || options.includes('keep-alive'));
}

/** The members of a `#token` list over all its lines, in lower case, empty ones left out (RFC 9110 §5.6.1). */
function listMembers(values: readonly string[]): readonly string[] {
  if (values.length === 0) return values;
  return values
    .join(',')
    .split(',')
    .map(memberOf)
    .filter((member) => member !== '');
}

/** A member of a list whose case means nothing. */
function memberOf(text: string): string {
  return trimOws(text).toLowerCase();
}

/** The refusal of a body that is, or says it will be, over the limit (RFC 9110 §15.5.14). */
export function tooLarge(bodyBytesMax: number): HeadFault {
  return fault('body-too-large', `The body is over ${bodyBytesMax} bytes`);
}

function fault(code: FaultCode, message: string): HeadFault {
  return { kind: 'fault', code, message };
}
