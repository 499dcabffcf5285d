/** What Linux says of processes in /proc. Of one that is gone, nothing. */
import { readFileSync, statSync } from 'node:fs';

/** The processes that a process has started, and those that these have. */
export function descendants(pid: number): readonly number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendants)];
}

export function childrenOf(pid: number): readonly number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`)?.trim() ?? '';
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Whether it is a process of --workers or --watch that serves, or will: not one that judges reloads, or has just been forked. */
export function isServerProcess(pid: number): boolean {
  return (read(`/proc/${pid}/environ`) ?? '').includes('NODE_UNIQUE_ID=');
}

/** Whether it runs: one that has ended and that nobody has asked for does not. */
export function isAlive(pid: number): boolean {
  const state = /\) (\S)/.exec(read(`/proc/${pid}/stat`) ?? '')?.[1];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** Resident memory in MiB; 0 for one that is gone. */
export function residentMibOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) / 1024;
}

/** How many files and sockets it has open. Linux 6.2 and later. */
export function openFilesOf(pid: number): number {
  try {
    return statSync(`/proc/${pid}/fd`).size;
  } catch {
    return 0;
  }
}

/** How long it has computed, in milliseconds, in steps of a clock tick. */
export function cpuMsOf(pid: number): number {
  const [, fields = ''] = (read(`/proc/${pid}/stat`) ?? '').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

/** How long its main thread could run, and had to wait since others did, in milliseconds since it was started. */
export function waitedForCpuMs(pid: number): number {
  const [, waitedNs = 0] = (read(`/proc/${pid}/schedstat`) ?? '').split(' ').map(Number);
  return waitedNs / 1e6;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
