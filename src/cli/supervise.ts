import cluster from 'node:cluster';
import { type Change, ManifestWatcher, type WatchPlan } from '../manifest/watch-manifest.ts';
import { ClientChoices } from './client-choices.ts';
import type { ServeCommand } from './parse-command.ts';
import type { Address, ServerNews } from './server-control.ts';
import { type Member, startMember } from './server-member.ts';
import type { News, Order } from './supervisor-messages.ts';
import type { Terminal } from './terminal.ts';

/**
 * Keeps a server process running, and gives it what changes: a manifest is read anew by the process itself, code by another
 * process that takes its place. Owns the signals. Resolves to the exit code when no process is left.
 */
export function supervise(command: ServeCommand, terminal: Terminal): Promise<number> {
  // The processes accept from one shared socket: no connection waits in this one, and none is lost between two of them.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  return new Promise((finish) => {
    const supervisor = new Supervisor(command, terminal, finish);
    process.on('SIGTERM', () => supervisor.stop());
    process.on('SIGINT', () => supervisor.stop());
    process.on('SIGHUP', () => supervisor.reload());
    process.on('SIGUSR2', () => supervisor.reopenLogs());
    supervisor.start();
  });
}

/** The first replacement of a process that died comes at once; if they keep dying, each waits twice as long. */
const WAIT_MS_MIN = 250;
const WAIT_MS_MAX = 8000;
/** A process that has served for so long did not die of its start. */
const STEADY_MS = 10_000;
/** A process that is not wanted any more, and has not started by then, never will. */
const DISCARD_MS = 5000;

class Supervisor {
  readonly #manifest: string;
  readonly #terminal: Terminal;
  readonly #finish: (code: number) => void;
  readonly #members = new Map<number, Member>();
  readonly #choices = new ClientChoices();
  readonly #watcher = new ManifestWatcher((changes) => this.#changed(changes));
  /** Where all processes listen; the first one found it. */
  #asked: Address | undefined;
  #port = 0;
  #code: string | undefined;
  /** The newest code could not start: what serves is older. */
  #behind = false;
  #deaths = 0;
  #replacement: NodeJS.Timeout | undefined;
  /** Set once the whole server stops: with which exit code, as far as it is known. */
  #exitCode: number | undefined;

  constructor({ manifest }: ServeCommand, terminal: Terminal, finish: (code: number) => void) {
    this.#manifest = manifest;
    this.#terminal = terminal;
    this.#finish = finish;
  }

