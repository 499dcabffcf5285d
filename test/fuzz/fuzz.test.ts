import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runFuzz } from './fuzz-groups.ts';
import { mutants } from './mutants.ts';
import { secrets } from './secrets.ts';

describe('fuzzed requests', () => {
  for (const [group, requestsMax] of [
    [mutants, 4000],
    [secrets, 3000],
  ] as const) {
    it(`${group.name}: always get valid answers or a close, leave their lines and no secret, and harm nobody`, async (t) => {
      const { sent, statuses, verdicts } = await runFuzz({
        seed: 20261122,
        secondsMax: 600,
        requestsMax,
        groups: [group],
        hangMs: 20_000,
        say: (line) => t.diagnostic(line),
      });
      assert.ok(sent >= requestsMax);
      assert.ok((statuses.get(200) ?? 0) > 0 && (statuses.get(400) ?? 0) > 0, 'they reach both sides of the rules');
      // How long anything took is for `npm run fuzz`, on a machine that does nothing else.
      assert.deepEqual(
        verdicts.all.filter(({ kind }) => kind !== 'stall'),
        [],
      );
    });
  }
});
