import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock tick: USER_HZ, which is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** CPU time, user and system, that a process and its children have used so far. Linux only: it reads /proc (proc(5)). */
export function cpuMs(pid: number): number {
  return processTree(pid).reduce((sum, id) => {
    const fields = statFields(id);
    return sum + (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }, 0);
}

/** CPU time that the whole machine has spent so far, a host's share that we did not get included. Linux only. */
export function busyMs(): number {
  const [, user, nice, system, , , irq, softirq, steal] = procFile('stat').split(/\s+/, 9).map(Number);
  return [user, nice, system, irq, softirq, steal].reduce((sum: number, ticks) => sum + (ticks ?? 0) * TICK_MS, 0);
}

/** CPU time of this process and of those it has started that have ended. */
export function ownCpuMs(): number {
  const fields = statFields('self');
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]) * TICK_MS, 0);
}

/** Resident memory of a process and its children, in MiB. */
export function residentMib(pid: number): number {
  return processTree(pid).reduce((sum, id) => {
    return sum + Number(/^VmRSS:\s+(\d+)/m.exec(procFile(`${id}/status`))?.[1]) / 1024;
  }, 0);
}

/** From field 3 on; the name in field 2 may hold blanks and brackets. */
function statFields(id: number | 'self'): string[] {
  const stat = procFile(`${id}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function processTree(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) => procFile(`${pid}/task/${thread}/children`).split(' '));
  return [pid, ...children.filter((child) => child !== '').flatMap((child) => processTree(Number(child)))];
}

function procFile(name: string): string {
  return readFileSync(`/proc/${name}`, 'latin1');
}
