/**
 * Measures what a file costs, 4 KiB and 100 KiB and a 304, beside other servers of files, in interleaved rounds.
 * Needs Linux and wrk; `npm ci --prefix test/bench` installs the peers of Node, apt-get nginx and caddy.
 *
 * `npm run bench:files -- [--seconds 3] [--rounds 7] [--connections 64] [--only small,large,not-modified] [--json FILE]`
 */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FILE_PEERS, type FilePeer } from './file-peers.ts';
import { cpuMs } from './process-cost.ts';
import { BROWSER_FIELDS } from './scenarios.ts';
import { freshFolder, type RunningPeer, startCommand } from './start-peer.ts';
import { ratio, spread } from './statistics.ts';
import { short } from './write-tables.ts';
import { runWrk, wrkScript } from './wrk-load.ts';

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '7' },
    connections: { type: 'string', default: '64' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});

/** A stylesheet, of which many sites have coded forms, and a picture. */
const PARTS = {
  small: { target: '/style.css', bytes: 4096, revalidates: false },
  large: { target: '/photo.jpg', bytes: 100 * 1024, revalidates: false },
  'not-modified': { target: '/style.css', bytes: 4096, revalidates: true },
} as const;

type Part = (typeof PARTS)[keyof typeof PARTS];

interface Contender {
  readonly name: string;
  readonly server: RunningPeer;
  readonly script: string;
  readonly cpuMicros: number[];
  readonly requestsPerSecond: number[];
  readonly p99Ms: number[];
}

const WARM_UP_SECONDS = 2;
const root = writeServedFiles();
const found: Record<string, readonly object[]> = {};
for (const [name, part] of Object.entries(PARTS)) {
  if (flags.only !== undefined && !flags.only.split(',').includes(name)) continue;
  const contenders = await measure(part);
  console.log(`\n${name}, ${part.bytes} bytes\n\n${tableOf(contenders).join('\n')}`);
  found[name] = contenders.map(({ server: _server, script: _script, ...figures }) => figures);
}
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(found, undefined, 1)}\n`);

/** They have been there for long. */
function writeServedFiles(): string {
  const folder = join(freshFolder(), 'site');
  mkdirSync(folder);
  for (const { target, bytes } of Object.values(PARTS)) {
    writeFileSync(folder + target, 'text of a line '.repeat(bytes).slice(0, bytes));
    utimesSync(folder + target, 1_700_000_000, 1_700_000_000);
  }
  return folder;
}

async function measure(part: Part): Promise<readonly Contender[]> {
  const contenders: Contender[] = [];
  try {
    for (const peer of FILE_PEERS) {
      const missing = peer.missing();
      if (missing === undefined) contenders.push(await start(peer, part));
      else console.log(`Not measured: ${peer.name}: ${missing}.`);
    }
    for (const contender of contenders) await load(contender, WARM_UP_SECONDS);
    for (let round = 0; round < Number(flags.rounds); round++) {
      const first = round % contenders.length;
      for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)])
        await measureRound(contender);
    }
    return contenders;
  } finally {
    for (const { server } of contenders) await server.stop();
  }
}

/** Throws where the answer is not what will be measured. */
async function start(peer: FilePeer, { target, bytes, revalidates }: Part): Promise<Contender> {
  const folder = freshFolder();
  const server = await startCommand(await peer.command(root, folder), folder);
  const answer = await fetch(server.url + target);
  const { byteLength } = await answer.arrayBuffer();
  const etag = answer.headers.get('etag') ?? '';
  const headers = Object.fromEntries([...BROWSER_FIELDS, ...(revalidates ? [['If-None-Match', etag] as const] : [])]);
  const { status } = await fetch(server.url + target, { headers });
  if (byteLength !== bytes || status !== (revalidates ? 304 : 200))
    throw new Error(`${peer.name} answers ${target} with ${status} and ${byteLength} bytes`);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = `GET ${target} HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\n${lines.join('')}\r\n`;
  const figures = { cpuMicros: [], requestsPerSecond: [], p99Ms: [] };
  return { name: peer.name, server, script: wrkScript([text], 1), ...figures };
}

async function measureRound(contender: Contender): Promise<void> {
  const beforeMs = cpuMs(contender.server.pid);
  const { requests, micros, p99 } = await load(contender, Number(flags.seconds));
  contender.cpuMicros.push(((cpuMs(contender.server.pid) - beforeMs) * 1000) / requests);
  contender.requestsPerSecond.push(requests / (micros / 1e6));
  contender.p99Ms.push(p99 / 1000);
}

async function load({ script, server, name }: Contender, seconds: number): ReturnType<typeof runWrk> {
  const seen = await runWrk(script, { url: server.url, connections: Number(flags.connections), seconds });
  if (seen.refused > 0 || seen.failed > 0) throw new Error(`${name}: not all is well: ${JSON.stringify(seen)}`);
  return seen;
}

/** A ratio is that of ours to the server of the row. */
function tableOf(contenders: readonly Contender[]): readonly string[] {
  const [ours] = contenders;
  const rows = contenders.map((contender) => {
    const cells = (['cpuMicros', 'requestsPerSecond', 'p99Ms'] as const).flatMap((figure) => {
      const { median, min, max } = spread(contender[figure]);
      const times = ours === undefined || ours === contender ? undefined : ratio(ours[figure], contender[figure]);
      const against = times && `${short(times.median)} (${short(times.min)}–${short(times.max)}) ×`;
      return [`${short(median)} (${short(min)}–${short(max)})`, against ?? ''];
    });
    return `| ${[contender.name, ...cells].join(' | ')} |`;
  });
  return ['| server | CPU µs/request | ratio | requests/s | ratio | p99 ms | ratio |', `|${'---|'.repeat(7)}`, ...rows];
}
