import type { Order } from './supervisor-messages.ts';

/** A server process, as a reload of all of them sees it. */
export interface Reloadable {
  readonly id: number;
  send(order: Order): void;
}

export interface RoundOptions {
  /** Those that serve now. */
  members(): readonly Reloadable[];
  /** Tells people why nothing was reloaded, where no process has told. */
  say(words: string): void;
  /** Another manifest is in force. */
  done(): void;
  /** After so long without a word, a process takes no part. */
  readonly answerMs: number;
}

type Answer =
  | { readonly kind: 'prepared'; readonly fingerprint: string }
  /** It has said why. */
  | { readonly kind: 'refused' }
  /** It has ended, or another one takes its place. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'silent' };

/** While files are written, two processes may read different ones. */
const ROUNDS_MAX = 3;

/**
 * Reloads the manifest of several processes, in all of them or in none. They prepare one after another, so that one at a time
 * is busy with it; when all have found the same, and nothing wrong, all put it in force. What is asked for during a
 * reload is one more.
 */
export class ReloadRounds {
  readonly #options: RoundOptions;
  /** What each process was made of, since it was ready or reloaded. */
  readonly #made = new Map<number, string>();
  #round = 0;
  #wanted = false;
  #running = false;
  #asked: { readonly id: number; readonly round: number; answer(answer: Answer): void } | undefined;

  constructor(options: RoundOptions) {
    this.#options = options;
  }

  want(): void {
    this.#wanted = true;
    if (!this.#running) void this.#run();
  }

  /** A new process serves a program with this fingerprint. */
  join(id: number, fingerprint: string): void {
    this.#made.set(id, fingerprint);
  }

  /** A process has ended, or retires. */
  leave(id: number): void {
    this.#made.delete(id);
    if (this.#asked?.id === id) this.#asked.answer({ kind: 'gone' });
  }

  /** The processes serve different manifests: one was saved, and not reloaded, before one of them started. */
  differ(): boolean {
    return new Set(this.#made.values()).size > 1;
  }

  /** What the process `id` answered in a round. */
  answered(id: number, round: number, answer: Answer): void {
    if (this.#asked?.id === id && this.#asked.round === round) this.#asked.answer(answer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wanted) {
      this.#wanted = false;
      let again = true;
      for (let left = ROUNDS_MAX; again; left--) again = await this.#once(left > 1);
    }
    this.#running = false;
  }

  /** Returns whether the processes have read different files, so that it is to be tried again. */
  async #once(mayTryAgain: boolean): Promise<boolean> {
    this.#round += 1;
    const ready = new Map<Reloadable, string>();
    let inForce = true;
    for (const member of this.#options.members()) {
      const answer = await this.#ask(member, ready.size === 0);
      if (answer.kind === 'gone') continue;
      if (answer.kind === 'prepared') {
        ready.set(member, answer.fingerprint);
        continue;
      }
      if (answer.kind === 'silent') this.#options.say('not reloaded, since a server process does not answer');
      inForce = false;
      break;
    }
    const differ = inForce && new Set(ready.values()).size > 1;
    if (differ && !mayTryAgain) this.#options.say('not reloaded, since its files change again and again');
    for (const [member, fingerprint] of ready) {
      if (inForce && !differ && this.#made.has(member.id)) this.#made.set(member.id, fingerprint);
      member.send({ kind: 'decide', round: this.#round, inForce: inForce && !differ });
    }
    if (inForce && !differ) this.#options.done();
    return differ && mayTryAgain;
  }

  async #ask(member: Reloadable, aloud: boolean): Promise<Answer> {
    const round = this.#round;
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<Answer>((answer) => {
      this.#asked = { id: member.id, round, answer };
      timer = setTimeout(() => answer({ kind: 'silent' }), this.#options.answerMs);
      timer.unref();
    });
    if (this.#made.has(member.id)) member.send({ kind: 'reload', round, aloud });
    else this.leave(member.id);
    const answer = await answered;
    this.#asked = undefined;
    clearTimeout(timer);
    return answer;
  }
}
