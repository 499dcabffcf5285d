import type { FieldLine } from '../../contract/request.ts';
import { TCHAR_CLASS } from '../../http/grammar.ts';

/** An answer as a client has it. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly fieldLines: readonly FieldLine[];
  readonly body: Uint8Array;
}

/**
 * Reads the bytes of one answer (RFC 9112 §4 to §6). They are ours, so this is strict: it throws on whatever it does not know,
 * and on every byte too many or too few.
 */
export function readAnswer(bytes: Uint8Array, request: { readonly method: string | undefined }): ReceivedAnswer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headEnd = buffer.indexOf('\r\n\r\n');
  if (headEnd < 0) throw wrongAnswer('its head has no end');
  const [statusLine = '', ...lines] = buffer.toString('latin1', 0, headEnd).split('\r\n');
  const status = /^HTTP\/1\.1 ([2-5]\d\d) /.exec(statusLine)?.[1];
  if (status === undefined) throw wrongAnswer(`it begins with "${statusLine}"`);
  const fieldLines = lines.map(readFieldLine);
  const sent = buffer.subarray(headEnd + 4);
  const method = request.method;
  return { status: Number(status), fieldLines, body: contentOf(sent, { status: Number(status), fieldLines, method }) };
}

/** The values of a field, whatever the case of its name. */
export function fieldValues({ fieldLines }: ReceivedAnswer, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return fieldLines.filter(([own]) => own.toLowerCase() === wanted).map(([, value]) => value);
}

function readFieldLine(line: string): FieldLine {
  const parts = FIELD_LINE.exec(line);
  if (parts === null) throw wrongAnswer(`its head has the line "${line}"`);
  return [parts[1] ?? '', parts[2] ?? ''];
}

const FIELD_LINE = new RegExp(`^([${TCHAR_CLASS}]+): ?([\\t\\x20-\\x7e]*)$`);

/** RFC 9112 §6.3. */
function contentOf(
  sent: Buffer,
  { status, fieldLines, method }: Omit<ReceivedAnswer, 'body'> & { readonly method: string | undefined },
): Uint8Array {
  const bare = method === 'HEAD' || status === 204 || status === 304;
  const chunked = fieldLines.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked');
  if (chunked && !bare) return joinChunks(sent);
  const expected = bare ? 0 : contentLength(fieldLines);
  if (sent.length !== expected) throw wrongAnswer(`its body has ${sent.length} bytes instead of ${expected}`);
  return sent;
}

function contentLength(fieldLines: readonly FieldLine[]): number {
  const lengths = fieldLines.filter(([name]) => name.toLowerCase() === 'content-length');
  const [length, second] = lengths;
  if (length === undefined || second !== undefined || !/^\d+$/.test(length[1])) {
    throw wrongAnswer('it does not say how long its body is');
  }
  return Number(length[1]);
}

/** RFC 9112 §7.1, without extensions and trailers: we send none. */
function joinChunks(sent: Buffer): Uint8Array {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = sent.indexOf('\r\n', at);
    const size = /^[0-9a-f]+$/.exec(sent.toString('latin1', at, Math.max(lineEnd, at)))?.[0];
    if (size === undefined) throw wrongAnswer('a chunk has no size');
    const from = lineEnd + 2;
    const end = from + Number.parseInt(size, 16);
    if (sent.toString('latin1', end, end + 2) !== '\r\n')
      throw wrongAnswer('a chunk does not have the size that it says');
    if (end > from) chunks.push(sent.subarray(from, end));
    else if (sent.length === end + 2) return Buffer.concat(chunks);
    else throw wrongAnswer('its chunks do not end with the message');
    at = end + 2;
  }
}

function wrongAnswer(what: string): Error {
  return new Error(`an answer that is not HTTP: ${what}`);
}
