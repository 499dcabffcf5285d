/** Answers that a peer has not taken. */
export interface Unsent {
  /** Closes the connection at once: the rest is given up. */
  giveUp(): void;
}

/**
 * The bound for what all peers of a listener have not taken of their answers. Beyond it, connections that have taken nothing for
 * the longest are closed: otherwise a client that asks for much and reads nothing would have it kept until `timeouts.write`.
 */
export class UnsentBound {
  readonly #bytesMax: number;
  #bytes = 0;
  /** Connections of which the system took less than it was given, the longest standstill first. */
  readonly #stuck = new Set<Unsent>();

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#bytesMax) this.#makeRoom();
  }

  /** Sent, or given up. */
  subtract(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** From now on its peer takes nothing. */
  stuck(unsent: Unsent): void {
    this.#stuck.add(unsent);
  }

  /** Its peer has taken something, or is gone. */
  moved(unsent: Unsent): void {
    this.#stuck.delete(unsent);
  }

  #makeRoom(): void {
    for (const unsent of this.#stuck) {
      if (this.#bytes <= this.#bytesMax) return;
      unsent.giveUp();
    }
  }
}
