import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { serveSite } from '../guards/served-site.ts';

const TEXT = 'a line of text that gets smaller\n'.repeat(30_000);
const site = serveSite(
  `version: 1
server: { compression: { codings: [br, gzip] } }
routes:
  all: { path: "/{file...}", folder: { root: ./site } }
`,
  { 'site/long.txt': TEXT },
);
const LARGE = randomBytes(3 * 1024 * 1024 + 17);
const here = mkdtempSync(join(tmpdir(), 'velosiped-tools-'));

before(() => writeFileSync(join(site.folder, 'site/large.bin'), LARGE));
after(() => rmSync(here, { recursive: true }));

/** The file that a tool makes. */
async function fetched(tool: string, args: readonly string[], name: string): Promise<Buffer> {
  await promisify(execFile)(tool, [...args, `http://127.0.0.1:${site.port}/${name}`], { cwd: here, timeout: 60_000 });
  return readFileSync(join(here, name));
}

function needs(tool: string): { readonly skip: string | false } {
  return { skip: spawnSync(tool, ['--version']).error !== undefined && `needs ${tool}` };
}

/** What the server has sent. */
function sent(name: string): readonly (readonly [status: unknown, bytes: unknown])[] {
  return site.access.filter(({ target }) => target === `/${name}`).map(({ status, bytes }) => [status, bytes]);
}

describe('downloads by other programs: to the byte', () => {
  it('curl unpacks what was compressed for it', needs('curl'), async () => {
    const args = ['--silent', '--fail', '--compressed', '--remote-name'];
    assert.equal((await fetched('curl', args, 'long.txt')).toString(), TEXT);
    assert.ok(site.access.some(({ bytes }) => Number(bytes) > 0 && Number(bytes) < TEXT.length / 10));
  });

  it('wget goes on where it was interrupted', needs('wget'), async () => {
    writeFileSync(join(here, 'large.bin'), LARGE.subarray(0, 1_000_001));
    assert.ok((await fetched('wget', ['--quiet', '--continue'], 'large.bin')).equals(LARGE));
    assert.deepEqual(sent('large.bin'), [[206, LARGE.length - 1_000_001]]);
    rmSync(join(here, 'large.bin'));
  });

  it('aria2c fetches four parts at once', needs('aria2c'), async () => {
    const args = [
      '--quiet',
      '--split=4',
      '--max-connection-per-server=4',
      '--min-split-size=1M',
      '--file-allocation=none',
    ];
    assert.ok((await fetched('aria2c', args, 'large.bin')).equals(LARGE));
    assert.ok(sent('large.bin').filter(([status]) => status === 206).length >= 2, JSON.stringify(sent('large.bin')));
  });
});
