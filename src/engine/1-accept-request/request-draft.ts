import type { PartialRequest } from '../../contract/request.ts';
import { BodyCollector } from './body-collector.ts';
import { HeaderSection } from './header-section.ts';
import { parseCookies } from './parse-cookies.ts';
import type { RefusedRequestLine, RequestLine } from './read-request-line.ts';
import type { ReceivedRequest } from './received-request.ts';

/** What is known of the request that is being read. */
export class RequestDraft {
  emptyLines = 0;
  line: RequestLine | RefusedRequestLine | undefined;
  readonly headers = new HeaderSection();
  /** Header and trailer lines together: neither may be a way round the limits of the other. */
  fieldBytes = 0;
  fieldCount = 0;
  /** From the end of the head on. */
  request: ReceivedRequest | undefined;
  /** The first bytes of the head, kept where a body can still be refused. */
  rawOfHead = '';
  readonly body = new BodyCollector();
  /** Bytes still to come of a sized body, or of a chunk. */
  remaining = 0;
  extensionBytes = 0;

  /** All of it, for the log line and the page of a refusal. */
  partial(raw: string): PartialRequest {
    const { fieldLines } = this.headers;
    const { method, target, version } = this.line ?? {};
    return { method, target, version, fieldLines, cookies: parseCookies(fieldLines), raw };
  }
}
