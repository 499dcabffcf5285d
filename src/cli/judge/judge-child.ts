import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { guarded } from '../../http/guarded.ts';
import { listenTo, tell } from '../process/own-message.ts';
import { isCaught } from '../process/signals.ts';
import { type StartPlace, startFailure, startVariables } from '../process/start-place.ts';
import { VERSION } from '../version.ts';
import {
  BEGINS,
  type FailedExample,
  type Judgement,
  type JudgeReport,
  type JudgeTask,
  PROGRESS_FD,
  WAITS_FOR_EVER,
} from './judge-messages.ts';

/** The outcome of a task. */
export type JudgeOutcome =
  | { readonly kind: 'judged'; readonly judgement: Judgement; readonly spent: boolean }
  /** The process has ended before it was done. */
  | ({ readonly kind: 'lost' } & LostJudge);

export interface LostJudge {
  /** In words that follow "it". */
  readonly did: string;
  /** By a signal to the whole group, before its own first line could catch it: that has nothing to do with what it was asked. */
  readonly interrupted: boolean;
  /** Of the files, how many examples they have, and which was the first to be run; undefined: none had begun. */
  readonly examples: { readonly fingerprint: string; readonly total: number; readonly from: number } | undefined;
  /** How many have begun since. */
  readonly begun: number;
  readonly failed: readonly FailedExample[];
}

/** How much memory examples can use, beyond what their judge has when they begin. */
const MEMORY_MIB_MAX = 512;
/** The bound for all objects: where the use of memory cannot be watched, Node.js itself ends the process, with a long message. */
const HEAP_MIB_MAX = 2048;
/** How long an example can compute without a pause, in CPU time, since other processes may take the processor from it. */
const BUSY_CPU_MS_MAX = 1000;
/** How long it can be stuck without computing. */
const STUCK_MS_MAX = 10_000;
/** How long reading a manifest and loading its handlers can take. */
const LOADING_MS_MAX = 60_000;
const LOOK_EVERY_MS = 100;
/** The units of clock ticks and pages, on Linux. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** By how much its priority is below ours. */
const NICER_BY = 5;
const LOWEST_PRIORITY = 19;

interface Asked {
  readonly resolve: (outcome: JudgeOutcome) => void;
  readonly onProgress: (done: number, total: number) => void;
  readonly parts: string[];
  readonly failed: FailedExample[];
  readonly looks: NodeJS.Timeout;
  examples: LostJudge['examples'];
  begun: number;
}

/** One process that judges. It gets one task at a time, and ends with this process. */
export class JudgeChild {
  readonly #process: ChildProcess;
  readonly #place: StartPlace;
  /** The code that it runs. */
  readonly #code: string | undefined;
  #asked: Asked | undefined;
  #ended = false;
  /** It has loaded its own code, and catches signals. */
  #ready = false;
  /** Why it was killed here, in words that follow "it". */
  #killedFor: string | undefined;
  #heardMs = performance.now();
  #cpuMs = 0;
  #memoryMib = Number.POSITIVE_INFINITY;

