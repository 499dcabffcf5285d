import type { FaultCode, ReadFault } from '../../contract/fault.ts';
import type { Limits } from '../../contract/program.ts';
import type { PartialRequest } from '../../contract/request.ts';
import type { BodySize } from '../../contract/request-reader.ts';
import type { BodyIntake } from '../../contract/uploads.ts';
import { BodyCollector } from './body-collector.ts';
import { FAULT_STATUSES } from './fault-statuses.ts';
import { HeaderSection } from './header-section.ts';
import type { HeldBytes } from './held-bytes.ts';
import { parseCookies } from './parse-cookies.ts';
import type { RefusedRequestLine, RequestLine } from './read-request-line.ts';
import type { ReceivedRequest, Scheme } from './received-request.ts';

const NO_BODY: BodySize = { knownBytes: 0, bytesMax: 0 };

/** What is known of the request that is being read. */
export class RequestDraft {
  emptyLines = 0;
  /** What it is instead of a request, where that shows. */
  seen: Pick<ReadFault, 'protocol'> = {};
  line: RequestLine | RefusedRequestLine | undefined;
  /** Where a refused request line is wrong, counted from the request's first byte. */
  lineFaultAt = 0;
  readonly headers = new HeaderSection();
  wholeHead = false;
  /** Header and trailer lines together: neither can be a way round the limits of the other. */
  fieldBytes = 0;
  fieldCount = 0;
  /** The limits for the rest of the request, from the end of the head on. */
  limits: Limits | undefined;
  /** From the end of the head on. */
  request: ReceivedRequest | undefined;
  /** The first bytes of the head, kept while a body can still be refused. */
  rawOfHead = '';
  readonly body = new BodyCollector();
  bodyBytesMax = 0;
  extensionBytes = 0;

  /** Adds field lines as far as they are whole and right: nearly all are. `#nextField` finds all others. */
  addGoodLines(held: HeldBytes, { headerBytesMax, headerCountMax }: Limits): void {
    const { bytes, position } = held;
    held.position = this.headers.addLines(bytes, position, {
      to: Math.min(bytes.length, position + headerBytesMax - this.fieldBytes),
      countMax: headerCountMax - this.fieldCount,
      base: held.offsetOf(0),
    });
    this.fieldBytes += held.position - position;
    this.fieldCount = this.headers.count;
  }

  /** All lines of the head are there; `text`: all of it, as Latin-1. */
  endHead(text: string): void {
    this.headers.decode(text);
    this.wholeHead = true;
  }

  /** The head is whole; `bytes`: its Content-Length, if it has one. */
  beginBody(request: ReceivedRequest, bytes: number): void {
    this.request = request;
    this.body.remaining = bytes;
    this.limitBody(this.limits?.bodyBytesMax ?? 0);
  }

  /** Before any of it is read. */
  limitBody(bytesMax: number, intake?: BodyIntake): 'fits' | 'too-large' {
    this.body.intake = intake;
    this.bodyBytesMax = bytesMax;
    // Of a chunked one nothing is known yet.
    this.body.bytesMax = this.body.remaining === 0 ? bytesMax : this.body.remaining;
    return this.bodyIsTooLarge ? 'too-large' : 'fits';
  }

  /** All of its body is there. */
  wholeRequest(): ReceivedRequest {
    if (this.request === undefined) throw new Error('a request was handed on before its head was read');
    this.request.body = this.body.body();
    return this.request;
  }

  /** One that is too large is not waited for; one that goes elsewhere needs only some memory. */
  get awaitedBody(): BodySize {
    if (this.bodyIsTooLarge) return NO_BODY;
    const { knownBytes, bytesMax, intake } = this.body;
    return intake === undefined ? this.body : { knownBytes, bytesMax: Math.min(bytesMax, intake.memoryBytesMax) };
  }

  /** By its Content-Length. */
  get bodyIsTooLarge(): boolean {
    return this.body.knownBytes > this.bodyBytesMax;
  }

  /** When the head was whole, its request line turned out to be wrong. The position is counted from the request's first byte. */
  refuseLine(line: RefusedRequestLine): void {
    this.line = line;
    this.lineFaultAt = line.position;
  }

  /** Of a request whose line was refused already, later faults do not count, except that this is not HTTP at all. */
  fault(code: FaultCode, message: string, at: number): ReadFault {
    const { line, lineFaultAt, seen } = this;
    return line?.kind === 'fault' && code !== 'not-http'
      ? { code: line.code, status: FAULT_STATUSES[line.code], at: lineFaultAt, message: line.message }
      : { code, status: FAULT_STATUSES[code], at, message, ...seen };
  }

  /** All of it, for the log line and the page of a refusal. */
  partial(raw: string, scheme: Scheme): PartialRequest {
    const { wholeHead } = this;
    const { fieldLines } = this.headers;
    const secure = (wholeHead ? scheme.isSecure?.(fieldLines) : undefined) ?? scheme.secure;
    const { method, target, version } = this.line ?? {};
    const cookies = parseCookies(fieldLines);
    return { method, target, version, secure, fieldLines, wholeHead, cookies, raw };
  }
}
