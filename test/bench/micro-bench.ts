/**
 * Parts of the engine alone, without a socket: the reader (block 1) on browsers' requests, and the matcher among 10 and among
 * 10,000 routes. CPU time is measured, in interleaved samples; medians count.
 * `node --import tsx test/bench/micro-bench.ts [--samples 11] [--ms 100] [--json]`
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Program } from '../../src/contract/program.ts';
import type { ReadEvent } from '../../src/contract/request-reader.ts';
import { openRequestReader } from '../../src/engine/1-accept-request/request-reader.ts';
import { matchRoute } from '../../src/engine/2-process-request/match/match-route.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import type { MicroFigures } from './results.ts';
import { uniformTargets, writeUniformSite } from './route-manifest.ts';
import { PIPELINED, requestText, SCENARIOS } from './scenarios.ts';
import { freshFolder } from './start-peer.ts';
import { microLines } from './write-tables.ts';

const { values: flags } = parseArgs({
  options: {
    samples: { type: 'string', default: '11' },
    ms: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});

/** Something that can be done again and again: `run` does it so many times. */
interface Task {
  readonly name: string;
  run(times: number): void;
}

const program = await loadProgram(join(import.meta.dirname, '../../routes.yaml'));
const request = requestText(SCENARIOS.divide, { origin: 'http://127.0.0.1:8888', mode: 'keep-alive' });
const readers = [
  readTask('one request a chunk', request, () => undefined),
  readTask('one request a chunk, its headers and cookies asked for', request, askFields),
  readTask(`${PIPELINED} requests a chunk`, request.repeat(PIPELINED), () => undefined),
];
const matchers = [...(await matchTasks(10)), ...(await matchTasks(10_000))];
const nanos = sample([...readers, ...matchers]);
const figures: MicroFigures = {
  reader: readers.map(({ name }, at) => ({ name, requestBytes: request.length, nanos: nanos[at] ?? [] })),
  matcher: matchers.map(({ name }, at) => ({ name, nanos: nanos[readers.length + at] ?? [] })),
};
if (flags.json) console.log(JSON.stringify(figures));
else console.log(microLines(figures).join('\n'));

async function loadProgram(manifest: string): Promise<Program> {
  const loaded = await loadManifest(manifest);
  if (loaded.kind === 'rejected') throw new Error(`${manifest}: ${loaded.diagnostics[0]?.message}`);
  return loaded.program;
}

/** `times` counts requests, not chunks. One reader reads them all, as on one connection. */
function readTask(name: string, text: string, onComplete: (event: ReadEvent & { kind: 'complete' }) => void): Task {
  const chunk = Buffer.from(text, 'latin1');
  const perChunk = text.length / request.length;
  const run = (times: number): void => {
    const reader = openRequestReader(() => program.limits, { secure: false });
    let seen = 0;
    while (seen < times) {
      reader.push(chunk);
      const before = seen;
      for (let event = reader.next(); event.kind !== 'need-data'; event = reader.next()) {
        if (event.kind === 'head') continue;
        if (event.kind !== 'complete') throw new Error(`The request is ${event.kind}`);
        onComplete(event);
        seen++;
      }
      if (seen !== before + perChunk) throw new Error(`${seen - before} of ${perChunk} requests were read`);
    }
  };
  return { name, run };
}

/** As the log and the pages do. */
function askFields({ accepted }: ReadEvent & { kind: 'complete' }): void {
  const { headers, cookies } = accepted.request;
  if (headers.get('user-agent') === undefined || cookies.get('bg_color') !== 'green')
    throw new Error('Fields are lost');
}

async function matchTasks(count: number): Promise<readonly Task[]> {
  const many = await loadProgram(writeUniformSite(freshFolder(), count));
  const paths = uniformTargets(count);
  const name = `${count.toLocaleString('en')} routes`;
  const middle = paths.slice(count / 2, count / 2 + 1);
  return [
    { name: `${name}, one of them asked for`, run: (times) => matchInTurn(many, middle, times) },
    { name: `${name}, all of them in turn`, run: (times) => matchInTurn(many, paths, times) },
  ];
}

function matchInTurn(many: Program, paths: readonly string[], times: number): void {
  for (let done = 0; done < times; done++) {
    const path = paths[done % paths.length] ?? '';
    if (matchRoute(many, 'GET', path).kind !== 'matched') throw new Error(`${path} is not matched`);
  }
}

/** Nanoseconds of one time, a sample each; how often a sample does it is found out first, which warms up too. */
function sample(tasks: readonly Task[]): readonly (readonly number[])[] {
  const sampleMs = Number(flags.ms);
  const times = tasks.map((task) => {
    let count = 1000;
    for (let ms = 0; ms < sampleMs; count *= 2) ms = spentMs(task, count);
    return count / 2;
  });
  const found = tasks.map((): number[] => []);
  for (let round = 0; round < Number(flags.samples); round++) {
    for (const [at, task] of tasks.entries()) {
      const count = times[at] ?? 1;
      found[at]?.push((spentMs(task, count) * 1e6) / count);
    }
  }
  return found;
}

/** CPU time, which counts no minute that others had. */
function spentMs(task: Task, times: number): number {
  const before = process.cpuUsage();
  task.run(times);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
