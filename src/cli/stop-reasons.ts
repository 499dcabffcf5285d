/** Why a server stops. */
export type StopReason =
  /** Somebody asked for it. */
  | { readonly kind: 'signal' }
  /** A policy of the manifest; the message is the network error. */
  | { readonly kind: 'fatal'; readonly message: string }
  /** Our own mistake, or a handler's stray one: from here on nothing is certain. */
  | { readonly kind: 'bug'; readonly error: unknown };

/** Collects reasons to stop. The first asks for a good end; a second signal, or a bug at any time, for an end at once. */
export class StopReasons {
  readonly #reasons: StopReason[] = [];
  #onFirst: () => void = () => undefined;
  #onUrgent: () => void = () => undefined;
  readonly first = new Promise<void>((resolve) => {
    this.#onFirst = resolve;
  });
  readonly urgent = new Promise<void>((resolve) => {
    this.#onUrgent = resolve;
  });

  add(reason: StopReason): void {
    this.#reasons.push(reason);
    this.#onFirst();
    // A peer must not be able to end the drain of others: a fatal input only changes how the end is told.
    if (reason.kind === 'bug' || this.#signals() > 1) this.#onUrgent();
  }

  /** All that stopped the server, in words for stderr; a signal needs none. */
  words(): readonly string[] {
    return this.#reasons.map(wordsOf).filter((words) => words !== '');
  }

  /** 0 where one signal asked, and all that was owed was given. */
  exitCode(): number {
    return this.words().length > 0 || this.#signals() > 1 ? 1 : 0;
  }

  #signals(): number {
    return this.#reasons.filter(({ kind }) => kind === 'signal').length;
  }
}

function wordsOf(reason: StopReason): string {
  switch (reason.kind) {
    case 'signal':
      return '';
    case 'fatal':
      return reason.message;
    case 'bug':
      return `Stopped by an error that nobody caught: ${errorText(reason.error)}`;
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Adds what this process is told by signals, and the errors that nobody caught. SIGUSR2 reopens the logs. */
export function watchProcess(reasons: StopReasons, reopenLogs: () => void, onHangUp: () => void): void {
  process.on('SIGTERM', () => reasons.add({ kind: 'signal' }));
  process.on('SIGINT', () => reasons.add({ kind: 'signal' }));
  process.on('SIGUSR2', reopenLogs);
  process.on('SIGHUP', onHangUp);
  process.on('uncaughtException', (error: unknown) => reasons.add({ kind: 'bug', error }));
}
