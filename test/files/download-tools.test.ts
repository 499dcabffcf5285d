import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { isInstalled } from '../clients/start-redis.ts';
import { serveSite } from '../guards/served-site.ts';

const run = promisify(execFile);
const TEXT = 'a line of text that is repeated\n'.repeat(100_000);
const BYTES = randomBytes(12_000_000);
const site = serveSite(
  `version: 1
server: { compression: { codings: [br, gzip] } }
routes: { files: { path: "/{file...}", folder: { root: ./site } } }
`,
  { 'site/text.txt': TEXT },
);

describe('files: what download tools get is the file, to the byte', () => {
  const tools: readonly (readonly [tool: string, how: string, args: readonly string[], begun: number])[] = [
    ['curl', 'compressed', ['-sS', '--compressed', '-O'], 0],
    ['curl', 'continued', ['-sS', '-C', '-', '-O'], 5_000_001],
    ['wget', 'continued', ['-q', '-c'], 5_000_001],
    ['aria2c', 'in four parts at once', ['-q', '-x4', '-s4', '-k1M'], 0],
  ];
  for (const [tool, how, args, begun] of tools) {
    it(`${tool}: ${how}`, { skip: !isInstalled(tool) && `needs ${tool}` }, async () => {
      const name = how === 'compressed' ? 'text.txt' : 'data.bin';
      const whole = how === 'compressed' ? Buffer.from(TEXT) : BYTES;
      writeFileSync(join(site.folder, 'site', name), whole);
      const folder = join(site.folder, `${tool} ${how}`);
      mkdirSync(folder);
      if (begun > 0) writeFileSync(join(folder, name), whole.subarray(0, begun));
      const before = site.access.length;
      await run(tool, [...args, `http://${site.host}:${site.port}/${name}`], { cwd: folder });
      assert.ok(readFileSync(join(folder, name)).equals(whole));
      const statuses = site.access.slice(before).map(({ status }) => status);
      if (how === 'compressed') assert.ok(Number(site.access.at(-1)?.['bytes']) < whole.length / 10);
      else assert.ok(statuses.includes(206), JSON.stringify(statuses));
    });
  }
});
