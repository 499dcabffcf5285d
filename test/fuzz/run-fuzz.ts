/**
 * Fuzzes servers of its own, group after group. `npm run fuzz -- --seconds 60`, or `--requests 300000` (then as long as that takes);
 * `--seed N` repeats a run, `--only mutants,secrets` runs some groups. Exits with 1 where a verdict was found.
 */
import { parseArgs } from 'node:util';
import { GROUPS, runFuzz } from './fuzz-groups.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    requests: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const names = values.only?.split(',');
const unknown = names?.filter((name) => GROUPS.every((group) => group.name !== name)) ?? [];
if (unknown.length > 0)
  throw new Error(`There are ${GROUPS.map(({ name }) => name).join(', ')}, and no ${unknown.join(', ')}`);
const requestsMax = Number(values.requests ?? Number.POSITIVE_INFINITY);
const { sent, verdicts } = await runFuzz({
  seed: Number(values.seed),
  secondsMax: Number(values.seconds ?? (values.requests === undefined ? 60 : Number.POSITIVE_INFINITY)),
  requestsMax,
  groups: GROUPS.filter(({ name }) => names?.includes(name) ?? true),
  say: console.log,
});
console.log(`${sent} requests, seed ${values.seed}; failures: ${verdicts.summary()}`);
process.exitCode = verdicts.all.length === 0 ? 0 : 1;
