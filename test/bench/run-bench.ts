/**
 * Measures what one request costs a server: CPU time of its process (user and system) by requests answered, which is steadier
 * than throughput on a machine that others use too. Rounds are interleaved, so that a noisy minute hits all peers alike;
 * medians are shown, and ratios to ours. Needs wrk, and Linux for /proc. `npm run bench -- --seconds 3 --rounds 5`
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PEERS, type Peer } from './peers.ts';

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
  },
});

/** What browsers send with every request. */
const BROWSER_FIELDS = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'Accept-Language: en-GB,en;q=0.9,de;q=0.8',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Cookie: bg_color=green; session=0123456789abcdef; theme=dark',
  'Upgrade-Insecure-Requests: 1',
  'Cache-Control: max-age=0',
];
const TARGET = '/div/6/to/3';
/** The kernel's clock tick: USER_HZ, which is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

interface Running {
  readonly peer: Peer;
  readonly process: ChildProcess;
  readonly url: string;
}

interface Round {
  readonly cpuMicros: number;
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

const folder = mkdtempSync(join(tmpdir(), 'velosiped-bench-'));
const running: Running[] = [];
try {
  const pageBytes = await measurePage();
  for (const peer of PEERS) running.push(await start(peer, pageBytes));
  for (const server of running) load(server, 1); // warm up
  const rounds = new Map<string, Round[]>(PEERS.map(({ name }) => [name, []]));
  for (let round = 1; round <= Number(flags.rounds); round++) {
    console.error(`round ${round} of ${flags.rounds}`);
    for (const server of running) rounds.get(server.peer.name)?.push(load(server, Number(flags.seconds)));
  }
  report(rounds, pageBytes);
} finally {
  for (const { process: child } of running) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

/** All peers answer with as many bytes as our own page has. */
async function measurePage(): Promise<number> {
  const [ours] = PEERS;
  if (ours === undefined) throw new Error('There are no peers');
  const server = await start(ours, 0);
  const page = await fetch(server.url + TARGET);
  const { byteLength } = await page.arrayBuffer();
  server.process.kill('SIGTERM');
  return byteLength;
}

async function start(peer: Peer, pageBytes: number): Promise<Running> {
  const [command = '', ...args] = peer.command(folder, pageBytes);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`${peer.name} ended with ${code} before it was ready`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const ready = /http:\/\/[\d.]+:\d+/.exec(text)?.[0];
      if (ready !== undefined) resolve(ready);
    });
  });
  child.removeAllListeners('exit');
  return { peer, process: child, url };
}

function load({ process: child, url }: Running, seconds: number): Round {
  const before = cpuMs(child.pid);
  const headers = BROWSER_FIELDS.flatMap((field) => ['-H', field]);
  const shape = ['-t', '1', '-c', flags.connections, '-d', `${seconds}s`, '--latency'];
  const text = execFileSync('wrk', [...shape, ...headers, url + TARGET], { encoding: 'utf8' });
  const cpu = cpuMs(child.pid) - before;
  const requests = Number(/(\d+) requests in/.exec(text)?.[1]);
  const failed = /Non-2xx.*|Socket errors.*/.exec(text)?.[0];
  if (failed !== undefined) throw new Error(`${url}: ${failed}`);
  const [, p99 = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(text) ?? [];
  const p99Ms = Number(p99) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
  return {
    cpuMicros: (cpu * 1000) / requests,
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p99Ms,
  };
}

/** User and system time of a process so far (proc(5), fields 14 and 15 of its stat). */
function cpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function report(rounds: ReadonlyMap<string, readonly Round[]>, pageBytes: number): void {
  console.log(
    `\n${TARGET}, page of ${pageBytes} bytes, ${flags.connections} connections, medians of ${flags.rounds} rounds\n`,
  );
  console.log('| server | CPU µs/request | ours by it | requests/s | p99 ms |\n|---|---|---|---|---|');
  const cost = (of: readonly Round[]): number => median(of.map(({ cpuMicros }) => cpuMicros));
  const ours = cost([...rounds.values()][0] ?? []);
  for (const [name, own] of rounds) {
    const throughput = median(own.map(({ requestsPerSecond }) => requestsPerSecond));
    const p99 = median(own.map(({ p99Ms }) => p99Ms));
    const ratio = (ours / cost(own)).toFixed(2);
    console.log(`| ${name} | ${cost(own).toFixed(1)} | ${ratio} × | ${throughput.toFixed(0)} | ${p99.toFixed(2)} |`);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