  start(): void {
    clearTimeout(this.#replacement);
    const member: Member = startMember({
      hear: (news) => this.#hear(member, news),
      ended: (code, signal) => this.#ended(member, code, signal),
    });
    this.#members.set(member.id, member);
  }

  /** What is being answered is finished first; the second time it is not. */
  stop(): void {
    this.#stop(0, [...this.#members.values()]);
  }

  reload(): void {
    if (this.#asked !== undefined) this.#changed(new Set(['manifest']));
    else this.#orderAll('reload', ['starting']);
  }

  reopenLogs(): void {
    this.#orderAll('reopenLogs', ['starting', 'serving', 'retiring', 'discarded']);
  }

  #hear(member: Member, news: News): void {
    switch (news.kind) {
      case 'hello':
        member.welcomed = true;
        member.send({ kind: 'welcome', address: this.#asked, clients: this.#choices.join(member) });
        return;
      case 'ready':
        void this.#ready(member, news);
        return;
      case 'reloaded':
        if (member.state === 'serving') void this.#watch(news.watch);
        return;
      case 'choose':
        this.#choices.choose(member, news.set, news.client, news.change);
        return;
      case 'adopted':
        this.#choices.adopted(member.id, news.number);
        return;
      case 'fatal':
        this.#stop(
          1,
          [...this.#members.values()].filter((other) => other !== member),
        );
        return;
    }
  }

  async #ready(member: Member, { url, asked, port, clientsMax, watch }: ServerNews): Promise<void> {
    if (member.state !== 'starting' || this.#exitCode !== undefined) return;
    const first = this.#asked === undefined;
    if (!first && port !== this.#port) {
      // A free port was taken anew, since the last process that held the socket died meanwhile.
      member.kill();
      return;
    }
    this.#asked ??= asked;
    this.#port = port;
    this.#behind = false;
    this.#choices.limit(clientsMax);
    for (const old of this.#inState('serving')) {
      old.state = 'retiring';
      old.send({ kind: 'retire' });
    }
    member.state = 'serving';
    member.sinceMs = performance.now();
    await this.#watch(watch);
    if (first) this.#terminal.out(url);
  }

  #watch(plan: WatchPlan): Promise<void> {
    // A manifest that cannot be read does not say where its code is.
    this.#code = plan.code ?? this.#code;
    return this.#watcher.follow({ ...plan, code: this.#code });
  }

  #changed(changes: ReadonlySet<Change>): void {
    if (this.#exitCode !== undefined) return;
    const anew = changes.has('code') || this.#behind || this.#inState('serving').length === 0;
    if (!anew) {
      this.#orderAll('reload', ['starting', 'serving']);
      return;
    }
    for (const member of this.#inState('starting')) this.#discard(member);
    this.start();
  }

  /** It may be about to serve: so it is not killed, unless it hangs. */
  #discard(member: Member): void {
    member.state = 'discarded';
    member.send({ kind: 'retire' });
    setTimeout(() => member.kill(), DISCARD_MS).unref();
  }

  #ended(member: Member, code: number | null, signal: string | null): void {
    this.#members.delete(member.id);
    this.#choices.leave(member.id);
    if (this.#asked !== undefined && !this.#isSocketHeld()) this.#asked = { ...this.#asked, port: this.#port };
    if (this.#exitCode !== undefined) {
      this.#stopped(member.state === 'starting' ? 0 : (code ?? 1));
      return;
    }
    switch (member.state) {
      case 'starting':
        this.#failed(code ?? 1);
        return;
      case 'serving':
        this.#say(`the server process ended (${signal ?? `code ${code}`}), another one starts`);
        if (performance.now() - member.sinceMs > STEADY_MS) this.#deaths = 0;
        this.#replace();
        return;
      case 'retiring':
        if (this.#inState('retiring').length === 0) this.#say('restarted with the changed code');
        return;
      case 'discarded':
        return;
    }
  }

  /** A process could not start. What was wrong it has said itself. */
  #failed(code: number): void {
    if (this.#asked === undefined) {
      this.#stop(code, []);
      return;
    }
    this.#behind = true;
    if (this.#inState('serving').length > 0) {
      this.#say('the changed code cannot start, the old one goes on');
    } else {
      this.#say('the server process cannot start, it will be tried again');
      this.#replace();
    }
  }

  #replace(): void {
    const waitMs = this.#deaths === 0 ? 0 : Math.min(WAIT_MS_MIN * 2 ** (this.#deaths - 1), WAIT_MS_MAX);
    this.#deaths += 1;
    clearTimeout(this.#replacement);
    this.#replacement = setTimeout(() => this.start(), waitMs);
  }

  #isSocketHeld(): boolean {
    return this.#inState('serving').length + this.#inState('retiring').length > 0;
  }

  #stop(code: number, toTell: readonly Member[]): void {
    this.#exitCode = Math.max(this.#exitCode ?? 0, code);
    clearTimeout(this.#replacement);
    void this.#watcher.close();
    for (const member of toTell) {
      // One that does not serve yet owes nobody anything.
      if (member.state === 'starting') member.kill();
      else member.send({ kind: 'stop' });
    }
    this.#stopped(code);
  }

  #stopped(code: number): void {
    this.#exitCode = Math.max(this.#exitCode ?? 0, code);
    if (this.#members.size === 0) this.#finish(this.#exitCode);
  }

  #inState(...states: readonly Member['state'][]): readonly Member[] {
    return [...this.#members.values()].filter(({ state }) => states.includes(state));
  }

  #orderAll(kind: 'reload' | 'reopenLogs', states: readonly Member['state'][]): void {
    const order: Order = { kind };
    // One that has not said hello has read nothing yet, and opened no log.
    for (const member of this.#inState(...states)) if (member.welcomed) member.send(order);
  }

  #say(words: string): void {
    this.#terminal.err(`${this.#manifest}: ${words}`);
  }
}
