/** What a fault makes legitimate while it lasts. */
export type Excuse =
  | 'failed' // a request without its answer
  | 'stalled' // an answer that comes late
  | 'unlogged' // an answer without its line
  | 'unchosen' // a choice that is refused with 503, or forgotten
  | 'unreloaded' // a reload that is refused or takes long
  | 'unstarted'; // a process that cannot start

interface Window {
  readonly name: string;
  readonly excuses: readonly Excuse[];
  readonly fromMs: number;
  toMs: number;
}

/** When which fault was there, by the clock, so that what it makes legitimate is no verdict; all else is. */
export class Windows {
  readonly #windows: Window[] = [];

  /** Returns what closes it; its effects may last for `graceMs` longer. */
  open(name: string, excuses: readonly Excuse[], graceMs = 500): () => void {
    const window = { name, excuses, fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY };
    this.#windows.push(window);
    return () => {
      window.toMs = Math.min(window.toMs, Date.now() + graceMs);
    };
  }

  /** Whether some fault excuses this of a time between two. */
  excuse(what: Excuse, fromMs: number, toMs: number): boolean {
    return this.#windows.some(
      (window) => window.excuses.includes(what) && window.fromMs <= toMs && fromMs <= window.toMs,
    );
  }

  /** Which faults were there at a time. */
  during(fromMs: number, toMs: number): string {
    const names = this.#windows
      .filter((window) => window.fromMs <= toMs && fromMs <= window.toMs)
      .map(({ name }) => name);
    return names.join(' + ') || 'no fault';
  }
}
