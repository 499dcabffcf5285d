/** For how many turns, and for how long, their end is put off. */
const TURNS_MAX = 8;
const MS_MAX = 2;
/**
 * For how long none is put off after one whose turns took more CPU time than one may: a handler that blocks holds back answers that
 * are ready. With a quick and a blocking request at once, 55 of 60 quick ones waited for the other; without putting off, 2.
 */
const PROMPT_MS = 1000;

export interface TurnClock {
  monotonicMs(): number;
  /** Of this process. Beside a busy neighbour a turn can last long and do little: only CPU time shows that a handler blocks. */
  cpuMs(): number;
}

/**
 * Decides whether the end of a turn is put off. Node.js accepts one connection a turn. So with a connection for each request, each turn
 * would have one answer, and one write to the log. While each brings a new connection, their end is put off: that took the CPU time of
 * such a request from 124 µs to 81.
 */
export class PutOff {
  readonly #clock: TurnClock;
  readonly #turnMsMax: number;
  #newcomersBefore = 0;
  /** For how many turns the end is put off by now. */
  #turns = 0;
  /** When it was put off first. */
  #sinceCpuMs = 0;
  #promptUntilMs = Number.NEGATIVE_INFINITY;

  constructor(clock: TurnClock, turnMsMax: number) {
    this.#clock = clock;
    this.#turnMsMax = turnMsMax;
  }

  /**
   * Called once at the end of each turn, with how many connections were accepted so far, and when the first exchange began; undefined:
   * this end cannot wait.
   */
  decide(newcomers: number, beganMs: number | undefined): boolean {
    const nowMs = this.#clock.monotonicMs();
    const isPutOff =
      newcomers > this.#newcomersBefore &&
      beganMs !== undefined &&
      this.#turns < TURNS_MAX &&
      nowMs < beganMs + MS_MAX &&
      nowMs >= this.#promptUntilMs;
    this.#newcomersBefore = newcomers;
    if (isPutOff && this.#turns === 0) this.#sinceCpuMs = this.#clock.cpuMs();
    if (!isPutOff && this.#turns > 0 && this.#clock.cpuMs() > this.#sinceCpuMs + this.#turnMsMax)
      this.#promptUntilMs = nowMs + PROMPT_MS;
    this.#turns = isPutOff ? this.#turns + 1 : 0;
    return isPutOff;
  }
}
