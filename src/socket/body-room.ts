import type { BodySize } from '../contract/request-reader.ts';

/** A body up to this size needs no room, so that small posts never wait for large uploads. */
const SMALL_BYTES = 64 * 1024;

/** Memory for the bodies of all connections of a listener (`limits.bodies`). Bodies that find no room wait in a queue. */
export class BodyRoom {
  readonly #bytesMax: () => number;
  #takenBytes = 0;
  readonly #queue = new Set<BodyPlace>();

  /** `bytesMax` is asked each time: a reload can change it. */
  constructor(bytesMax: () => number) {
    this.#bytesMax = bytesMax;
  }

  join(place: BodyPlace): void {
    this.#queue.add(place);
    this.#admit();
  }

  leave(place: BodyPlace): void {
    if (!this.#queue.delete(place)) this.#takenBytes -= place.bytes;
    this.#admit();
  }

  /** A body that is alone always gets in, however large, so that none waits for ever. */
  #admit(): void {
    for (const place of this.#queue) {
      if (this.#takenBytes > 0 && this.#takenBytes + place.bytes > this.#bytesMax()) return;
      this.#takenBytes += place.bytes;
      this.#queue.delete(place);
      place.admit();
    }
  }
}

/** Whose body it is. */
export interface PlaceOwner {
  /** It waited for room, and can go on. */
  roomCame(): void;
}

/** The room that one connection has for the body of its request, until the request is answered. */
export class BodyPlace {
  readonly #room: BodyRoom;
  readonly #owner: PlaceOwner;
  #state: 'none' | 'joining' | 'waiting' | 'taken' | 'exempt' = 'none';
  #bytes = 0;

  constructor(room: BodyRoom, owner: PlaceOwner) {
    this.#room = room;
    this.#owner = owner;
  }

  /** What it takes, or waits for: all that the body can become, at once. Bodies that took more bit by bit could wait for each other. */
  get bytes(): number {
    return this.#bytes;
  }

  get waiting(): boolean {
    return this.#state === 'waiting';
  }

  /** Takes room if the body needs some; returns whether it must wait for it. */
  mustWait({ knownBytes, bytesMax }: BodySize): boolean {
    if (this.#state !== 'none' || knownBytes <= SMALL_BYTES) return this.waiting;
    this.#bytes = bytesMax;
    this.#state = 'joining';
    this.#room.join(this);
    if (this.#state === 'joining') this.#state = 'waiting';
    return this.waiting;
  }

  admit(): void {
    const waited = this.waiting;
    this.#state = 'taken';
    if (waited) this.#owner.roomCame();
  }

  /** The body is whole: it needs no room beyond what it has. */
  exempt(): void {
    if (!this.waiting) return;
    this.release();
    this.#state = 'exempt';
  }

  /** The request is answered. */
  release(): void {
    const { waiting } = this;
    const taken = this.#state === 'taken';
    this.#state = 'none';
    if (waiting || taken) this.#room.leave(this);
  }
}
