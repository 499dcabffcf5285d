/**
 * Measures what a request costs Velosiped as it is shipped, beside other servers in the same run: see docs/BENCHMARKS.md.
 * Needs Linux and wrk; `npm ci --prefix test/bench` installs the peers. Prints tables; half an hour, or five minutes with `--quick`:
 * three rounds of a second, without what no goal asks for.
 *
 * `npm run bench -- [--quick] [--only divide,micro] [--seconds 3] [--rounds 7] [--connections 64] [--idle 10000] [--json FILE] [--report]`
 *
 * `--only` takes the tables of load-tables.ts, and growth, events, newcomer, micro, memory, start.
 * `--report` writes docs/BENCHMARKS.md, its charts and its JSON.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFilesMax } from '../../src/cli/server/open-files-max.ts';
import { Fleet } from './fleet.ts';
import { LOAD_TABLES } from './load-tables.ts';
import { describeMachine } from './machine.ts';
import { measureEvents } from './measure-events.ts';
import { measureGrowth } from './measure-growth.ts';
import { measureTable, type SharedPages, sharePages } from './measure-loads.ts';
import { measureMemory } from './measure-memory.ts';
import { measureNewcomer } from './measure-newcomer.ts';
import { measureStart } from './measure-start.ts';
import { readResults, saveReport } from './report-files.ts';
import type { LoadTable, MicroFigures, Options, Results, TableId } from './results.ts';
import {
  eventLines,
  goalLines,
  growthLines,
  loadLines,
  memoryLines,
  microLines,
  newcomerLines,
  peaceLine,
  startLines,
} from './write-tables.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    connections: { type: 'string', default: '64' },
    idle: { type: 'string', default: '10000' },
    json: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});

const tables = Object.keys(LOAD_TABLES) as TableId[];
const PARTS = [...tables, 'growth', 'events', 'newcomer', 'micro', 'memory', 'start'];
const SLOW_PARTS = ['node24', 'newcomer', 'micro', 'memory', 'start'];
const MEMORY_RUNS = 3;
const STARTS = 9;
const STREAMS = 5000;
/** Each is a new process. */
const STREAM_RUNS = 3;
/** What a process opens besides connections, or keeps for uploads. */
const SPARE_FILES = 456;

const parts = chosenParts();
const idle = Number(flags.idle);
const problem =
  flags.report && (flags.quick || flags.only !== undefined) ? 'A report needs a whole run' : findProblem();
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
const results = await measure();
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(results, undefined, 1)}\n`);
if (flags.report) {
  const { soak } = readResults() ?? {};
  saveReport(soak === undefined ? results : { ...results, soak });
}

async function measure(): Promise<Results> {
  const options: Options = {
    seconds: Number(flags.seconds ?? (flags.quick ? 1 : 3)),
    rounds: Number(flags.rounds ?? (flags.quick ? 3 : 7)),
    connections: Number(flags.connections),
    quick: flags.quick,
  };
  const machine = describeMachine();
  if (machine.loadBefore > machine.cores / 2) console.error(`warning: others are at work (load ${machine.loadBefore})`);
  const at = new Date().toISOString();
  const shared = await sharePages();
  const { loads, growth } = await measureLoads(shared, options);
  const runs = flags.quick ? 1 : STREAM_RUNS;
  const events = parts.has('events') ? await measureEvents(STREAMS, runs, options) : undefined;
  if (events !== undefined) tell(`events, ${STREAMS} streams`, eventLines(events));
  const newcomer = parts.has('newcomer') ? await measureNewcomer(shared, options) : undefined;
  if (newcomer !== undefined) tell('newcomer', newcomerLines(newcomer));
  const micro = parts.has('micro') ? measureMicro() : undefined;
  if (micro !== undefined) tell('micro', microLines(micro));
  const memory = parts.has('memory') ? await measureMemory(idle, MEMORY_RUNS, shared) : undefined;
  if (memory !== undefined) tell(`memory, ${idle} idle connections`, memoryLines(memory));
  const start = parts.has('start') ? await measureStart(STARTS) : undefined;
  if (start !== undefined) tell('start', startLines(start));
  const found: Results = {
    at,
    machine,
    options,
    loads,
    ...(growth && { growth }),
    ...(events && { events }),
    ...(newcomer && { newcomer }),
    ...(micro && { micro }),
    ...(memory && { memory }),
    ...(start && { start }),
  };
  if (flags.only === undefined) tell('goals', goalLines(found));
  if (loads.length > 0) console.log(`\n${peaceLine(found)}`);
  return found;
}

/** All that shares servers. */
async function measureLoads(shared: SharedPages, options: Options): Promise<Pick<Results, 'loads' | 'growth'>> {
  const fleet = new Fleet(shared);
  const loads: LoadTable[] = [];
  try {
    for (const id of tables.filter((table) => parts.has(table))) {
      const table = await measureTable(id, fleet, options);
      tell(`${id}, ${table.mode}, ${table.pageBytes} bytes of content`, loadLines(table));
      loads.push(table);
    }
    if (!parts.has('growth')) return { loads };
    const growth = await measureGrowth(fleet, options);
    for (const one of growth) tell(`growth: ${one.id}`, growthLines(one));
    return { loads, growth };
  } finally {
    await fleet.stop();
  }
}

/** What keeps this run from its figures, in words; said before anything is measured. */
function findProblem(): string | undefined {
  const unknown = [...parts].find((part) => !PARTS.includes(part));
  if (unknown !== undefined) return `Unknown part "${unknown}": there are ${PARTS.join(', ')}`;
  if (spawnSync('wrk', ['--version']).error !== undefined) return 'This needs wrk (Debian: apt-get install wrk)';
  const open = Math.max(parts.has('memory') ? idle : 0, parts.has('events') ? STREAMS : 0);
  const files = open === 0 ? 0 : open + SPARE_FILES;
  if (openFilesMax() >= files) return undefined;
  return `${open} connections need ${files} open files a process, and it may have ${openFilesMax()}: run "ulimit -n ${files}" first`;
}

/** In a process of its own: what the compiler has learnt from other code does not count. */
function measureMicro(): MicroFigures {
  const args = [...process.execArgv, join(import.meta.dirname, 'micro-bench.ts'), '--json'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}

function chosenParts(): ReadonlySet<string> {
  return new Set(flags.only?.split(',') ?? PARTS.filter((part) => !flags.quick || !SLOW_PARTS.includes(part)));
}

function tell(title: string, lines: readonly string[]): void {
  console.log(`\n${title}\n\n${lines.join('\n')}`);
}
