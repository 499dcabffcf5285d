/** What can be wrong with a server under attack, besides a wrong answer. */
export type VerdictKind =
  | 'death' // a process ended that nobody had told to
  | 'hang' // a request, or a process, that does not come to an end
  | 'stall' // a visitor waited too long for the whole answer
  | 'visitor' // a visitor got no answer, or a wrong one
  | 'answer' // bytes that are not whole answers
  | 'lines' // a request without its one whole line, or a line without its request
  | 'secret' // a redacted value in a log
  | 'memory'
  | 'descriptors'
  | 'processes' // more of them than there should be, or fewer
  | 'dials' // connections to Redis, one after another
  | 'reload';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly words: string;
  /** Since the run began. */
  readonly atMs: number;
}

/** How long a visitor may wait for a whole answer. */
export const STALL_MS = 250;

/** Each kind says its first failures, and counts the rest. */
const SAID_MAX = 5;

/** Collects what went wrong in a run, and says it as it is found. */
export class Verdicts {
  readonly #found: Verdict[] = [];
  readonly #startedMs = performance.now();
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void = console.error) {
    this.#say = say;
  }

  get all(): readonly Verdict[] {
    return this.#found;
  }

  add(kind: VerdictKind, words: string): void {
    const atMs = performance.now() - this.#startedMs;
    this.#found.push({ kind, words, atMs });
    if (this.#count(kind) <= SAID_MAX) this.#say(`✖ ${kind} after ${(atMs / 1000).toFixed(1)} s: ${words}`);
  }

  /** How often each kind was found; `none` where there was nothing. */
  summary(): string {
    const kinds = [...new Set(this.#found.map(({ kind }) => kind))];
    return kinds.map((kind) => `${kind} ${this.#count(kind)}`).join(', ') || 'none';
  }

  #count(kind: VerdictKind): number {
    return this.#found.filter((verdict) => verdict.kind === kind).length;
  }
}
