import { randomSource } from '../verdicts/random-source.ts';
import { Verdicts } from '../verdicts/verdicts.ts';
import { bodies, largeBodies } from './bodies.ts';
import { declaredValues } from './declared-values.ts';
import { heldBodies } from './held-bodies.ts';
import { hostileForms } from './hostile-forms.ts';
import { mutants } from './mutants.ts';
import { pipelines } from './pipelines.ts';
import { type Group, runGroup } from './run-group.ts';
import { secrets } from './secrets.ts';
import { tlsResets } from './tls-resets.ts';

export const GROUPS: readonly Group[] = [
  declaredValues,
  pipelines,
  tlsResets,
  heldBodies,
  bodies,
  largeBodies,
  hostileForms,
  secrets,
  mutants,
];

export interface FuzzPlan {
  readonly seed: number;
  /** For all groups together. */
  readonly secondsMax: number;
  /** For all endless groups together. */
  readonly requestsMax: number;
  readonly groups: readonly Group[];
  /** How long a request may take before it counts as a hang. Default: 2 s. */
  readonly hangMs?: number;
  say(line: string): void;
}

export interface FuzzReport {
  readonly sent: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly verdicts: Verdicts;
}

/** Groups that end by themselves come first; the others share what is left of the time and of the requests. */
export async function runFuzz({
  seed,
  secondsMax,
  requestsMax,
  groups,
  hangMs = 2000,
  say,
}: FuzzPlan): Promise<FuzzReport> {
  const verdicts = new Verdicts();
  const startedMs = performance.now();
  const leftMs = (): number => secondsMax * 1000 - (performance.now() - startedMs);
  const statuses = new Map<number, number>();
  let sent = 0;
  let leftRequests = requestsMax;
  let leftEndless = groups.filter(({ endless }) => endless).length;
  for (const [index, group] of groups.entries()) {
    const sharers = groups.length - index;
    const groupMs = performance.now() + leftMs() / sharers;
    const groupRequests = group.endless ? leftRequests / leftEndless : Number.POSITIVE_INFINITY;
    const begunMs = performance.now();
    const report = await runGroup({
      group,
      // The same for a group that runs alone.
      random: randomSource(seed),
      verdicts,
      hangMs,
      more: (count) => count < groupRequests && performance.now() < groupMs,
    });
    if (report === undefined) continue;
    sent += report.sent;
    if (group.endless) {
      leftEndless -= 1;
      leftRequests -= report.sent;
    }
    for (const [status, count] of report.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
    const seconds = (performance.now() - begunMs) / 1000;
    say(
      `${group.name}: ${report.sent} requests in ${seconds.toFixed(0)} s; +${report.growthMib.toFixed(0)} MiB; ` +
        `worst new visitor ${report.worstVisitMs.toFixed(0)} ms; answers ${describe(report.statuses)}`,
    );
  }
  return { sent, statuses, verdicts };
}

function describe(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');
}
