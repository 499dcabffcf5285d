import { COLON, CR, FIELD_TEXT, OWS, skip, TCHAR, trimEnd } from '../../http/octets.ts';
import type { LineFault } from './line-fault.ts';

/** Where the parts of a field line are. */
export interface FieldPlaces {
  readonly kind: 'field';
  readonly from: number;
  readonly nameEnd: number;
  readonly valueFrom: number;
  readonly valueTo: number;
  /** The position of its LF. */
  readonly lineEnd: number;
}

/** A line: its text without its line end, and where that is. */
interface Line {
  readonly from: number;
  readonly to: number;
  readonly lineEnd: number;
}

/**
 * Reads `field-name ":" OWS field-value OWS` (RFC 9112 §5) between two positions, the line end left out.
 * A line without any colon is not HTTP; all else that is wrong is a bad field line.
 */
export function readFieldLine(bytes: Buffer, line: Line): FieldPlaces | LineFault {
  const { from, to, lineEnd } = line;
  const nameEnd = skip(bytes, from, to, TCHAR);
  if (nameEnd === from || bytes[nameEnd] !== COLON) return wrongName(bytes, { from, nameEnd, to });
  const valueFrom = skip(bytes, nameEnd + 1, to, OWS);
  const wrongAt = skip(bytes, valueFrom, to, FIELD_TEXT);
  if (wrongAt !== to) return badField(wrongAt, 'its value contains a control character');
  return { kind: 'field', from, nameEnd, valueFrom, valueTo: trimEnd(bytes, valueFrom, to), lineEnd };
}

function wrongName(
  bytes: Buffer,
  line: { readonly from: number; readonly nameEnd: number; readonly to: number },
): LineFault {
  const { from, nameEnd, to } = line;
  // RFC 9112 §5.2: a line folded onto the one before it is refused, not unfolded.
  if (skip(bytes, from, from + 1, OWS) > from) return badField(from, 'a line must not begin with white space');
  if (bytes[from] === CR) {
    return { kind: 'fault', code: 'bad-line-end', position: from, message: 'A line ends in a lone CR, not in CRLF' };
  }
  const colon = bytes.indexOf(COLON, from);
  if (colon < 0 || colon >= to) {
    return { kind: 'fault', code: 'not-http', position: from, message: 'A line of the head has no colon' };
  }
  if (nameEnd === from) return badField(from, 'it has no name');
  // RFC 9112 §5.1: white space before the colon is a request smuggler's tool.
  return badField(nameEnd, 'its name is not a token');
}

function badField(position: number, reason: string): LineFault {
  return { kind: 'fault', code: 'bad-field-line', position, message: `A header field line is wrong: ${reason}` };
}
