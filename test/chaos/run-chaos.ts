/**
 * Chaos against a server of its own: `npm run chaos -- --seconds 900 --seed 1`; `--only "hangs,FIFO"` takes the faults whose names hold
 * these words. Exits with 1 where a verdict was found. A full disk needs root, other faults prlimit and redis-server.
 */
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const only = values.only?.split(',');
const { verdicts, faults, answers } = await runChaos({
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  ...(only === undefined ? {} : { only }),
  say: console.log,
});
console.log([...faults].map(([name, count]) => `${name}: ${count}`).join(', '));
console.log(`${answers} answers checked, seed ${values.seed}; failures: ${verdicts.summary()}`);
process.exitCode = verdicts.all.length === 0 ? 0 : 1;
