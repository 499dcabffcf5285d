import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { freshFolder } from '../start-server.ts';
import { ROOT } from './tracked-files.ts';

describe('the test runner (test/run.ts)', () => {
  const passing = "it('passes', () => {});";
  const cases: readonly (readonly [
    title: string,
    test: string,
    env: Record<string, string>,
    code: number,
    says: RegExp,
  ])[] = [
    ['ends with 0 when all pass', passing, {}, 0, /^ℹ tests 1$.*^ℹ pass 1$.*^ℹ fail 0$/ms],
    ['ends with 1 when one fails', `${passing} it('fails', () => { throw new Error('no'); });`, {}, 1, /^ℹ fail 1$/m],
    ['ends with 1 when a file cannot be loaded', "import './missing.ts';", {}, 1, /^ℹ fail 1$/m],
    ['lets a test skip', "it('skips', { skip: 'needs nc' }, () => {});", { CI: '' }, 0, /^ℹ skipped 1$/m],
    [
      'lets no test skip for want of a tool under CI',
      "it('skips', { skip: 'needs nc' }, () => {});",
      { CI: 'true' },
      1,
      /needs nc/,
    ],
    [
      'lets a test skip for another reason under CI',
      "it('skips', { skip: 'no IPv6' }, () => {});",
      { CI: 'true' },
      0,
      /no IPv6/,
    ],
  ];
  for (const [title, test, env, code, says] of cases) {
    it(title, async () => {
      const folder = freshFolder();
      writeFileSync(join(folder, 'some.test.ts'), `import { it } from 'node:test'; const typed: string = ''; ${test}`);
      writeFileSync(join(folder, 'no-test.ts'), "throw new Error('is not to be run');");
      const ran = await runTests([folder], env);
      assert.equal(ran.code, code, ran.output);
      assert.match(ran.output, says);
    });
  }

  it('ends with 1 when it finds no test, because an empty run proves nothing', async () => {
    const ran = await runTests([freshFolder()], {});
    assert.equal(ran.code, 1);
    assert.match(ran.output, /Cannot find a \*\.test\.ts file below /);
  });
});

function runTests(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  // A test that is told it runs inside another one reports to it and not to us.
  const clean = { ...process.env, NODE_TEST_CONTEXT: undefined, ...env };
  const command = ['--import', 'tsx', join(ROOT, 'test/run.ts'), ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { cwd: ROOT, env: clean }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}
