import type { Member } from './server-slot.ts';

/** How many times a process is asked within the time for which it can be silent. */
const BEATS = 10;
const BEAT_MS_MIN = 10;

export interface HeartbeatOptions<M extends Beating> {
  /** The processes that must answer. */
  members(): readonly M[];
  /** How long a process can be silent while it starts: it loads its code, perhaps in one turn. */
  readonly startMs: number;
  /** It has not answered for this long. Called again at each beat while it is a member that is silent. */
  onHung(member: M, silentMs: number): void;
}

/** A server process, as its heartbeat sees it. */
export type Beating = Pick<Member, 'id' | 'state' | 'welcomed' | 'silentBeats' | 'send'>;

/**
 * Finds the server processes that hang. Silence is counted in beats of this process, and a late beat is one beat: while this
 * process is stopped, or gets no time, nobody's silence grows.
 */
export class Heartbeat<M extends Beating> {
  readonly #options: HeartbeatOptions<M>;
  #hungMs = 0;
  #beatMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HeartbeatOptions<M>) {
    this.#options = options;
  }

  /** From now on, a process that serves can be silent for this long. */
  allow(hungMs: number): void {
    if (hungMs === this.#hungMs) return;
    this.stop();
    for (const member of this.#options.members()) member.silentBeats = 0;
    this.#hungMs = hungMs;
    this.#beatMs = Math.max(hungMs / BEATS, BEAT_MS_MIN);
    this.#timer = setInterval(() => this.#beat(), this.#beatMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A silent process is not asked again: it has a question already. */
  #beat(): void {
    const { members, startMs, onHung } = this.#options;
    for (const member of members()) {
      const silentMs = member.state === 'starting' ? Math.max(startMs, this.#hungMs) : this.#hungMs;
      if (member.silentBeats * this.#beatMs >= silentMs) onHung(member, silentMs);
      if (member.silentBeats === 0 && member.welcomed) member.send({ kind: 'ping' });
      member.silentBeats += 1;
    }
  }
}
