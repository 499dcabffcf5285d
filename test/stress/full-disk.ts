/**
 * A disk of 1 MiB for the logs, under load with several workers: does a request fail when it is full, are the dropped lines counted,
 * and does logging resume by itself when there is room again?
 *
 * `node --import tsx test/stress/full-disk.ts [--workers 2]`. Mounts a small tmpfs, so it has to be root.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createReloadSite } from '../cli/reload-site.ts';
import { freshFolder, startServer } from '../start-server.ts';
import { pause } from './figures.ts';
import { startLoad } from './load-clients.ts';

const { values } = parseArgs({ options: { workers: { type: 'string', default: '2' } } });
const DISK_BYTES = 1024 * 1024;

const disk = freshFolder();
execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
try {
  process.exitCode = (await fillDisk()) ? 0 : 1;
} finally {
  execFileSync('umount', ['--lazy', disk]);
}

async function fillDisk(): Promise<boolean> {
  const site = createReloadSite();
  const filler = join(disk, 'filler');
  writeFileSync(filler, Buffer.alloc(DISK_BYTES / 2));
  const args = ['--workers', values.workers, '--log-dir', disk];
  const server = await startServer({ manifest: site.manifest, args });
  const load = startLoad({ port: server.port, clients: 16, target: '/pid' });
  while (!server.stderr().includes('lost so far')) await pause(50);
  await pause(1000);
  const atFull = load.tally.answers;
  writeFileSync(filler, '');
  const emptiedMs = performance.now();
  while (!server.stderr().includes('Writing ')) await pause(1);
  const resumedMs = performance.now() - emptiedMs;
  await load.stop();
  const code = await server.stop();
  const { answers, others, cut } = load.tally;
  const lines = readFileSync(join(disk, 'access.log'), 'utf8').trimEnd().split('\n');
  const torn = lines.filter((line) => !isRecord(line)).length;
  const counted = lostLines(server.stderr());
  const missing = answers - (lines.length - torn);
  console.log(
    `${answers} answers (${answers - atFull} after there was room again), ${cut.length} failed, ${others} of another status; ` +
      `${lines.length - torn} lines, ${torn} cut; ${missing} missing, ${counted} counted as lost; ` +
      `logging resumed ${resumedMs.toFixed(0)} ms after there was room; exit code ${code}`,
  );
  console.log(server.stderr().trimEnd());
  return cut.length === 0 && others === 0 && missing === counted && code === 0;
}

/** What the processes say they have lost, in their last word on each failure. */
function lostLines(stderr: string): number {
  const said = stderr.split('\n').map((line) => /(?:again: |; )(\d+) lines? (?:was|were) lost$/.exec(line)?.[1]);
  return said.reduce((sum, count) => sum + Number(count ?? 0), 0);
}

function isRecord(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
