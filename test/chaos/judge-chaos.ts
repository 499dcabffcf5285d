import { basename } from 'node:path';
import { CANARY } from '../fuzz/secrets.ts';
import { pause } from '../stress/figures.ts';
import type { Visit } from '../stress/probe.ts';
import { LogAccount } from '../verdicts/log-account.ts';
import { openFilesOf, residentMibOf } from '../verdicts/process-figures.ts';
import { STALL_MS, type Verdicts } from '../verdicts/verdicts.ts';
import { becomes, type Scene, supervisorOf, type Tally, workersOf } from './chaos-scene.ts';
import type { Answered } from './steady-visitors.ts';
import type { Windows } from './windows.ts';

export interface JudgeOptions {
  readonly verdicts: Verdicts;
  readonly windows: Windows;
  readonly tally: Tally;
}

/** What processes have, when nobody asks for anything. */
export interface Figures {
  readonly supervisor: { readonly openFiles: number; readonly residentMib: number };
  readonly workers: { readonly openFiles: number; readonly residentMib: number };
}

const OPEN_FILES_GROWTH_MAX = 4;
const SUPERVISOR_GROWTH_MIB_MAX = 80;
const WORKER_GROWTH_MIB_MAX = 150;

export function figuresOf(scene: Scene): Figures {
  const supervisor = supervisorOf(scene);
  const workers = workersOf(scene);
  return {
    supervisor: { openFiles: openFilesOf(supervisor), residentMib: residentMibOf(supervisor) },
    workers: {
      openFiles: Math.max(...workers.map(openFilesOf)),
      residentMib: Math.max(...workers.map(residentMibOf)),
    },
  };
}

/** Says what was not legitimate. */
export class ChaosJudge {
  readonly #verdicts: Verdicts;
  readonly #windows: Windows;
  readonly #tally: Tally;
  readonly #lines = new Map<string, number>();
  #torn = 0;

  constructor({ verdicts, windows, tally }: JudgeOptions) {
    this.#verdicts = verdicts;
    this.#windows = windows;
    this.#tally = tally;
  }

  /** Reads one of the logs. */
  follow(path: string): LogAccount {
    const file = basename(path);
    return new LogAccount({
      path,
      onRecord: (record, line) => {
        const target = String(record['target'] ?? '');
        if (file === 'access.log') this.#lines.set(target, (this.#lines.get(target) ?? 0) + 1);
        if (line.includes(CANARY)) this.#verdicts.add('secret', `in ${file}: ${line.slice(0, 1000)}`);
      },
      onBroken: (line) => {
        this.#torn++;
        if (this.#torn > this.#tally.torn)
          this.#verdicts.add('lines', `a broken line in ${file}, where ${this.#tally.torn} may be: ${line}`);
      },
    });
  }

  visitsWere(visits: readonly Visit[]): void {
    for (const { atMs, tookMs, busyMs, fault } of visits) {
      const untilMs = atMs + tookMs;
      const excuse = fault === undefined ? 'stalled' : 'failed';
      // What others have taken of the processors is not the server's.
      const bad = tookMs - busyMs > STALL_MS || (fault !== undefined && busyMs < STALL_MS);
      if (!bad || this.#windows.excuse(excuse, atMs, untilMs)) continue;
      const words = `a new visitor ${fault ?? 'waited'}, ${tookMs.toFixed(0)} ms (${busyMs.toFixed(0)} of them for a processor)`;
      this.#verdicts.add(
        fault === undefined ? 'stall' : 'visitor',
        `${words} during ${this.#windows.during(atMs, untilMs)}`,
      );
    }
  }

  /** Each has one line. */
  answersWere(answers: readonly Answered[]): void {
    for (const { target, fromMs, toMs } of answers) {
      const lines = this.#lines.get(target) ?? 0;
      if (lines === 1 || (lines === 0 && this.#windows.excuse('unlogged', fromMs, toMs))) continue;
      this.#verdicts.add('lines', `${lines} lines for ${target}, during ${this.#windows.during(fromMs, toMs)}`);
    }
  }

  stderrWas(stderr: string): void {
    for (const [line, how] of stderr.matchAll(/^.*process ended \((.+?)\).*$/gm))
      if (how !== 'SIGKILL') this.#verdicts.add('death', line);
    const killed = stderr.match(/process ended \(SIGKILL\)/g)?.length ?? 0;
    if (killed > this.#tally.kills)
      this.#verdicts.add('death', `${killed} processes were killed, ${this.#tally.kills} by us`);
    for (const [crash] of stderr.matchAll(/^.*(?:[Uu]ncaught|FATAL ERROR).*(?:\n.*){0,12}/gm)) {
      // A process that may open no files while it still loads its code ends by that; so does tsx without its compiler's process.
      if (!/EMFILE|ensureServiceIsRunning/.test(crash)) this.#verdicts.add('death', crash);
    }
  }

  /** Descriptors and memory are back. */
  async settled(scene: Scene, before: Figures): Promise<void> {
    const isBack = (): boolean => {
      const { supervisor, workers } = figuresOf(scene);
      return (
        supervisor.openFiles <= before.supervisor.openFiles + OPEN_FILES_GROWTH_MAX &&
        workers.openFiles <= before.workers.openFiles + OPEN_FILES_GROWTH_MAX
      );
    };
    await pause(500);
    const back = await becomes(isBack, 10_000);
    const after = figuresOf(scene);
    const said = ({ supervisor, workers }: Figures): string =>
      `supervisor ${supervisor.openFiles} files and ${supervisor.residentMib.toFixed(0)} MiB, processes at most ` +
      `${workers.openFiles} files and ${workers.residentMib.toFixed(0)} MiB`;
    const words = `${said(before)} at the start; ${said(after)} at the end`;
    if (!back) this.#verdicts.add('descriptors', words);
    const grew = after.supervisor.residentMib - before.supervisor.residentMib > SUPERVISOR_GROWTH_MIB_MAX;
    const workersGrew = after.workers.residentMib - before.workers.residentMib > WORKER_GROWTH_MIB_MAX;
    if (grew || workersGrew) this.#verdicts.add('memory', words);
  }
}
