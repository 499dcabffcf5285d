import type { FaultCode } from '../../contract/fault.ts';
import type { Limits } from '../../contract/program.ts';
import type { BodySize, ReadEvent, ReadPhase, Rejected, RequestReader } from '../../contract/request-reader.ts';
import type { BodyIntake } from '../../contract/uploads.ts';
import { CR, LF } from '../../http/octets.ts';
import { chooseFraming, type HeadFault, tooLarge } from './choose-framing.ts';
import { HeldBytes } from './held-bytes.ts';
import { CHUNK_EXTENSION_BYTES_MAX, CHUNK_LINE_BYTES_MAX, readChunkLine } from './read-chunk-line.ts';
import { type FieldPlaces, readFieldLine } from './read-field-line.ts';
import { readRequestLine, wrongBeginning, wrongScheme } from './read-request-line.ts';
import { BODY_STATES, type State, type Transitions } from './reader-states.ts';
import { ReceivedRequest, type Scheme } from './received-request.ts';
import { RequestDraft } from './request-draft.ts';

/**
 * Makes the reader of one connection; `scheme` decides what of it came over TLS. `limitsNow` is asked again for each head: a head is
 * measured by the active limits, and its body by those that were active when the head was whole.
 */
export function openRequestReader(limitsNow: () => Limits, scheme: Scheme): RequestReader {
  return new ByteReader(limitsNow, scheme);
}

/** The result of one step: an event for the caller, or undefined, and the next step follows. */
type Step = ReadEvent | undefined;

/** How many empty lines before a request are ignored: some clients end a body with a CRLF of their own (RFC 9112 §2.2). */
const EMPTY_LINES_MAX = 4;
const RAW_BYTES_MAX = 256;

const NEED_DATA: ReadEvent = { kind: 'need-data' };
const CLOSED: ReadEvent = { kind: 'closed' };
/** Of no request, and only read: most connections wait for one, or for an answer. What is read or refused has its own. */
const NO_DRAFT = new RequestDraft();

class ByteReader implements RequestReader {
  readonly #limitsNow: () => Limits;
  readonly #scheme: Scheme;
  readonly #held = new HeldBytes();
  #state: State = 'request-line';
  #final: ReadEvent | undefined;
  #ended = false;
  #draft = NO_DRAFT;

  constructor(limitsNow: () => Limits, scheme: Scheme) {
    this.#limitsNow = limitsNow;
    this.#scheme = scheme;
  }

