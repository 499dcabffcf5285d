import type { WatchPlan } from '../../manifest/watch-manifest.ts';
import type { Judge } from '../judge/judge.ts';
import type { Judgement } from '../judge/judge-messages.ts';
import type { Member } from './server-slot.ts';
import type { Order } from './supervisor-messages.ts';

/** A server process, as a reload of all processes sees it. */
type Reloadable = Pick<Member, 'id' | 'send'>;

export interface RoundOptions {
  /** Reads and tries the manifest, once for all. */
  readonly judge: Pick<Judge, 'judge'>;
  /** The files were read: here are the places where a change is one of the manifest. */
  watch(plan: WatchPlan): void;
  /** The processes that serve now. */
  members(): readonly Reloadable[];
  /** Prints why nothing was reloaded, if no process has printed it. */
  say(words: string): void;
  /** Another manifest is active. */
  done(): void;
  /** After this long without a word, a process takes no part. */
  readonly answerMs: number;
}

type Answer =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'taken' }
  /** It has printed why. */
  | { readonly kind: 'refused' }
  /** Another one has taken its place. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'died' }
  | { readonly kind: 'silent' };

/** A process that has prepared it swaps one reference; the others do not wait longer for one that hangs. */
const TAKE_MS = 2000;

/**
 * Reloads the manifest of several processes, in all of them or in none. It is judged once; they compile what was found right one
 * after another, so that one at a time is busy with it; when all have, all use it. Requests during a reload are
 * one more.
 */
export class ReloadRounds {
  readonly #options: RoundOptions;
  /** The fingerprint of each process, since it was ready or reloaded. */
  readonly #made = new Map<number, string>();
  #judged: Promise<unknown> = Promise.resolve();
  /** What the next round is about, if nothing else changes. */
  #foreseen: Promise<Judgement> | undefined;
  #round = 0;
  #wanted = false;
  #running = false;
  /** The processes that are asked, and what to do with their answers. */
  readonly #asked = new Map<number, (answer: Answer) => void>();

  constructor(options: RoundOptions) {
    this.#options = options;
  }

  /** A reload will be wanted: the manifest is judged as it is now. */
  foresee(): void {
    this.#foreseen = this.#judge();
  }

  /** `asForeseen`: nothing has changed since that was said. */
  want(asForeseen = false): void {
    if (!asForeseen) this.#foreseen = undefined;
    this.#wanted = true;
    if (!this.#running) void this.#run();
  }

  /** A new process serves a program with this fingerprint. */
  join(id: number, fingerprint: string): void {
    this.#made.set(id, fingerprint);
  }

  /** A process has died, or retires. */
  leave(id: number, how: 'died' | 'gone'): void {
    this.#made.delete(id);
    this.#asked.get(id)?.({ kind: how });
  }

  /** The processes serve different manifests: one was saved, and not reloaded, before one of them started. */
  differ(): boolean {
    return new Set(this.#made.values()).size > 1;
  }

  /** What the process `id` answered in a round. */
  answered(id: number, round: number, answer: Answer): void {
    if (round === this.#round) this.#asked.get(id)?.(answer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wanted) {
      this.#wanted = false;
      await this.#once();
    }
    this.#running = false;
  }

  async #once(): Promise<void> {
    const judged = this.#foreseen ?? this.#judge();
    this.#foreseen = undefined;
    const { parts, ...verdict } = await judged;
    if (verdict.watch !== undefined) this.#options.watch(verdict.watch);
    this.#round += 1;
    const ready: Reloadable[] = [];
    let allRight = verdict.isRight;
    for (const member of this.#options.members()) {
      for (const text of parts) member.send({ kind: 'part', text });
      const order = { kind: 'reload', round: this.#round, aloud: ready.length === 0, verdict } as const;
      const answer = await this.#ask(member, order, this.#options.answerMs);
      if (answer.kind === 'gone') continue;
      if (answer.kind === 'prepared') {
        ready.push(member);
        continue;
      }
      if (answer.kind === 'silent') this.#options.say('not reloaded, since a server process does not answer');
      // The next one would perhaps die of it, too.
      if (answer.kind === 'died')
        this.#options.say('not reloaded, since a server process ended that was to compile it');
      allRight = false;
      break;
    }
    await this.#decide(ready, allRight ? verdict.fingerprint : undefined);
  }

  /** One after another: a judge has one task at a time. */
  #judge(): Promise<Judgement> {
    const judgement = this.#judged.then(() => this.#options.judge.judge());
    this.#judged = judgement;
    return judgement;
  }

  /** The first process prints that it is done, so it is told after all others. `fingerprint`: of the manifest that becomes active. */
  async #decide(ready: readonly Reloadable[], fingerprint: string | undefined): Promise<void> {
    const order = { kind: 'decide', round: this.#round, isActive: fingerprint !== undefined } as const;
    if (fingerprint === undefined) {
      for (const member of ready) member.send(order);
      return;
    }
    for (const { id } of ready) if (this.#made.has(id)) this.#made.set(id, fingerprint);
    const [first, ...others] = ready;
    await Promise.all(others.map((member) => this.#ask(member, order, TAKE_MS)));
    first?.send(order);
    this.#options.done();
  }

  async #ask(member: Reloadable, order: Order, answerMs: number): Promise<Answer> {
    if (!this.#made.has(member.id)) return { kind: 'gone' };
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<Answer>((answer) => {
      this.#asked.set(member.id, answer);
      timer = setTimeout(() => answer({ kind: 'silent' }), answerMs);
      timer.unref();
    });
    member.send(order);
    const answer = await answered;
    this.#asked.delete(member.id);
    clearTimeout(timer);
    return answer;
  }
}
