import type { Timeouts } from '../contract/program.ts';
import type { RequestReader } from '../contract/request-reader.ts';
import type { Awaited } from './awaited.ts';
import { EVICTABLE, type Evictable, type State } from './connection-states.ts';
import type { ConnectionSurroundings } from './connection-surroundings.ts';
import type { Deadlines, Lateness } from './deadlines.ts';
import type { Guest } from './guest.ts';
import { type Link, probe } from './link.ts';
import type { Output } from './output.ts';
import type { Pace } from './pace.ts';

interface Watched {
  readonly link: Link;
  readonly reader: RequestReader;
  readonly output: Output;
  readonly pace: Pace;
  readonly awaited: Awaited;
}

/** Sees what is over for one connection: its deadlines, whether its peer is still there, and whether it can make room for another. */
export class Watch {
  readonly #guest: Guest & { readonly times: Deadlines };
  readonly #watched: Watched;
  readonly #surroundings: ConnectionSurroundings;
  #reported: Evictable = 'no';
  #rests = false;

  constructor(guest: Guest & { readonly times: Deadlines }, watched: Watched, surroundings: ConnectionSurroundings) {
    this.#guest = guest;
    this.#watched = watched;
    this.#surroundings = surroundings;
  }

  /** Reports when the connection begins or ceases to be evictable. */
  show(state: State): void {
    if (state !== 'sending') this.wake();
    const evictable = this.#watched.output.unsentBytes > 0 ? 'no' : EVICTABLE[state];
    if (evictable === this.#reported) return;
    this.#reported = evictable;
    this.#surroundings.onEvictable(this.#guest, evictable);
  }

  /** Reads nothing more for now: from now on the peer is asked whether it is still there. */
  hold(): void {
    this.#watched.link.socket.pause();
    this.wake();
  }

  /** Something can be late again. */
  wake(): void {
    if (!this.#rests) return;
    this.#rests = false;
    this.#surroundings.onRest(this.#guest, false);
  }

  /** Of a stream that is not stuck nothing can be late: to look at 5,000 four times a second took 9 % of the CPU time of their events. */
  #rest(): undefined {
    this.#rests = true;
    this.#surroundings.onRest(this.#guest, true);
  }

  /** `ask`: send a 100, since only data shows whether the peer is there. */
  look(nowMs: number, state: State, timeouts: Timeouts): Lateness | 'ask' | undefined {
    const { link, output, pace, awaited } = this.#watched;
    const unsent = output.unsentBytes > 0;
    const paused = link.socket.isPaused();
    if (state === 'sending' && !unsent && !paused) return this.#rest();
    const { phase } = this.#watched.reader;
    const halfOpen = state === 'answering' && link.socket.readableEnded;
    // Of a new connection nothing else shows that it waits.
    this.show(state);
    const late = this.#guest.times.judge(nowMs, timeouts, { state, phase, unsent, held: paused || pace.waiting });
    if (late !== undefined || !(unsent || paused || halfOpen) || !this.#guest.times.isProbeDue(nowMs)) return late;
    if (halfOpen && awaited.asksPeer()) return 'ask';
    probe(link.wire);
    return undefined;
  }
}
