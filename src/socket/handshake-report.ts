/** Handshakes that have failed since the last time that it was told; address and reason are those of the last one. */
export interface FailedHandshakes {
  readonly count: number;
  readonly address: string;
  readonly reason: string;
}

const TELL_EVERY_MS = 60_000;

/** Tells of the first handshake that fails, and then of all others together once a minute: who scans ports must not fill a log. */
export class HandshakeReport {
  readonly #tell: (failed: FailedHandshakes) => void;
  #untold: FailedHandshakes | undefined;
  /** Until it is over, nothing is told. */
  #pause: NodeJS.Timeout | undefined;

  constructor(tell: (failed: FailedHandshakes) => void) {
    this.#tell = tell;
  }

  add(address: string, reason: string): void {
    this.#untold = { count: (this.#untold?.count ?? 0) + 1, address, reason };
    if (this.#pause === undefined) this.#tellNow();
  }

  /** Tells what has not been told. */
  close(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    if (this.#untold !== undefined) this.#tell(this.#untold);
    this.#untold = undefined;
  }

  readonly #tellNow = (): void => {
    this.#pause = undefined;
    if (this.#untold === undefined) return;
    this.#tell(this.#untold);
    this.#untold = undefined;
    this.#pause = setTimeout(this.#tellNow, TELL_EVERY_MS).unref();
  };
}
