import type { RequestReader } from '../contract/request-reader.ts';
import { BodyPlace, type BodyRoom } from './body-room.ts';
import { type TurnEnd, TurnShare } from './turn-end.ts';

/** What all connections of a listener share, besides its places. */
export interface SharedResources {
  readonly turnEnd: TurnEnd;
  readonly bodies: BodyRoom;
}

/** How far one connection may go before others have had theirs: its exchanges in a turn, and the memory for a body. */
export class Pace {
  readonly #share: TurnShare;
  readonly #place: BodyPlace;

  /** `onTurn` is called when a connection that waits may go on. */
  constructor({ turnEnd, bodies }: SharedResources, onTurn: () => void) {
    this.#share = new TurnShare(turnEnd, onTurn);
    this.#place = new BodyPlace(bodies, () => this.#share.wait());
  }

  /** Nothing more is taken of what has come. */
  get waiting(): boolean {
    return this.#share.waiting || this.#place.waiting;
  }

  /** To be asked before more is taken; whether it has to wait from now on. */
  mustWait({ phase, body }: RequestReader): boolean {
    if (phase === 'idle') return false;
    if (!this.#share.isUsedUp()) return this.#place.mustWait(body);
    this.#share.wait();
    return true;
  }

  /** As `mustWait`, where what has come is not the matter, but what is to be sent. */
  mustRest(): boolean {
    if (this.#share.waiting) return true;
    if (this.#share.isUsedUp()) this.#share.wait();
    else this.#share.count();
    return this.#share.waiting;
  }

  exchangeBegins(): void {
    this.#share.count();
  }

  exchangeEnds(): void {
    this.#place.release();
  }

  /** The peer sends no more. */
  inputEnds(): void {
    this.#place.exempt();
  }
}
