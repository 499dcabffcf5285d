import type { BodySize } from '../contract/request-reader.ts';

/** A body up to this size needs no room: posts of visitors never wait for the uploads of others. */
const SMALL_BYTES = 64 * 1024;

/** Memory for the bodies of all connections of a listener (`limits.bodies`): who finds none waits, one after another. */
export class BodyRoom {
  readonly #bytesMax: () => number;
  #takenBytes = 0;
  readonly #queue = new Set<BodyPlace>();

  /** `bytesMax` is asked again and again: a reload may change it. */
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

  /** Whoever is alone gets in, however large: so nobody waits for ever. */
  #admit(): void {
    for (const place of this.#queue) {
      if (this.#takenBytes > 0 && this.#takenBytes + place.bytes > this.#bytesMax()) return;
      this.#takenBytes += place.bytes;
      this.#queue.delete(place);
      place.admit();
    }
  }
}

/** The room that one connection has for the body of its request, until that is answered. */
export class BodyPlace {
  readonly #room: BodyRoom;
  readonly #onAdmitted: () => void;
  #state: 'none' | 'joining' | 'waiting' | 'taken' | 'exempt' = 'none';
  #bytes = 0;

  /** `onAdmitted` is called when a connection that waits may go on. */
  constructor(room: BodyRoom, onAdmitted: () => void) {
    this.#room = room;
    this.#onAdmitted = onAdmitted;
  }

  /** What it takes, or waits for: all that the body may become, at once. Who took more and more could wait for each other. */
  get bytes(): number {
    return this.#bytes;
  }

  get waiting(): boolean {
    return this.#state === 'waiting';
  }

  /** Takes room where the body needs some; tells whether it has to wait for that. */
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
    if (waited) this.#onAdmitted();
  }

  /** No more will come of the body: it needs no room but what it has. */
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
