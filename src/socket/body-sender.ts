import type { BodyFlow, FlowEvent, FlowTaker, Outcome } from '../contract/exchange.ts';
import { breakOff, type Link } from './link.ts';
import type { Output } from './output.ts';
import type { Pace } from './pace.ts';

/** Whose body is sent. */
export interface SenderOwner {
  /** Everything is in the output; `close`: the connection must end after it. */
  bodySent(close: boolean): void;
}

/** Sends the body of one answer to the output: reads it as fast as the peer takes it, and lets other connections have their turns. */
export class BodySender implements FlowTaker {
  // Not the whole answer: its head shares memory with others (an event stream would keep it for hours).
  readonly #body: BodyFlow;
  readonly #close: boolean;
  readonly #link: Link;
  readonly #output: Output;
  readonly #pace: Pace;
  readonly #owner: SenderOwner;
  #state: 'resting' | 'reading' | 'over' = 'resting';

  constructor(
    { body, close }: Outcome & { readonly kind: 'flowing' },
    { link, output, pace }: { readonly link: Link; readonly output: Output; readonly pace: Pace },
    owner: SenderOwner,
  ) {
    this.#body = body;
    this.#close = close;
    this.#link = link;
    this.#output = output;
    this.#pace = pace;
    this.#owner = owner;
  }

  /** Reads on while there is room. Call it when there may be room again, and when it is this connection's turn. */
  goOn(): void {
    if (this.#state !== 'resting' || this.#output.isFull || !this.#pace.takesPiece()) return;
    this.#state = 'reading';
    this.#body.next(this);
  }

  begin(isStopping: boolean): void {
    if (isStopping) this.serverStops();
    if (this.#link.socket.readableEnded) this.inputEnds();
    this.goOn();
  }

  /** A peer that ends its side can wait for the rest of an answer, but not for an endless one: it only gets the answers before that. */
  inputEnds(): void {
    if (!this.#body.endless || this.#state === 'over') return;
    this.abandon();
    this.#owner.bodySent(true);
  }

  serverStops(): void {
    this.#body.stop();
  }

  /** The connection is closed, or will be at once. */
  abandon(): void {
    this.#state = 'over';
    this.#body.abandon();
  }

  take(event: FlowEvent): void {
    if (this.#state === 'over') return;
    this.#state = event.kind === 'bytes' ? 'resting' : 'over';
    switch (event.kind) {
      case 'bytes':
        if (event.bytes.length > 0) this.#output.add(event.bytes);
        this.goOn();
        return;
      case 'end':
        if (event.bytes.length > 0) this.#output.add(event.bytes);
        this.#owner.bodySent(this.#close);
        return;
      case 'failed':
        // The missing end of the framing shows the failure; where the end of the connection marks that of the body, only a reset does.
        if (event.reset) breakOff(this.#link);
        else this.#owner.bodySent(true);
    }
  }
}
