/** The first try comes at once; if one fails after another, each waits twice as long. */
const WAIT_MS_MIN = 250;
const WAIT_MS_MAX = 8000;

/** When to try again what fails again and again. */
export class BackOff {
  readonly #waitMsMax: number;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(waitMsMax = WAIT_MS_MAX) {
    this.#waitMsMax = waitMsMax;
  }

  /** It has worked: the next try comes at once. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** Calls `act` when it may be tried again, in place of an earlier call that still waits. */
  again(act: () => void): void {
    const waitMs = this.#failures === 0 ? 0 : Math.min(WAIT_MS_MIN * 2 ** (this.#failures - 1), this.#waitMsMax);
    this.#failures += 1;
    this.cancel();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      act();
    }, waitMs);
  }

  /** Whether something waits for its next try. */
  get waits(): boolean {
    return this.#timer !== undefined;
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
