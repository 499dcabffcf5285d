import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInstalled } from '../clients/start-redis.ts';
import { runChaos } from './chaos.ts';

const missing = ['redis-server', 'prlimit', 'mkfifo'].filter((program) => !isInstalled(program));
const skip = missing.length > 0 && `needs ${missing.join(', ')}`;

/**
 * The faults of this short round. Those that start processes on a machine that has none to spare, one after another, are for
 * `npm run chaos`: how long a crew takes to be whole again after them is a matter of the machine.
 */
const ROUND = ['kill a process', 'stop a process', 'Redis', 'TLS', 'rotate', 'disk', 'log files', 'reload', 'hostile'];

describe('chaos: processes, files and peers fail at the same time', { skip, timeout: 300_000 }, () => {
  it('leaves visitors their answers, and answers their lines', async (t) => {
    const { verdicts, faults, answers } = await runChaos({
      seed: 20261129,
      seconds: 20,
      only: ROUND,
      say: (line) => t.diagnostic(line),
    });
    assert.ok(faults.size >= 6 && answers > 500, `${faults.size} kinds of faults, ${answers} answers`);
    // How long anything took is for `npm run chaos`, on a machine that does nothing else.
    const found = verdicts.all.filter(({ kind }) => kind !== 'stall');
    assert.deepEqual(found, []);
  });
});
