import type { Readable } from 'node:stream';
import { BackOff } from './back-off.ts';
import { endText, type MemberEnd, startMember } from './server-member.ts';
import { type Member, ServerSlot } from './server-slot.ts';
import { Standby } from './standby.ts';
import type { News } from './supervisor-messages.ts';

export interface CrewOptions {
  /** Where processes are started. */
  readonly folder: string;
  /** How many should serve at a time. */
  readonly processes: number;
  /** Whether one more is kept ready to replace one that dies: starting one takes a second, more on a busy machine. */
  readonly standby: boolean;
  hear(member: Member, news: News): void;
  /** What a process prints on stdout. */
  follow(stdout: Readable): void;
  /** A process that has read everything should serve. */
  summon(member: Member): void;
  left(member: Member, end: MemberEnd): void;
  /** A process could not start before the server was ready; what was wrong has been printed. */
  cannotStart(): void;
  /** Reports to people what happened to a process. */
  say(words: string): void;
}

/** A process that is no longer wanted, and has not started by then, never will. */
const DISCARD_MS = 5000;

/** The server processes: keeps a place for each, fills it again when its process dies, and replaces all in turn. */
export class ServerCrew {
  readonly slots: readonly ServerSlot[];
  readonly #options: CrewOptions;
  readonly #members = new Map<number, Member>();
  /** All must be replaced, from the first one on, as soon as none is starting. */
  #wanted = false;
  /** Set while all are replaced: whose turn it is. */
  #turn: ServerSlot | undefined;
  /** The newest code could not start: what serves is older. */
  #behind = false;
  readonly #standby: Standby;
  /** When to start again what the system could not start: a standby process, or one for a place that is still taken. */
  readonly #restart = new BackOff();
  #established = false;
  #closed = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#standby = new Standby({ wanted: options.standby, say: options.say, startSoon: () => this.#advance() });
    this.slots = Array.from({ length: options.processes }, (_, number) => new ServerSlot(number));
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  /** Whether the next change is for new processes: none serves, or the newest code is not active yet. */
  get needsReplacing(): boolean {
    return this.#behind || this.inState('serving').length === 0;
  }

  /** Whether they are being replaced one after another, or are about to be. */
  get isReplacing(): boolean {
    return this.#wanted || this.#turn !== undefined;
  }

  inState(...states: readonly Member['state'][]): readonly Member[] {
    return this.members.filter(({ state }) => states.includes(state));
  }

  /** Starts a process in each place that has none. */
  fill(): void {
    for (const slot of this.slots)
      if (slot.current === undefined && slot.coming === undefined) this.#launch(slot, false);
  }

  /** Starts the first process alone: it finds what is wrong, and where all will listen. */
  begin(): void {
    const [first] = this.slots;
    if (first !== undefined) this.#launch(first, true);
  }

  /** All places are filled: from here on, a process that cannot start leaves the others serving. */
  establish(): void {
    this.#established = true;
    this.#standby.owe();
    this.#advance();
  }

  /** The active manifest is another now. */
  renewStandby(): void {
    this.#standby.drop();
    this.#standby.owe();
    this.#advance();
  }

  loaded(member: Member): void {
    member.loaded = true;
    this.#standby.ready(member);
  }

  /** Whether a process that has read everything should serve now; else it waits. */
  isWanted(member: Member): boolean {
    return member.slot !== undefined && member.slot.coming === member;
  }

