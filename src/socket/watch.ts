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

  constructor(guest: Guest & { readonly times: Deadlines }, watched: Watched, surroundings: ConnectionSurroundings) {
    this.#guest = guest;
    this.#watched = watched;
    this.#surroundings = surroundings;
  }

  /** Reports when the connection begins or ceases to be evictable. */
  show(state: State): void {
    const evictable = this.#watched.output.unsentBytes > 0 ? 'no' : EVICTABLE[state];
    if (evictable === this.#reported) return;
    this.#reported = evictable;
    this.#surroundings.onEvictable(this.#guest, evictable);
  }

  /** `ask`: send a 100, since only data shows whether the peer is there. */
  look(nowMs: number, state: State, timeouts: Timeouts): Lateness | 'ask' | undefined {
    const { link, output, pace, awaited } = this.#watched;
    const unsent = output.unsentBytes > 0;
    const paused = link.socket.isPaused();
    // Of a stream that is not stuck nothing can be late: a look at the parts of 5,000 took a twentieth of the time of their events.
    if (state === 'sending' && !unsent && !paused) return undefined;
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