  get phase(): ReadPhase {
    if (this.#final !== undefined) return 'idle';
    if (this.#draft.request !== undefined) return 'body';
    return this.#state === 'request-line' && this.#held.waiting === 0 ? 'idle' : 'head';
  }

  get body(): BodySize {
    return this.#draft.awaitedBody;
  }

  limitBody(bytesMax: number, intake?: BodyIntake): 'fits' | 'too-large' {
    return this.#draft.limitBody(bytesMax, intake);
  }

  push(chunk: Uint8Array): void {
    if (this.#final === undefined) this.#held.push(chunk, this.#draft.request === undefined);
  }

  end(): void {
    this.#ended = true;
  }

  next(): ReadEvent {
    for (;;) {
      if (this.#final !== undefined) return this.#final;
      const event = this.#step();
      if (event !== undefined) return event.kind === 'need-data' && this.#ended ? this.#endOfInput() : event;
    }
  }

  abandon(code: FaultCode, message: string): Rejected {
    if (this.#draft === NO_DRAFT) this.#draft = new RequestDraft();
    return this.#reject(code, message, this.#held.bytes.length);
  }

  #step(): Step {
    switch (this.#state) {
      case 'request-line':
        return this.#readRequestLine();
      case 'field-lines':
        return this.#readFieldLine();
      case 'sized-body':
        return this.#readBody() ?? this.#go<'sized-body'>('whole');
      case 'chunk-line':
        return this.#readChunkLine();
      case 'chunk-data':
        return this.#readBody() ?? this.#go<'chunk-data'>('chunk-end');
      case 'chunk-end':
        return this.#readChunkEnd();
      case 'trailers':
        return this.#readTrailer();
      case 'whole':
        return this.#handOn();
    }
  }

  #go<From extends State>(to: Transitions[From]): undefined {
    this.#state = to;
  }

  #readRequestLine(): Step {
    const { bytes, position, waiting } = this.#held;
    if (waiting === 0) return NEED_DATA;
    if (this.#draft === NO_DRAFT) this.#draft = new RequestDraft();
    if (bytes[position] === CR || bytes[position] === LF) return this.#readEmptyLine();
    const wrong = wrongBeginning(bytes, position, this.#scheme);
    if (wrong !== undefined) {
      const { message, ...seen } = wrong;
      this.#draft.seen = seen;
      return this.#reject('not-http', message, position);
    }
    const lineEnd = this.#held.findLineEnd();
    const lineBytes = (lineEnd < 0 ? bytes.length : this.#held.textEnd(lineEnd)) - position;
    const { requestLineBytesMax } = this.#draft.limits ?? this.#limitsNow();
    if (lineBytes > requestLineBytesMax + (lineEnd < 0 ? 1 : 0)) {
      return this.#reject('request-line-too-long', `The request line is over ${requestLineBytesMax} bytes`, position);
    }
    if (lineEnd < 0) return NEED_DATA;
    const line = readRequestLine(bytes, position, this.#held.textEnd(lineEnd));
    this.#draft.line = line;
    if (line.kind === 'fault') {
      if (line.code === 'not-http') return this.#reject(line.code, line.message, line.position);
      // A line of the right shape is refused when its head is whole: the page follows the visitor's cookie.
      this.#draft.lineFaultAt = this.#held.offsetOf(line.position);
    }
    return this.#consumeLine(lineEnd) ?? this.#go<'request-line'>('field-lines');
  }

  #readEmptyLine(): Step {
    const { bytes, position, waiting } = this.#held;
    if (bytes[position] === LF) return this.#bareLf(position);
    if (waiting === 1) return NEED_DATA;
    if (bytes[position + 1] !== LF) return this.#reject('not-http', 'The first byte is a lone CR', position);
    this.#draft.emptyLines++;
    if (this.#draft.emptyLines > EMPTY_LINES_MAX) {
      return this.#reject('bad-line-end', `Over ${EMPTY_LINES_MAX} empty lines come before the request`, position);
    }
    this.#held.position = position + 2;
    this.#held.beginRequest();
    return undefined;
  }

  #readFieldLine(): Step {
    if (!this.#held.isSearched) this.#draft.addGoodLines(this.#held, this.#limitsNow());
    const field = this.#nextField();
    if (field === undefined) return this.#endHead();
    if (field.kind !== 'field') return field;
    const rejected = this.#consumeLine(field.lineEnd);
    // A line whose end is wrong is not a field line, and its text is left out of the parsed text.
    if (rejected === undefined) this.#draft.headers.add(field, this.#held.offsetOf(0));
    return rejected;
  }

  #endHead(): Step {
    const { line } = this.#draft;
    if (line === undefined) throw new Error('a header section was read before its request line');
    const text = this.#held.requestText();
    this.#draft.endHead(text);
    if (line.kind === 'fault') return this.#reject(line.code, line.message, this.#held.position);
    this.#draft.limits = this.#limitsNow();
    const framing = chooseFraming(line.version, this.#draft.headers);
    if (framing.kind === 'fault') return this.#refuse(framing);
    const request = new ReceivedRequest(line, this.#draft.headers.fieldLines, framing, this.#scheme);
    const strange = wrongScheme(line, this.#scheme, request);
    if (strange !== undefined) {
      this.#draft.refuseLine(strange);
      return this.#reject(strange.code, strange.message, this.#held.position);
    }
    const { body } = framing;
    // From here on only the body can be refused, and then the bytes of the head are gone.
    if (body.kind !== 'none') this.#draft.rawOfHead = this.#held.firstBytes(RAW_BYTES_MAX, text);
    this.#draft.beginBody(request, body.kind === 'sized' ? body.bytes : 0);
    this.#go<'field-lines'>(BODY_STATES[body.kind]);
    return { kind: 'head', request, hasBody: body.kind !== 'none' };
  }

  /** Takes the bytes of the body that are there; undefined once all are. */
  #readBody(): Step {
    if (this.#draft.bodyIsTooLarge) return this.#refuse(tooLarge(this.#draft.bodyBytesMax));
    const { bytes, position, waiting } = this.#held;
    if (waiting === 0) return NEED_DATA;
    const taken = Math.min(waiting, this.#draft.body.remaining);
    this.#draft.body.add(bytes.subarray(position, position + taken));
    this.#held.position = position + taken;
    return this.#draft.body.remaining > 0 ? NEED_DATA : undefined;
  }

  #readChunkLine(): Step {
    const { bytes, position } = this.#held;
    const lineEnd = this.#held.findLineEnd();
    if ((lineEnd < 0 ? bytes.length : lineEnd) - position > CHUNK_LINE_BYTES_MAX) {
      return this.#reject('bad-chunk', `The line before a chunk is over ${CHUNK_LINE_BYTES_MAX} bytes`, position);
    }
    if (lineEnd < 0) return NEED_DATA;
    const chunk = readChunkLine(bytes, position, this.#held.textEnd(lineEnd));
    if (chunk.kind === 'fault') return this.#reject(chunk.code, chunk.message, chunk.position);
    this.#draft.extensionBytes += chunk.extensionBytes;
    if (this.#draft.extensionBytes > CHUNK_EXTENSION_BYTES_MAX) {
      const message = `The chunk extensions are over ${CHUNK_EXTENSION_BYTES_MAX} bytes together`;
      return this.#reject('bad-chunk', message, position);
    }
    if (chunk.bytes > this.#draft.bodyBytesMax - this.#draft.body.bytes)
      return this.#refuse(tooLarge(this.#draft.bodyBytesMax));
    this.#draft.body.remaining = chunk.bytes;
    return this.#consumeLine(lineEnd) ?? this.#go<'chunk-line'>(chunk.bytes === 0 ? 'trailers' : 'chunk-data');
  }

  #readChunkEnd(): Step {
    const { bytes, position, waiting } = this.#held;
    const wrong = [CR, LF].findIndex((octet, index) => index < waiting && bytes[position + index] !== octet);
    if (wrong >= 0) return this.#reject('bad-chunk', 'A chunk is not followed by CRLF', position + wrong);
    if (waiting < 2) return NEED_DATA;
    this.#held.position = position + 2;
    return this.#go<'chunk-end'>('chunk-line');
  }

  /** RFC 9110 §6.5.1: trailers may be dropped, and none is merged into the header section. */
  #readTrailer(): Step {
    const field = this.#nextField();
    if (field === undefined) return this.#go<'trailers'>('whole');
    return field.kind === 'field' ? this.#consumeLine(field.lineEnd) : field;
  }

  #handOn(): Step {
    const request = this.#draft.wholeRequest();
    const { plainTexts } = this.#draft.headers;
    this.#draft = NO_DRAFT;
    this.#held.beginRequest();
    this.#go<'whole'>('request-line');
    return { kind: 'complete', accepted: { kind: 'request', request, plainTexts } };
  }

  /** The next line of a header or trailer section, not consumed yet; undefined after its empty line, which is. */
  #nextField(): FieldPlaces | ReadEvent | undefined {
    const { bytes, position } = this.#held;
    const { headerBytesMax, headerCountMax } = this.#draft.limits ?? this.#limitsNow();
    const lineEnd = this.#held.findLineEnd();
    if (this.#draft.fieldBytes + (lineEnd < 0 ? bytes.length : lineEnd + 1) - position > headerBytesMax) {
      return this.#reject('headers-too-large', `The header fields are over ${headerBytesMax} bytes`, position);
    }
    if (lineEnd < 0) return NEED_DATA;
    if (lineEnd === position) return this.#bareLf(lineEnd);
    const textEnd = this.#held.textEnd(lineEnd);
    if (textEnd === position) return this.#consumeLine(lineEnd);
    const field = readFieldLine(bytes, { from: position, to: textEnd, lineEnd });
    if (field.kind === 'fault') {
      // A line without a colon is not HTTP only in a head: a trailer comes after a whole head.
      const inTrailer = this.#draft.request !== undefined && field.code === 'not-http';
      return this.#reject(inTrailer ? 'bad-field-line' : field.code, field.message, field.position);
    }
    this.#draft.fieldBytes += lineEnd + 1 - position;
    this.#draft.fieldCount++;
    if (this.#draft.fieldCount > headerCountMax) {
      return this.#reject('headers-too-large', `There are over ${headerCountMax} header fields`, position);
    }
    return field;
  }

  /** Steps over a line that was parsed, except for its end: that must be CRLF (RFC 9112 §2.2). */
  #consumeLine(lineEnd: number): Rejected | undefined {
    if (this.#held.textEnd(lineEnd) === lineEnd) return this.#bareLf(lineEnd);
    this.#held.position = lineEnd + 1;
    return undefined;
  }

  #bareLf(position: number): Rejected {
    return this.#reject('bad-line-end', 'A line ends in LF alone, not in CRLF', position);
  }

  #endOfInput(): ReadEvent {
    if (this.phase === 'idle') {
      this.#final = CLOSED;
      return CLOSED;
    }
    return this.#reject('truncated', 'The peer closed in the middle of a request', this.#held.bytes.length);
  }

  #refuse({ code, message }: HeadFault): Rejected {
    return this.#reject(code, message, this.#held.position);
  }

  #reject(code: FaultCode, message: string, position: number): Rejected {
    const fault = this.#draft.fault(code, message, this.#held.offsetOf(position));
    if (this.#draft.request === undefined) this.#draft.headers.decode(this.#held.requestText());
    const raw = this.#draft.request === undefined ? this.#held.firstBytes(RAW_BYTES_MAX) : this.#draft.rawOfHead;
    const partial = this.#draft.partial(raw, this.#scheme);
    const rejected: Rejected = { kind: 'rejected', accepted: { kind: 'refused', fault, partial } };
    this.#final = rejected;
    return rejected;
  }
}