  constructor(place: StartPlace) {
    this.#place = place;
    this.#code = realFile(place.judge);
    const child = fork(place.judge, [], {
      cwd: place.folder,
      env: { ...process.env, ...startVariables() },
      execArgv: judgeArguments(process.execArgv, process.env['NODE_OPTIONS']),
      // What handlers print goes to stderr. The last descriptor is `PROGRESS_FD`.
      stdio: ['ignore', 2, 2, 'ipc', 'pipe'],
    });
    this.#process = child;
    giveWay(child.pid);
    listenTo<JudgeReport>(child, (report) => this.#hear(report));
    // If the system refuses an open file there are no pipes, whatever the types say: an `error` follows.
    const streams: ChildProcess['stdio'] | undefined = child.stdio;
    streams?.[PROGRESS_FD]?.on('data', (bytes: Buffer) => this.#progressed(bytes));
    for (const stream of streams ?? []) stream?.on('error', () => undefined);
    const closed = new Promise<Pick<LostJudge, 'did' | 'interrupted'>>((resolve) => {
      child.on('error', (error) =>
        resolve({ did: `cannot be started: ${startFailure(error, place.folder)}`, interrupted: false }),
      );
      child.on('close', (code, signal) =>
        resolve({ did: endInWords(code, signal), interrupted: !this.#ready && signal !== null && isCaught(signal) }),
      );
    });
    const disconnected = new Promise<void>((resolve) => {
      child.on('disconnect', resolve).on('error', () => resolve());
    });
    // What it said last may come after its end was noticed.
    void Promise.all([closed, disconnected]).then(([end]) => this.#lost(end));
  }

  /** Whether it can get another task: it waits, and the code that it still has to load is of its own release. */
  get isFree(): boolean {
    const waits = !this.#ended && this.#asked === undefined && this.#process.connected;
    return waits && realFile(this.#place.judge) === this.#code;
  }

  ask(task: JudgeTask, onProgress: (done: number, total: number) => void): Promise<JudgeOutcome> {
    return new Promise((resolve) => {
      const looks = setInterval(() => this.#look(), LOOK_EVERY_MS);
      this.#asked = { resolve, onProgress, parts: [], failed: [], looks, examples: undefined, begun: 0 };
      this.#heard();
      tell(this.#process, task);
    });
  }

  kill(why?: string): void {
    this.#killedFor ??= why;
    // Without a process, kill would end the whole group.
    if (this.#process.pid !== undefined) this.#process.kill('SIGKILL');
  }

  #hear(report: JudgeReport): void {
    const asked = this.#asked;
    this.#heard();
    switch (report.kind) {
      case 'ready':
        this.#ready = true;
        if (report.version !== VERSION) this.kill(`has version ${report.version}, unlike the server`);
        return;
      case 'examples':
        if (asked !== undefined) asked.examples = report;
        this.#memoryMib = usageOf(this.#process.pid).memoryMib;
        return;
      case 'failed':
        asked?.failed.push(report);
        return;
      case 'part':
        asked?.parts.push(report.text);
        return;
      case 'verdict':
        this.#settle({
          kind: 'judged',
          judgement: { ...report.verdict, parts: asked?.parts ?? [] },
          spent: report.spent,
        });
        return;
    }
  }

  #progressed(bytes: Buffer): void {
    const asked = this.#asked;
    this.#heard();
    if (asked === undefined) return;
    for (const byte of bytes) {
      if (byte !== BEGINS) continue;
      // The one before has ended.
      if (asked.begun > 0) this.#show(asked, asked.begun);
      asked.begun += 1;
    }
  }

  #show({ examples, onProgress }: Asked, done: number): void {
    if (examples !== undefined) onProgress(examples.from + done, examples.total);
  }

  #heard(): void {
    this.#heardMs = performance.now();
    this.#cpuMs = Number.NaN;
  }

  /** Kills it if it takes too long, or too much. */
  #look(): void {
    const { cpuMs, memoryMib } = usageOf(this.#process.pid);
    if (Number.isNaN(this.#cpuMs)) this.#cpuMs = cpuMs;
    const silentMs = performance.now() - this.#heardMs;
    if (this.#asked?.examples === undefined) {
      if (silentMs > LOADING_MS_MAX) this.kill(`did not finish within ${LOADING_MS_MAX / 1000} s`);
    } else if (memoryMib - this.#memoryMib > MEMORY_MIB_MAX) {
      this.kill(`used more than ${MEMORY_MIB_MAX} MiB of memory`);
    } else if (cpuMs - this.#cpuMs > BUSY_CPU_MS_MAX || silentMs > STUCK_MS_MAX) {
      this.kill(`kept its process busy for ${BUSY_CPU_MS_MAX / 1000} s without a pause`);
    }
  }

  #lost({ did, interrupted }: Pick<LostJudge, 'did' | 'interrupted'>): void {
    this.#ended = true;
    const { examples, begun = 0, failed = [] } = this.#asked ?? {};
    this.#settle({ kind: 'lost', did: this.#killedFor ?? did, interrupted, examples, begun, failed });
  }

  #settle(outcome: JudgeOutcome): void {
    const asked = this.#asked;
    this.#asked = undefined;
    clearInterval(asked?.looks);
    if (asked !== undefined && outcome.kind === 'judged') this.#show(asked, asked.begun);
    asked?.resolve(outcome);
  }
}

/** Where a file is, behind all links; undefined if there is none. */
function realFile(file: string): string | undefined {
  return guarded(() => realpathSync(file));
}

/** Gives the server priority, where the system can. */
function giveWay(pid: number | undefined): void {
  if (pid !== undefined) guarded(() => setPriority(pid, Math.min(getPriority() + NICER_BY, LOWEST_PRIORITY)));
}

/** The options of this process, except its debugger's port, and with less memory. */
function judgeArguments(given: readonly string[], options = ''): string[] {
  const own = given.filter((argument) => !argument.startsWith('--inspect'));
  return [...own, options].some((argument) => argument.includes('max-old-space-size'))
    ? own
    : [...own, `--max-old-space-size=${HEAP_MIB_MAX}`];
}

function endInWords(code: number | null, signal: string | null): string {
  switch (signal ?? code) {
    case 'SIGABRT':
      return `used up its memory (${HEAP_MIB_MAX} MiB)`;
    case WAITS_FOR_EVER:
      return 'waits for something that never comes';
    default:
      return signal === null ? `ended its process with the exit code ${code}` : `ended its process by ${signal}`;
  }
}

/** The state of a process; nothing is known where there is no /proc. */
function usageOf(pid: number | undefined): { readonly cpuMs: number; readonly memoryMib: number } {
  const stat = guarded(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === undefined) return { cpuMs: Number.NaN, memoryMib: 0 };
  const [, fields = ''] = stat.split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  const pages = Number(fields.split(' ')[21]);
  return { cpuMs: (user + system) * TICK_MS, memoryMib: (pages * PAGE_BYTES) / 1024 ** 2 };
}
