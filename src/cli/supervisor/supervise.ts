import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { createMemoryLimits } from '../../clients/rate-limits.ts';
import type { ManifestWatcher } from '../../manifest/watch-manifest.ts';
import { type Judge, judgeOf } from '../judge/judge.ts';
import { type ServeCommand, WORKERS_MAX } from '../parse-command.ts';
import type { SignalOrders, Signals } from '../process/signals.ts';
import { type StartPlace, startPlace } from '../process/start-place.ts';
import { tellSystemd } from '../process/tell-systemd.ts';
import type { StartSettings } from '../server/restart-settings.ts';
import type { Patience } from '../server/server-control.ts';
import type { Terminal } from '../terminal.ts';
import { ChangedFiles } from './changed-files.ts';
import { ClientChoices } from './client-choices.ts';
import { Heartbeat } from './heartbeat.ts';
import { createLineRelay, type LineRelay } from './relay-lines.ts';
import { ReloadRounds } from './reload-rounds.ts';
import { ServerCrew } from './server-crew.ts';
import type { MemberEnd } from './server-member.ts';
import type { Member } from './server-slot.ts';
import { CONFIRM_MS, machineMs, type News } from './supervisor-messages.ts';

/**
 * Keeps server processes running, and passes on changes: the processes themselves read a manifest again, and code is
 * replaced by other processes, place after place. Owns the signals. Resolves to the exit code when no process is left.
 */
export async function supervise(command: ServeCommand, terminal: Terminal, signals: Signals): Promise<number> {
  const place = startPlace(terminal);
  const watcher = command.watch ? (await import('../../manifest/watch-manifest.ts')).ManifestWatcher : undefined;
  // The processes accept from one shared socket: no connection waits in this process, and none is lost between two of them.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: place.main, cwd: place.folder, stdio: ['inherit', 'pipe', 'inherit', 'ipc'] });
  return new Promise((finish) => {
    const supervisor = new Supervisor({ command, place, terminal, finish, watcher });
    // First: told to stop by now, it starts nothing.
    signals.obey(supervisor);
    supervisor.start();
  });
}

/** How much longer than `timeouts.drain` a process can take to end; stopped a second time, it has only this. */
const END_MS = 5000;
/** How long a process can be silent while it starts; longer than its handlers' module can take to load. */
const START_MS = 60_000;
/** How long a process can take to load handlers and compile a manifest. */
const PREPARE_MS = 30_000;

interface Surroundings {
  readonly command: ServeCommand;
  readonly place: StartPlace;
  readonly terminal: Terminal;
  readonly finish: (code: number) => void;
  readonly watcher: typeof ManifestWatcher | undefined; // if files are watched
}

class Supervisor implements SignalOrders {
  readonly #surroundings: Surroundings;
  readonly #terminal: Terminal;
  readonly #crew: ServerCrew;
  readonly #choices: ClientChoices;
  readonly #rates = createMemoryLimits();
  readonly #judge: Judge;
  readonly #heartbeat: Heartbeat<Member>;
  readonly #rounds: ReloadRounds;
  readonly #files: ChangedFiles;
  readonly #relay: LineRelay;
  /** The settings of the first process, and of all others. */
  #settings: StartSettings | undefined;
  #port = 0;
  /** Printed once all processes accept connections. */
  #url: string | undefined;
  #drainMs = 0;
  #reloadWanted = false;
  /** Set once the whole server stops: its exit code, as far as it is known. */
  #exitCode: number | undefined;
  #ending = false;
  #lastWords: string | undefined;
  /** What keeps processes from starting, as it was printed last. */
  #fault: string | undefined;

