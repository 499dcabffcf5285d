import type { Accepted } from '../contract/request.ts';
import type { RequestReader } from '../contract/request-reader.ts';
import { BodyPlace, type BodyRoom } from './body-room.ts';
import { type TurnEnd, TurnShare } from './turn-end.ts';

/** What all connections of a listener share, besides its places. */
export interface SharedResources {
  readonly turnEnd: TurnEnd;
  readonly bodies: BodyRoom;
}

export interface PaceEvents {
  /** There is room for the body that has waited for it: its peer had no way to go on until now. */
  onRoom(): void;
  /** A connection that waits may go on. */
  onTurn(): void;
}

/** A body up to this size costs well below a millisecond: who sends a form never waits for all who upload. */
const QUICK_BYTES_MAX = 4 * 1024;

/** How far one connection may go before others have had theirs: its exchanges in a turn, and the memory for a body. */
export class Pace {
  readonly #share: TurnShare;
  readonly #place: BodyPlace;

  constructor({ turnEnd, bodies }: SharedResources, { onRoom, onTurn }: PaceEvents) {
    this.#share = new TurnShare(turnEnd, onTurn);
    this.#place = new BodyPlace(bodies, () => {
      onRoom();
      this.#share.wait('quick');
    });
  }

  /** Nothing more is taken of what has come. */
  get waiting(): boolean {
    return this.#share.waiting || this.#place.waiting;
  }

  /** To be asked before more is read; whether it has to wait from now on. */
  mustWait({ body }: RequestReader): boolean {
    return this.#place.mustWait(body);
  }

  /** Whether the exchange of a request that is whole may begin; else it has to wait for its turn. */
  takesExchange(accepted: Accepted): boolean {
    const quick = accepted.kind === 'refused' || accepted.request.body.length <= QUICK_BYTES_MAX;
    return this.#share.take(quick ? 'quick' : 'slow');
  }

  /** As `takesExchange`, for the next piece of an answer. */
  takesPiece(): boolean {
    return this.#share.take('quick');
  }

  exchangeEnds(): void {
    this.#place.release();
  }

  /** The peer sends no more. */
  inputEnds(): void {
    this.#place.exempt();
  }
}
