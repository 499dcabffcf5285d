import { isatty } from 'node:tty';

/** What signals ask of a server. */
export interface SignalOrders {
  /** SIGTERM, SIGINT; and SIGHUP of a terminal that is closed. */
  stop(): void;
  /** SIGHUP. */
  reload(): void;
  /** SIGUSR1. */
  replaceAll(): void;
  /** SIGUSR2. */
  reopenLogs(): void;
}

const STDIN = 0;

type CaughtSignal = 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGUSR1' | 'SIGUSR2';

const ORDERS: Readonly<Record<CaughtSignal, keyof SignalOrders>> = {
  SIGTERM: 'stop',
  SIGINT: 'stop',
  SIGHUP: 'reload',
  SIGUSR1: 'replaceAll',
  SIGUSR2: 'reopenLogs',
};

/**
 * Catches the signals of this process: none of them ends it, opens the debugger of Node.js or gets lost from here on. Those that
 * come before it is clear who obeys them are kept. Imports nothing of ours, so that it is there before all else (`catch-signals.ts`).
 */
export class Signals {
  /** Once it is gone, nobody can tell that it was one. */
  readonly #hadTerminal = isatty(STDIN);
  #hungUp = false;
  #kept: CaughtSignal[] = [];
  #deliver = (signal: CaughtSignal): void => void this.#kept.push(signal);

  constructor() {
    for (const signal of caughtSignals()) process.on(signal, this.#hear);
  }

  /** They are obeyed from here on, those first that came before. */
  obey(orders: SignalOrders): void {
    this.#deliverTo((signal) => {
      const order = this.#orderOf(signal);
      if (order !== undefined) orders[order]();
    });
  }

  /** They mean nothing here: they reach the whole group of processes, and another one says what is to be done. */
  ignore(): void {
    this.#deliverTo(() => undefined);
  }

  /** They do again what they do by default; those that came before do it now. Not SIGUSR1: Node.js does not take it back. */
  release(): void {
    for (const signal of caughtSignals()) if (signal !== 'SIGUSR1') process.off(signal, this.#hear);
    this.#deliverTo((signal) => signal !== 'SIGUSR1' && process.kill(process.pid, signal));
  }

  /** A terminal that is closed ends what was started in it. System and shell may both say so: that is one order. */
  #orderOf(signal: CaughtSignal): keyof SignalOrders | undefined {
    if (signal !== 'SIGHUP' || !this.#hadTerminal || isatty(STDIN)) return ORDERS[signal];
    if (this.#hungUp) return undefined;
    this.#hungUp = true;
    return 'stop';
  }

  readonly #hear = (signal: NodeJS.Signals): void => {
    if (isCaught(signal)) this.#deliver(signal);
  };

  #deliverTo(deliver: (signal: CaughtSignal) => void): void {
    const kept = this.#kept;
    this.#kept = [];
    this.#deliver = deliver;
    for (const signal of kept) deliver(signal);
  }
}

/** Whether it is one of those that a process of ours catches from its first line on. */
export function isCaught(signal: string): signal is CaughtSignal {
  return Object.hasOwn(ORDERS, signal);
}

function caughtSignals(): readonly CaughtSignal[] {
  return Object.keys(ORDERS).filter(isCaught);
}
