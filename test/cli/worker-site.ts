import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { childrenOf, cpuMsOf, isServerProcess } from '../verdicts/process-figures.ts';
import { createReloadSite, KeepAlive, type ReloadSite, type SiteWords, textOf } from './reload-site.ts';

/** A server of several processes, on a site that a test changes. */
export interface Workers {
  readonly site: ReloadSite;
  readonly server: RunningServer;
}

export async function startWorkers(
  t: TestContext,
  words: SiteWords & { readonly count?: number; readonly args?: readonly string[] } = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Workers> {
  const { count = 2, args = [] } = words;
  const site = createReloadSite(words, files);
  return {
    site,
    server: await startServer({ t, manifest: site.manifest, args: ['--workers', String(count), ...args] }),
  };
}

/** A connection to each of `count` processes, by their ids: the system decides who accepts, so it is asked until all have. */
export async function connectEach(server: RunningServer, count = 2): Promise<ReadonlyMap<number, KeepAlive>> {
  const found = new Map<number, KeepAlive>();
  while (found.size < count) {
    const connection = await KeepAlive.open(server);
    const pid = Number((await connection.ask('/pid')).body);
    if (found.has(pid)) connection.close();
    else found.set(pid, connection);
  }
  return found;
}

/** Connections to processes that are none of these. */
export async function connectAnew(
  server: RunningServer,
  before: ReadonlyMap<number, KeepAlive>,
): Promise<ReadonlyMap<number, KeepAlive>> {
  for (;;) {
    const found = await connectEach(server).catch(() => new Map<number, KeepAlive>());
    if (found.size > 0 && [...before.keys()].every((pid) => !found.has(pid))) return found;
    for (const connection of found.values()) connection.close();
  }
}

/** What each process answers. */
export async function askEach(connections: ReadonlyMap<number, KeepAlive>, target: string): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const connection of connections.values()) answers.push((await connection.ask(target)).body);
  return answers;
}

/** The processes that a server has started: those that serve, and one to spare; not the one that judges reloads. Linux only. */
export function startedBy({ process: { pid } }: RunningServer): readonly number[] {
  return childrenOf(Number(pid)).filter(isServerProcess);
}

/** The processes that serve nobody, though they are not the judge. */
export async function others(
  server: RunningServer,
  serving: ReadonlyMap<number, KeepAlive>,
): Promise<readonly number[]> {
  await pause(5);
  return startedBy(server).filter((pid) => !serving.has(pid));
}

/** The process that waits for a place, as soon as there is one. */
export async function standbyOf(
  server: RunningServer,
  serving: ReadonlyMap<number, KeepAlive>,
): Promise<readonly number[]> {
  for (;;) {
    const found = await others(server, serving);
    if (found.length > 0) return found;
  }
}

/** Resolves when a request for `/held` has begun in that process. */
export async function beginsIn(site: ReloadSite, pid: number): Promise<void> {
  while (!existsSync(site.path(`gate/held-${pid}`))) await pause(5);
}

/** Resolves when a process has ended, by looking again and again: it is nobody's child here. */
export async function ended(pid: number): Promise<void> {
  while (isRunning(pid)) await pause(5);
}

/** As soon as a process does nothing: what follows its start is over. */
export async function rests(pid: number): Promise<void> {
  for (let before = -1, quiet = 0; quiet < 5; ) {
    const now = cpuMsOf(pid);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await pause(50);
  }
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** How often stderr holds these words. */
export function timesSaid({ server }: Workers, words: string): number {
  return server.stderr().split(words).length - 1;
}

/** Asks over new connections until it is over; each answer counts, and every one that did not come is an error. */
export async function keepConnecting(
  server: RunningServer,
  target: string,
  over: { readonly now: boolean },
): Promise<readonly string[]> {
  const answers: string[] = [];
  while (!over.now) answers.push(await textOf(server, target));
  assert.ok(answers.length > 0);
  return answers;
}
