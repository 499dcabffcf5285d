import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInstalled } from '../clients/start-redis.ts';
import { runChaos } from './chaos.ts';

const missing = ['redis-server', 'prlimit', 'mkfifo'].filter((program) => !isInstalled(program));
const skip = missing.length > 0 && `needs ${missing.join(', ')}`;

describe('chaos: processes, files and peers fail at the same time', { skip, timeout: 300_000 }, () => {
  it('leaves visitors their answers, and answers their lines', async (t) => {
    const { verdicts, faults, answers } = await runChaos({
      seed: 20261129,
      seconds: 20,
      say: (line) => t.diagnostic(line),
    });
    assert.ok(faults.size >= 6 && answers > 500, `${faults.size} kinds of faults, ${answers} answers`);
    // How long anything took is for `npm run chaos`, on a machine that does nothing else.
    const found = verdicts.all.filter(({ kind }) => kind !== 'stall');
    assert.deepEqual(found, []);
  });
});
