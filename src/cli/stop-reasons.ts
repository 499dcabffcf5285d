/** Why a server stops. */
export type StopReason =
  /** Somebody asked for it. */
  | { readonly kind: 'signal' }
  /** Somebody asked twice, and did not wait for the answers that are owed. */
  | { readonly kind: 'impatience' }
  /** A policy of the manifest; the message is the network error. */
  | { readonly kind: 'fatal'; readonly message: string }
  /** Our own mistake, or a handler's stray one: from here on nothing is certain. */
  | { readonly kind: 'bug'; readonly error: unknown };

/** Collects reasons to stop: the first asks for a good end, a second one for an end at once. */
export class StopReasons {
  readonly first: Promise<StopReason>;
  readonly second: Promise<StopReason>;
  readonly #next: ((reason: StopReason) => void)[] = [];

  constructor() {
    this.first = new Promise((resolve) => this.#next.push(resolve));
    this.second = new Promise((resolve) => this.#next.push(resolve));
  }

  add(reason: StopReason): void {
    this.#next.shift()?.(reason);
  }
}

/** Adds what this process is told by signals, and the errors that nobody caught. SIGUSR2 reopens the logs. */
export function watchProcess(reasons: StopReasons, reopenLogs: () => void): void {
  process.on('SIGTERM', () => reasons.add({ kind: 'signal' }));
  process.on('SIGINT', () => reasons.add({ kind: 'signal' }));
  process.on('SIGUSR2', reopenLogs);
  process.on('uncaughtException', (error: unknown) => reasons.add({ kind: 'bug', error }));
}
