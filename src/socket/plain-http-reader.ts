import type { FaultCode } from '../contract/fault.ts';
import type { BodySize, ReadEvent, ReadPhase, Rejected, RequestReader } from '../contract/request-reader.ts';

/**
 * Reads what comes in the clear to a TLS port. Whatever it is (a request, a wrong one, not HTTP), it is refused when its head
 * is read, so that the record has its target and the page its visitor's colour.
 */
export class PlainHttpReader implements RequestReader {
  readonly #reader: RequestReader;

  constructor(reader: RequestReader) {
    this.#reader = reader;
  }

  get phase(): ReadPhase {
    return this.#reader.phase;
  }

  get body(): BodySize {
    return this.#reader.body;
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  end(): void {
    this.#reader.end();
  }

  next(): ReadEvent {
    const event = this.#reader.next();
    switch (event.kind) {
      case 'need-data':
      case 'closed':
        return event;
      case 'head':
      case 'complete':
        return inTheClear(this.abandon('plain-http', ''));
      case 'rejected':
        return inTheClear(event);
    }
  }

  limitBody(): 'fits' {
    return 'fits';
  }

  abandon(code: FaultCode, message: string): Rejected {
    return this.#reader.abandon(code, message);
  }
}

function inTheClear({ accepted }: Rejected): Rejected {
  const { raw, ...known } = accepted.partial;
  const partial = { ...known, raw: raw === '' ? undefined : raw };
  const message = 'The request came over plain HTTP, but this port speaks HTTPS';
  return {
    kind: 'rejected',
    accepted: { kind: 'refused', fault: { code: 'plain-http', status: 400, at: 0, message }, partial },
  };
}