  /** It serves from now on. The process that served in its place retires, and has this long to end. */
  seat(member: Member, slot: ServerSlot, retireMs: number): void {
    const old = slot.current;
    slot.coming = undefined;
    slot.current = member;
    member.state = 'serving';
    member.sinceMs = performance.now();
    if (old !== undefined) {
      old.state = 'retiring';
      old.send({ kind: 'retire' });
      old.killIn(retireMs);
    }
    this.#restart.succeeded();
    if (slot === this.#turn) this.#pass(slot);
    this.#standby.owe();
    this.#advance();
  }

  /**
   * Other processes, with the code that is there now, take the places one after another. If this is called while one starts, there
   * is one more round, which finds the last code.
   */
  replaceAll(): void {
    this.#standby.drop();
    if (!this.#wanted) for (const member of this.inState('starting')) this.#overtake(member);
    this.#wanted = true;
    this.#advance();
  }

  /** It does not answer: another process takes its place. One that serves is killed only while all others serve. */
  replaceHung(member: Member): boolean {
    const oneMissing = this.slots.some(({ current }) => current?.state !== 'serving');
    if (member.state === 'serving' && oneMissing) return false;
    member.state = 'hung';
    member.killIn(0);
    return true;
  }

  /** The server stops: no process is started any more. */
  close(): void {
    this.#closed = true;
    this.#standby.close();
    this.#restart.cancel();
    for (const slot of this.slots) slot.refill.cancel();
  }

  #pass(done: ServerSlot): void {
    this.#turn = this.slots[done.number + 1];
    if (this.#turn === undefined) this.#behind = false;
  }

  /**
   * Starts one process, if one is needed and no other is starting: the one whose turn it is, or the standby one. While more
   * processes retire than there are places, it waits: so there are never more than twice as many as places, and one.
   */
  #advance(): void {
    const busy = this.inState('starting', 'hung', 'discarded').length > 0 || this.#restart.waits;
    const crowded = this.inState('retiring').length > this.slots.length;
    if (!this.#established || this.#closed || busy || crowded) return;
    if (this.#wanted) [this.#turn] = this.slots;
    this.#wanted = false;
    if (this.#turn !== undefined) this.#launch(this.#turn, this.#turn === this.slots[0]);
    else if (this.#standby.isOwed) this.#standby.start(this.#start(undefined, false));
  }

  #launch(slot: ServerSlot, aloud: boolean): void {
    if (this.#closed) return;
    slot.refill.cancel();
    slot.coming = this.#start(slot, aloud);
  }

  #start(slot: ServerSlot | undefined, aloud: boolean): Member {
    const member: Member = startMember({
      slot,
      aloud,
      folder: this.#options.folder,
      follow: this.#options.follow,
      hear: (news) => this.#options.hear(member, news),
      ended: (end) => this.#ended(member, end),
    });
    this.#members.set(member.id, member);
    return member;
  }

  /** As soon as the place can be taken again. Of those that start at the same time, one prints what is wrong. */
  #refill(slot: ServerSlot): void {
    slot.refill.again(() => {
      const standby = this.#standby.take();
      if (standby === undefined) {
        this.#launch(slot, !this.inState('starting').some(({ aloud }) => aloud));
        return;
      }
      standby.slot = slot;
      slot.coming = standby;
      if (standby.loaded) this.#options.summon(standby);
    });
  }

  /** The code that it reads has changed: it has this long to finish, since the next one waits for it. */
  #overtake(member: Member): void {
    setTimeout(() => {
      if (member.state === 'starting') this.#discard(member);
    }, DISCARD_MS).unref();
  }

  /** If it may be about to serve, it is not killed, unless it hangs. */
  #discard(member: Member): void {
    if (member.slot !== undefined) member.slot.coming = undefined;
    member.state = 'discarded';
    member.send({ kind: 'retire' });
    member.killIn(member.loaded ? DISCARD_MS : 0);
  }

  #ended(member: Member, end: MemberEnd): void {
    this.#members.delete(member.id);
    this.#standby.left(member);
    this.#options.left(member, end);
    if (this.#closed) return;
    this.#missed(member, end);
    this.#advance();
  }

  /** Makes sure that no place stays empty. */
  #missed(member: Member, end: MemberEnd): void {
    const { slot } = member;
    switch (member.state) {
      case 'starting':
      case 'serving':
      case 'hung':
        if (slot?.current === member) {
          slot.died(member);
          this.#options.say(`the server process ended (${endText(end)}), another one is starting`);
          if (slot.coming === undefined) this.#refill(slot);
        } else {
          if (slot !== undefined) slot.coming = undefined;
          this.#neverServed(member, end);
        }
        return;
      case 'retiring':
        if (!this.isReplacing && !this.#behind && this.inState('retiring').length === 0) {
          this.#options.say('restarted with the changed code');
        }
        return;
      case 'discarded':
        if (slot !== undefined && slot.current === undefined && slot.coming === undefined) this.#refill(slot);
        return;
    }
  }

  #neverServed({ slot, loaded }: Member, end: MemberEnd): void {
    if (end.kind === 'not-started' || end.kind === 'interrupted') {
      const again = this.#established || end.kind === 'interrupted';
      const later = again ? ', it will be tried again' : '';
      this.#options.say(`the server process could not be started (${endText(end)})${later}`);
      if (again) this.#startAgain(slot);
      else this.#options.cannotStart();
      return;
    }
    if (slot === undefined && loaded) {
      this.#standby.died(endText(end));
      return;
    }
    // Otherwise it has printed what was wrong.
    if (end.kind === 'killed' || end.code !== 1)
      this.#options.say(`the server process ended (${endText(end)}) before it could serve`);
    if (slot !== undefined) this.#failed(slot);
    else if (end.kind === 'killed') this.#standby.retry();
    else this.#standby.failed();
  }

  /** After a wait: for an empty place, a standby one, or the one whose turn it still is. */
  #startAgain(slot: ServerSlot | undefined): void {
    if (slot === undefined) this.#standby.owe();
    if (slot !== undefined && slot.current === undefined) this.#refill(slot);
    else this.#restart.again(() => this.#advance());
  }

  /** A process could not start. What was wrong has been printed. */
  #failed(slot: ServerSlot): void {
    if (!this.#established) {
      this.#options.cannotStart();
      return;
    }
    this.#behind = true;
    if (slot === this.#turn) this.#turn = undefined;
    if (slot.current !== undefined) {
      this.#standby.owe();
      this.#options.say('the changed code cannot start, the old code keeps serving');
    } else {
      this.#options.say('the server process cannot start, it will be tried again');
      this.#refill(slot);
    }
  }
}
