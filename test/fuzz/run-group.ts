import { join } from 'node:path';
import { type RunningServer, startServer } from '../start-server.ts';
import { pause } from '../stress/figures.ts';
import { type Probe, probe } from '../stress/probe.ts';
import { LogAccount } from '../verdicts/log-account.ts';
import { openFilesOf, residentMibOf } from '../verdicts/process-figures.ts';
import type { Random } from '../verdicts/random-source.ts';
import { STALL_MS, type Verdicts } from '../verdicts/verdicts.ts';
import { Exchanges } from './exchanges.ts';
import { findCulprit } from './find-culprit.ts';
import { CANARY } from './secrets.ts';

/** One way to attack a server. Each has a server of its own. */
export interface Group {
  readonly name: string;
  /** Whether it goes on as long as it may; others end by themselves. */
  readonly endless: boolean;
  /** Makes the manifest; `undefined` where there is nothing to attack. */
  site(random: Random, verdicts: Verdicts): Promise<string | undefined>;
  attack(scene: Scene): Promise<void>;
  /** How much memory the server may take beyond what it had when it was ready. */
  readonly growthMibMax: number;
  /** Whether each answer is read, so that there are exactly as many lines as answers, status by status. */
  readonly exact: boolean;
  /** Whether the server speaks TLS. */
  readonly tls?: boolean;
}

export interface Scene {
  readonly random: Random;
  readonly server: RunningServer;
  readonly exchanges: Exchanges;
  readonly verdicts: Verdicts;
  /** Whether there is time for another request. */
  more(): boolean;
}

export interface GroupPlan {
  readonly group: Group;
  readonly random: Random;
  readonly verdicts: Verdicts;
  /** How long a request may take before it counts as a hang. */
  readonly hangMs: number;
  more(sent: number): boolean;
}

export interface GroupReport {
  readonly sent: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly growthMib: number;
  readonly worstVisitMs: number;
}

const SAMPLE_MS = 200;

/** Attacks, beside a new visitor fifty times a second, and judges: visitors, memory, lines, secrets, descriptors, the end. */
export async function runGroup({ group, random, verdicts, hangMs, more }: GroupPlan): Promise<GroupReport | undefined> {
  const manifest = await group.site(random, verdicts);
  if (manifest === undefined) return undefined;
  const server = await startServer({ manifest });
  const pid = Number(server.process.pid);
  let died = false;
  server.process.once('exit', () => {
    died = true;
  });
  const exchanges = new Exchanges({ port: server.port, pid }, hangMs, verdicts);
  const accounts = new LogJudge(server.logDir, group.name, verdicts);
  const [residentMib, openFiles] = [residentMibOf(pid), openFilesOf(pid)];
  let peakMib = residentMib;
  const sampling = setInterval(() => {
    peakMib = Math.max(peakMib, residentMibOf(pid));
    accounts.read();
  }, SAMPLE_MS);
  const attack = group.attack({
    random,
    server,
    exchanges,
    verdicts,
    more: () => !died && exchanges.over === undefined && more(exchanges.sent),
  });
  const { visits } = await probe(server.port, attack, { tls: group.tls === true, pid });
  await attack;
  clearInterval(sampling);
  // One that listens no more ends by itself, or hangs.
  for (let waited = 0; exchanges.over === 'refused' && !died && waited < hangMs; waited += 50) await pause(50);
  if (died || exchanges.over !== undefined) {
    const code = server.process.signalCode ?? server.process.exitCode;
    const [kind, what] = died
      ? (['death', `the server ended (${code})`] as const)
      : (['hang', `no end within ${hangMs} ms`] as const);
    server.process.kill('SIGKILL');
    const culprit = await findCulprit(manifest, exchanges.suspects);
    verdicts.add(kind, `${group.name}: ${what}, ${culprit}${lastWords(server)}`);
  } else {
    await judgeEnd({ group, server, openFiles, verdicts });
    accounts.finish();
    judgeVisits(group, visits, verdicts);
    for (const { fault } of visits) if (fault === undefined) exchanges.count(200);
    accounts.compare(exchanges.statuses, group.exact);
  }
  const growthMib = peakMib - residentMib;
  if (growthMib > group.growthMibMax) {
    verdicts.add('memory', `${group.name}: grew by ${growthMib.toFixed(0)} MiB, more than ${group.growthMibMax}`);
  }
  return { sent: exchanges.sent, statuses: exchanges.statuses, growthMib, worstVisitMs: worstOf(visits) };
}

