/**
 * Resident memory of a server under a long load, its last minute beside its first: the four requests of the bench in turn, over
 * 64 connections that are new each minute. The logs are taken away and opened anew each minute, as a rotation does.
 * `npm run bench:soak -- [--minutes 10] [--json FILE] [--report]`; `--report` puts it into docs/BENCHMARKS.md. Needs Linux and wrk.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PAGE_PEERS } from './page-peers.ts';
import { residentMib } from './process-cost.ts';
import { readResults, saveReport } from './report-files.ts';
import type { SoakFigures } from './results.ts';
import { type RunningPeer, startPeer } from './start-peer.ts';
import { median } from './statistics.ts';
import { soakLines } from './write-tables.ts';
import { runSoakLoad } from './wrk-load.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    /** For a try: a minute may be shorter. */
    'minute-seconds': { type: 'string', default: '60' },
    json: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});
const CONNECTIONS = 64;
const SAMPLE_MS = 1000;

const results = flags.report ? readResults() : undefined;
if (flags.report && results === undefined) throw new Error('There is no report yet: npm run bench -- --report');
const soak = await measureSoak(Number(flags.minutes), Number(flags['minute-seconds']));
console.log(`\n${soakLines(soak).join('\n')}`);
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(soak, undefined, 1)}\n`);
if (results !== undefined) saveReport({ ...results, soak });

async function measureSoak(minutes: number, minuteSeconds: number): Promise<SoakFigures> {
  const at = new Date().toISOString();
  const server = await startPeer(PAGE_PEERS.velosiped, { templates: '', pageBytes: 0 });
  const samples: number[] = [];
  const minutesMib: number[] = [];
  let requests = 0;
  try {
    for (let minute = 0; minute < minutes; minute++) {
      const own: number[] = [];
      const timer = setInterval(() => own.push(residentMib(server.pid)), SAMPLE_MS);
      try {
        requests += await runSoakLoad(server.url, { connections: CONNECTIONS, seconds: minuteSeconds });
      } finally {
        clearInterval(timer);
      }
      rotateLogs(server);
      samples.push(...own);
      minutesMib.push(median(own));
      console.error(`minute ${minute + 1} of ${minutes}: ${median(own).toFixed(1)} MiB`);
    }
  } finally {
    await server.stop();
  }
  const [firstMinuteMib = Number.NaN, lastMinuteMib = Number.NaN] = [minutesMib[0], minutesMib.at(-1)];
  return { at, minutes, requests, firstMinuteMib, lastMinuteMib, highestMib: Math.max(...samples), minutesMib };
}

/** Ten minutes of lines would fill a disk. */
function rotateLogs({ folder, pid }: RunningPeer): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) rmSync(join(folder, name));
  process.kill(pid, 'SIGUSR2');
}
