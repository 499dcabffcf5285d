import type { Accepted } from '../contract/request.ts';
import type { RequestReader } from '../contract/request-reader.ts';
import type { BodyIntake } from '../contract/uploads.ts';
import { BodyPlace, type BodyRoom, type PlaceOwner } from './body-room.ts';
import type { Deadlines } from './deadlines.ts';
import { type TurnEnd, TurnShare, type TurnTaker } from './turn-end.ts';

/** What all connections of a listener share, besides their places. */
export interface SharedResources {
  monotonicMs(): number;
  readonly turnEnd: TurnEnd;
  readonly bodies: BodyRoom;
}

/** Whose pace it is: when its turn comes it can go on. */
export interface PaceOwner extends TurnTaker {
  readonly times: Pick<Deadlines, 'restart'>;
}

/** A body up to this size costs well below a millisecond: a form never waits for uploads. */
const QUICK_BYTES_MAX = 4 * 1024;

/** How far one connection can go before others have their turn: its exchanges in a turn, and the memory for a body. */
export class Pace implements PlaceOwner {
  readonly #share: TurnShare;
  readonly #place: BodyPlace;
  readonly #shared: SharedResources;
  readonly #owner: PaceOwner;
  #intake: BodyIntake | undefined;

  constructor(shared: SharedResources, owner: PaceOwner) {
    this.#shared = shared;
    this.#owner = owner;
    this.#share = new TurnShare(shared.turnEnd, owner);
    this.#place = new BodyPlace(shared.bodies, this);
  }

  /** For the body that waited for it, or for more of it: its peer could not go on until now. */
  roomCame(): void {
    this.#owner.times.restart(this.#shared.monotonicMs());
    this.#share.wait('quick');
  }

  /** The body goes there, as fast as that takes it. */
  feed(intake: BodyIntake): void {
    this.#intake = intake;
    intake.onRoom = comingTo(this);
  }

  /** Nothing more is taken of what has come. */
  get waiting(): boolean {
    return this.#share.waiting || this.#place.waiting || this.#intake?.isFull === true;
  }

  /** Call it before more is read; returns whether the connection must wait from now on. */
  mustWait({ body }: RequestReader): boolean {
    return this.#place.mustWait(body);
  }

  /** Whether the exchange of a whole request can begin; else it must wait for its turn. */
  takesExchange(accepted: Accepted): boolean {
    const quick = accepted.kind === 'refused' || accepted.request.body.length <= QUICK_BYTES_MAX;
    return this.#share.take(quick ? 'quick' : 'slow');
  }

  /** As `takesExchange`, for the next piece of an answer. */
  takesPiece(): boolean {
    return this.#share.take('quick');
  }

  exchangeEnds(): void {
    this.#intake = undefined;
    this.#place.release();
  }

  /** The peer sends no more. */
  inputEnds(): void {
    this.#place.exempt();
  }
}

function comingTo(pace: Pace): () => void {
  return () => pace.roomCame();
}