interface EndOptions {
  readonly group: Group;
  readonly server: RunningServer;
  readonly openFiles: number;
  readonly verdicts: Verdicts;
}

async function judgeEnd({ group, server, openFiles, verdicts }: EndOptions): Promise<void> {
  const pid = Number(server.process.pid);
  // Connections are closed in the turns that follow.
  for (let waited = 0; openFilesOf(pid) > openFiles + 1 && waited < 5000; waited += 50) await pause(50);
  const left = openFilesOf(pid);
  // One file more: error.log's, where it is opened late.
  if (left > openFiles + 1) verdicts.add('descriptors', `${group.name}: ${openFiles} at the start, ${left} at the end`);
  const code = await server.stop();
  if (code !== 0) verdicts.add('death', `${group.name}: exit code ${code} on SIGTERM${lastWords(server)}`);
}

function judgeVisits(group: Group, visits: Probe['visits'], verdicts: Verdicts): void {
  for (const { tookMs, busyMs, fault } of visits) {
    const words = `${group.name}: a new visitor ${fault ?? 'waited'}, ${tookMs.toFixed(0)} ms (${busyMs.toFixed(0)} of them for a processor)`;
    // What others have taken of the processors is not the server's.
    if (tookMs - busyMs > STALL_MS || (fault !== undefined && busyMs < STALL_MS))
      verdicts.add(fault === undefined ? 'stall' : 'visitor', words);
  }
}

function worstOf(visits: Probe['visits']): number {
  return visits.reduce((worst, { tookMs, busyMs }) => Math.max(worst, tookMs - busyMs), 0);
}

function lastWords(server: RunningServer): string {
  const said = server.stderr().trim().split('\n').slice(0, 3).join(' | ');
  return said === '' ? '' : `; stderr: ${said.slice(0, 500)}`;
}

/** Both logs of a server: whole lines, one for each answer, and no secret in any. */
class LogJudge {
  readonly #name: string;
  readonly #verdicts: Verdicts;
  readonly #statuses = new Map<number, number>();
  readonly #errors = new Map<number, number>();
  readonly #logs: readonly LogAccount[];

  constructor(folder: string, name: string, verdicts: Verdicts) {
    this.#name = name;
    this.#verdicts = verdicts;
    this.#logs = [
      this.#account(folder, 'access.log', this.#statuses),
      this.#account(folder, 'error.log', this.#errors),
    ];
  }

  read(): void {
    for (const log of this.#logs) log.read();
  }

  finish(): void {
    for (const log of this.#logs) log.finish();
  }

  compare(answers: ReadonlyMap<number, number>, exact: boolean): void {
    for (const status of new Set([...answers.keys(), ...this.#statuses.keys()])) {
      const [given, lines] = [answers.get(status) ?? 0, this.#statuses.get(status) ?? 0];
      if (status !== 0 && (exact ? lines !== given : lines < given)) {
        this.#verdicts.add(
          'lines',
          `${this.#name}: ${given} answers with status ${status}, ${lines} lines in access.log`,
        );
      }
      const errors = this.#errors.get(status) ?? 0;
      if (status >= 400 && errors !== lines) {
        this.#verdicts.add(
          'lines',
          `${this.#name}: ${lines} lines with status ${status}, ${errors} of them in error.log`,
        );
      }
    }
  }

  #account(folder: string, file: string, counts: Map<number, number>): LogAccount {
    const path = join(folder, file);
    return new LogAccount({
      path,
      onRecord: (record, line) => {
        const status = Number(record['status'] ?? 0);
        counts.set(status, (counts.get(status) ?? 0) + 1);
        if (line.includes(CANARY)) this.#verdicts.add('secret', `${this.#name}: in ${file}: ${line.slice(0, 1000)}`);
      },
      onBroken: (line) => this.#verdicts.add('lines', `${this.#name}: a broken line in ${file}: ${line}`),
    });
  }
}
