import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createSite, type RunningServer, replaceOnce, startServer } from '../start-server.ts';

let server: RunningServer;

before(async () => {
  const site = createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject'));
  server = await startServer({ manifest: site.manifest });
});
after(() => server.stop());

describe('HTTP/1.1 on the wire (RFC 9110, RFC 9112)', () => {
  for (const [mode, flags] of [
    ['each case at once', []],
    ['each case cut in two', ['--split']],
  ] as const) {
    it(`passes ${mode}`, async (t) => {
      const args = [
        '--cases',
        folder('http1/cases.json'),
        '--host',
        '127.0.0.1',
        '--port',
        String(server.port),
        ...flags,
      ];
      const { code, stdout } = await run(folder('http1/run.mjs'), args);
      t.diagnostic(stdout.trim().split('\n').slice(-2).join('; '));
      assert.equal(code, 0, stdout);
    });
  }
});

describe('hostile requests', () => {
  it('neither harm the server nor reach its logs, pages or other clients', async (t) => {
    const args = [folder('attacks/cases.json'), '--port', String(server.port), '--logs', server.logDir];
    const { stdout } = await run(folder('attacks/run.mjs'), args);
    t.diagnostic(stdout.trim().split('\n').at(-1) ?? '');
    const cases: readonly unknown[] = await import('./attacks/cases.json', {
      with: { type: 'json' },
    }).then((module) => module.default);
    const failed = [...stdout.matchAll(/^FAIL (\S+)/gm)].map(([, id]) => id);
    assert.deepEqual(failed, [], stdout);
    const { pass, fail } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    assert.equal(pass + fail, cases.length, 'every case was sent');
  });
});

function folder(path: string): string {
  return join(import.meta.dirname, path);
}

function run(script: string, args: readonly string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout: stdout + stderr });
      else reject(error);
    });
  });
}
