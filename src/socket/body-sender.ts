import type { FlowEvent, Outcome } from '../contract/exchange.ts';
import { breakOff, type Link } from './link.ts';
import type { Output } from './output.ts';
import type { Pace } from './pace.ts';

/** Sends the body of one answer to the output: reads it as fast as the peer takes it, and lets other connections have their turns. */
export class BodySender {
  readonly #answer: Outcome & { readonly kind: 'flowing' };
  readonly #link: Link;
  readonly #output: Output;
  readonly #pace: Pace;
  readonly #onEnd: (close: boolean) => void;
  #state: 'resting' | 'reading' | 'over' = 'resting';

  /** `onEnd` is called when everything is in the output; `close`: the connection must end after it. */
  constructor(
    answer: Outcome & { readonly kind: 'flowing' },
    { link, output, pace }: { readonly link: Link; readonly output: Output; readonly pace: Pace },
    onEnd: (close: boolean) => void,
  ) {
    this.#answer = answer;
    this.#link = link;
    this.#output = output;
    this.#pace = pace;
    this.#onEnd = onEnd;
  }

  /** Reads on while there is room. Call it when there may be room again, and when it is this connection's turn. */
  goOn(): void {
    if (this.#state !== 'resting' || this.#output.isFull || !this.#pace.takesPiece()) return;
    this.#state = 'reading';
    void this.#answer.body.next().then(this.#take);
  }

  begin(isStopping: boolean): void {
    if (isStopping) this.serverStops();
    if (this.#link.socket.readableEnded) this.inputEnds();
    this.goOn();
  }

  /** A peer that ends its side can wait for the rest of an answer, but not for an endless one: it has left. */
  inputEnds(): void {
    if (this.#answer.body.endless) this.#link.socket.destroy();
  }

  serverStops(): void {
    this.#answer.body.stop();
  }

  /** The connection is closed, or will be at once. */
  abandon(): void {
    this.#state = 'over';
    this.#answer.body.abandon();
  }

  readonly #take = (event: FlowEvent): void => {
    if (this.#state === 'over') return;
    this.#state = event.kind === 'bytes' ? 'resting' : 'over';
    switch (event.kind) {
      case 'bytes':
        if (event.bytes.length > 0) this.#output.add(event.bytes);
        this.goOn();
        return;
      case 'end':
        if (event.bytes.length > 0) this.#output.add(event.bytes);
        this.#onEnd(this.#answer.close);
        return;
      case 'failed':
        // The missing end of the framing shows the failure; where the end of the connection marks that of the body, only a reset does.
        if (event.reset) breakOff(this.#link);
        else this.#onEnd(true);
    }
  };
}
