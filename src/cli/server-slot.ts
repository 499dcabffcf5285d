import { BackOff } from './back-off.ts';
import type { Member } from './server-member.ts';

/** A process that has served for so long did not die of its start. */
const STEADY_MS = 10_000;

/** The place of one server process: who serves there, who is to serve next, and when to start another one. */
export class ServerSlot {
  readonly number: number;
  /** It serves. */
  current: Member | undefined;
  /** It starts, and is to take the place. */
  coming: Member | undefined;
  readonly refill = new BackOff();

  constructor(number: number) {
    this.number = number;
  }

  /** The process that served here has died. */
  died(member: Member): void {
    this.current = undefined;
    if (performance.now() - member.sinceMs > STEADY_MS) this.refill.succeeded();
  }
}
