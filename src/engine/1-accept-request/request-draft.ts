import type { FaultCode, ReadFault } from '../../contract/fault.ts';
import type { Limits } from '../../contract/program.ts';
import type { PartialRequest } from '../../contract/request.ts';
import { BodyCollector } from './body-collector.ts';
import { FAULT_STATUSES } from './fault-statuses.ts';
import { HeaderSection } from './header-section.ts';
import { parseCookies } from './parse-cookies.ts';
import type { RefusedRequestLine, RequestLine } from './read-request-line.ts';
import type { ReceivedRequest, Scheme } from './received-request.ts';

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
  extensionBytes = 0;

  /** When the head was whole, its request line turned out to be wrong. The position is counted from the request's first byte. */
  refuseLine(line: RefusedRequestLine): void {
    this.line = line;
    this.lineFaultAt = line.position;
  }

  /** The request line was refused already: later faults do not count, except that this is not HTTP at all. */
  firstFault(later: FaultCode): ReadFault | undefined {
    if (this.line?.kind !== 'fault' || later === 'not-http') return undefined;
    const { code, message } = this.line;
    return { code, status: FAULT_STATUSES[code], at: this.lineFaultAt, message };
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
