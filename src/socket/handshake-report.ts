/** Handshakes that have failed since the last report; address and reason are those of the latest. */
export interface FailedHandshakes {
  readonly count: number;
  readonly address: string;
  readonly reason: string;
}

const REPORT_EVERY_MS = 60_000;

/** Reports the first failed handshake, and then all others together once a minute, so that a port scan does not fill a log. */
export class HandshakeReport {
  readonly #report: (failed: FailedHandshakes) => void;
  #unreported: FailedHandshakes | undefined;
  /** Until this is over, nothing is reported. */
  #pause: NodeJS.Timeout | undefined;

  constructor(report: (failed: FailedHandshakes) => void) {
    this.#report = report;
  }

  add(address: string, reason: string): void {
    this.#unreported = { count: (this.#unreported?.count ?? 0) + 1, address, reason };
    if (this.#pause === undefined) this.#reportNow();
  }

  /** Reports what has not been reported. */
  close(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    if (this.#unreported !== undefined) this.#report(this.#unreported);
    this.#unreported = undefined;
  }

  readonly #reportNow = (): void => {
    this.#pause = undefined;
    if (this.#unreported === undefined) return;
    this.#report(this.#unreported);
    this.#unreported = undefined;
    this.#pause = setTimeout(this.#reportNow, REPORT_EVERY_MS).unref();
  };
}
