import type { Member } from './server-member.ts';

/** The first replacement of a process that died comes at once; if they keep dying, each waits twice as long. */
const WAIT_MS_MIN = 250;
const WAIT_MS_MAX = 8000;
/** A process that has served for so long did not die of its start. */
const STEADY_MS = 10_000;

/** The place of one server process: who serves there, who is to serve next, and how often one has died there. */
export class ServerSlot {
  readonly number: number;
  /** It serves. */
  current: Member | undefined;
  /** It starts, and is to take the place. */
  coming: Member | undefined;
  #deaths = 0;
  #replacement: NodeJS.Timeout | undefined;

  constructor(number: number) {
    this.number = number;
  }

  /** The process that served here has died. */
  died(member: Member): void {
    this.current = undefined;
    if (performance.now() - member.sinceMs > STEADY_MS) this.#deaths = 0;
  }

  /** Calls `start` as soon as this place may be taken again. */
  replaceBy(start: () => void): void {
    const waitMs = this.#deaths === 0 ? 0 : Math.min(WAIT_MS_MIN * 2 ** (this.#deaths - 1), WAIT_MS_MAX);
    this.#deaths += 1;
    this.forget();
    this.#replacement = setTimeout(start, waitMs);
  }

  /** Nobody is to come after a wait. */
  forget(): void {
    clearTimeout(this.#replacement);
  }
}