  constructor(surroundings: Surroundings) {
    const { command, place, terminal, watcher } = surroundings;
    const { workers } = command;
    this.#surroundings = surroundings;
    this.#terminal = terminal;
    const say = (words: string): void => this.#say(words);
    this.#relay = createLineRelay((line) => terminal.err(line));
    this.#crew = new ServerCrew({
      folder: place.folder,
      processes: workers === 'auto' ? Math.min(availableParallelism(), WORKERS_MAX) : (workers ?? 1),
      standby: command.workers !== undefined && !command.watch,
      follow: (stdout) => this.#relay.follow(stdout),
      hear: (member, news) => this.#hear(member, news),
      summon: (member) => member.send({ kind: 'serve', settings: this.#settings }),
      left: (member, end) => this.#left(member, end),
      cannotStart: () => this.#stop(1, this.#crew.members, END_MS),
      say,
    });
    this.#choices = new ClientChoices(CONFIRM_MS);
    this.#heartbeat = new Heartbeat({
      members: () => this.#crew.inState('starting', 'serving'),
      startMs: START_MS,
      onHung: (member, silentMs) => this.#hung(member, silentMs),
    });
    this.#judge = judgeOf(command, place, terminal);
    this.#rounds = new ReloadRounds({
      judge: this.#judge,
      watch: (plan) => this.#files.follow(plan),
      members: () => this.#crew.inState('serving'),
      say,
      done: () => this.#crew.renewStandby(),
      answerMs: PREPARE_MS,
    });
    const parts = { judge: this.#judge, crew: this.#crew, rounds: this.#rounds };
    this.#files = new ChangedFiles({ ...parts, watcher, env: terminal.env, say });
  }

  start(): void {
    this.#expect({ drainMs: 0, hungMs: START_MS });
    this.#crew.begin();
  }

  /** What is being answered is finished first; the second time it is not. */
  stop(): void {
    this.#stop(0, this.#crew.members, this.#exitCode === undefined ? this.#drainMs + END_MS : END_MS);
  }

  reload(): void {
    if (this.#url === undefined) this.#reloadWanted = true;
    else this.#files.changed('manifest');
  }

  replaceAll(): void {
    this.#files.changed('code');
  }

  reopenLogs(): void {
    // A process that has not said hello has opened no log.
    for (const member of this.#crew.members) if (member.welcomed) member.send({ kind: 'reopenLogs' });
  }

  #hear(member: Member, news: News): void {
    member.silentBeats = 0;
    switch (news.kind) {
      case 'hello':
        this.#welcome(member);
        return;
      case 'loaded':
        this.#fault = undefined;
        this.#crew.loaded(member);
        if (this.#crew.isWanted(member)) member.send({ kind: 'serve', settings: this.#settings });
        return;
      case 'failed':
        // Of processes that find the same, one is told of, until one has found nothing.
        if (news.words !== this.#fault) this.#terminal.err(news.words);
        this.#fault = news.words;
        return;
      case 'join':
        member.send({ kind: 'clients', clients: this.#choices.join(member) });
        return;
      case 'ready':
        this.#ready(member, news);
        return;
      case 'taken':
        this.#expect(news.patience);
        this.#rounds.answered(member.id, news.round, news);
        return;
      case 'prepared':
      case 'refused':
        this.#rounds.answered(member.id, news.round, news);
        return;
      case 'choose':
        // If this process was stopped meanwhile, the client has its 503, and may have chosen again.
        if (machineMs() < news.untilMs) this.#choices.choose(member, news.set, news.client, news.change);
        return;
      case 'adopted':
        this.#choices.adopted(member.id, news.number);
        return;
      case 'count':
        void this.#rates.take(news.client, news.limit).then((verdict) => {
          member.send({ kind: 'counted', ask: news.ask, verdict });
        });
        return;
      case 'pong':
        return;
      case 'fatal':
        this.#fatal(member, news.message);
    }
  }

  #welcome(member: Member): void {
    const processes = this.#crew.slots.length;
    member.welcomed = true;
    member.send({ kind: 'welcome', folder: this.#surroundings.place.folder, processes, aloud: member.aloud });
  }

  #ready(member: Member, news: Extract<News, { kind: 'ready' }>): void {
    const { slot } = member;
    if (member.state !== 'starting' || slot === undefined || this.#exitCode !== undefined) return;
    if (this.#settings !== undefined && news.port !== this.#port) {
      // Another free port was taken, since the last process that held the socket died meanwhile.
      member.killIn(0);
      return;
    }
    if (this.#settings === undefined) this.#choices.limit(news.settings.clients);
    this.#settings ??= news.settings;
    this.#port = news.port;
    this.#expect(news.patience);
    this.#rounds.join(member.id, news.fingerprint);
    const old = slot.current;
    this.#crew.seat(member, slot, this.#drainMs + END_MS);
    if (old !== undefined) this.#rounds.leave(old.id, 'gone');
    if (this.#url === undefined) this.#crew.fill();
    this.#files.follow(news.watch);
    this.#settle(news.url);
  }

  /** Once no process is starting: says that the server is ready, and makes sure that all processes serve the same. */
  #settle(url: string): void {
    if (this.#exitCode !== undefined || this.#crew.slots.some(({ current }) => current === undefined)) return;
    if (this.#url === undefined) {
      this.#url = url;
      this.#crew.establish();
      this.#relay.say(url);
      tellSystemd(this.#terminal);
      if (this.#files.isWatched) this.#judge.prepare();
    }
    if (this.#crew.isReplacing || !(this.#reloadWanted || this.#rounds.differ())) return;
    this.#reloadWanted = false;
    this.#rounds.want();
  }

  #expect({ drainMs, hungMs }: Patience): void {
    // An older one can have longer.
    this.#drainMs = Math.max(this.#drainMs, drainMs);
    // A process that is held in a debugger does not hang.
    if (!this.#files.isWatched && this.#exitCode === undefined) this.#heartbeat.allow(hungMs);
  }

  #hung(member: Member, silentMs: number): void {
    if (this.#crew.replaceHung(member))
      this.#say(`the server process has not answered for ${silentMs / 1000} s and was killed`);
  }

  #left(member: Member, end: MemberEnd): void {
    this.#choices.leave(member.id);
    this.#rounds.leave(member.id, 'died');
    const held = this.#crew.inState('serving', 'retiring').length > 0;
    if (this.#settings !== undefined && !held) {
      this.#settings = { ...this.#settings, listen: { ...this.#settings.listen, port: this.#port } };
    }
    // A process that did not serve is killed, and owes no answers.
    const unused = member.state === 'starting' || member.state === 'discarded';
    if (this.#exitCode === undefined) return;
    if (!unused && end.kind === 'killed') this.#say('the server process was killed before it had answered everything');
    if (unused) this.#stopped(0);
    else this.#stopped(end.kind === 'exited' ? end.code : 1);
  }

  /** All other processes stop as if they were asked to; this one does already. */
  #fatal(member: Member, message: string): void {
    this.#lastWords ??= message;
    member.killIn(this.#drainMs + END_MS);
    const others = this.#crew.members.filter((other) => other !== member);
    this.#stop(1, others, this.#drainMs + END_MS);
  }

  #stop(code: number, members: readonly Member[], endMs: number): void {
    this.#crew.close();
    this.#judge.close();
    this.#heartbeat.stop();
    this.#files.close();
    for (const member of members) {
      // A process that does not serve yet owes no answers.
      if (member.state === 'starting') member.killIn(0);
      else member.send({ kind: 'stop' });
      member.killIn(endMs);
    }
    this.#stopped(code);
  }

  #stopped(code: number): void {
    this.#exitCode = Math.max(this.#exitCode ?? 0, code);
    if (this.#crew.members.length > 0 || this.#ending) return;
    this.#ending = true;
    void this.#end();
  }

  async #end(): Promise<void> {
    await this.#relay.close();
    if (this.#lastWords !== undefined) this.#terminal.err(this.#lastWords);
    this.#surroundings.finish(this.#exitCode ?? 0);
  }

  #say(words: string): void {
    this.#terminal.err(`${this.#surroundings.command.manifest}: ${words}`);
  }
}
