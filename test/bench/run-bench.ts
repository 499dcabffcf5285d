/**
 * Measures what a request costs Velosiped as it is shipped, beside other servers in the same run: see docs/BENCHMARKS.md.
 * Needs Linux and wrk; `npm ci --prefix test/bench` installs the peers. Prints tables; about ten minutes.
 *
 * `npm run bench -- [--only divide,micro] [--seconds 3] [--rounds 5] [--connections 64] [--idle 10000] [--json FILE] [--report]`
 *
 * `--only` takes tables (divide, start-page, not-found, post, pipelined, close) and routes, newcomer, micro, memory, start.
 * `--report` writes docs/BENCHMARKS.md, its chart and its JSON.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFilesMax } from '../../src/cli/server/open-files-max.ts';
import { describeMachine } from './machine.ts';
import { LOAD_TABLES, measureTable, type PeerTable, sharePages } from './measure-loads.ts';
import { measureMemory } from './measure-memory.ts';
import { measureNewcomer } from './measure-newcomer.ts';
import { measureRoutes } from './measure-routes.ts';
import { measureStart } from './measure-start.ts';
import { readResults, saveReport } from './report-files.ts';
import type { LoadTable, MicroFigures, Options, Results } from './results.ts';
import { goalLines, loadLines, memoryLines, microLines, newcomerLines, peaceLine, startLines } from './write-tables.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    idle: { type: 'string', default: '10000' },
    json: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});

const tables = Object.keys(LOAD_TABLES) as PeerTable[];
const PARTS = [...tables, 'routes', 'newcomer', 'micro', 'memory', 'start'];
const MEMORY_RUNS = 3;
const STARTS = 9;
/** Of two servers that are nearly alike, a percent is to be told. */
const ROUTES_ROUNDS = 2;
/** What a process opens besides connections. */
const SPARE_FILES = 200;

const parts = chosenParts();
const idle = Number(flags.idle);
const problem = findProblem();
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
    seconds: Number(flags.seconds),
    rounds: Number(flags.rounds),
    connections: Number(flags.connections),
  };
  const machine = describeMachine();
  if (machine.loadBefore > machine.cores / 2) console.error(`warning: others are at work (load ${machine.loadBefore})`);
  const at = new Date().toISOString();
  const shared = await sharePages();
  const loads: LoadTable[] = [];
  for (const id of tables.filter((table) => parts.has(table))) {
    const table = await measureTable(id, shared, options);
    tell(`${id}, ${table.mode}, a page of ${table.pageBytes} bytes`, loadLines(table));
    loads.push(table);
  }
  if (parts.has('routes')) {
    for (const table of await measureRoutes({ ...options, rounds: options.rounds * ROUTES_ROUNDS })) {
      tell(table.id, loadLines(table));
      loads.push(table);
    }
  }
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
    ...(newcomer && { newcomer }),
    ...(micro && { micro }),
    ...(memory && { memory }),
    ...(start && { start }),
  };
  if (flags.only === undefined) tell('goals', goalLines(found));
  if (loads.length > 0) console.log(`\n${peaceLine(found)}`);
  return found;
}

/** What keeps this run from its figures, in words; said before anything is measured. */
function findProblem(): string | undefined {
  const unknown = [...parts].find((part) => !PARTS.includes(part));
  if (unknown !== undefined) return `Unknown part "${unknown}": there are ${PARTS.join(', ')}`;
  if (spawnSync('wrk', ['--version']).error !== undefined) return 'This needs wrk (Debian: apt-get install wrk)';
  const files = parts.has('memory') ? idle + SPARE_FILES : 0;
  if (openFilesMax() >= files) return undefined;
  return `${idle} idle connections need ${files} open files a process, and it may have ${openFilesMax()}: run "ulimit -n ${files}" first`;
}

/** In a process of its own: what the compiler has learnt from other code does not count. */
function measureMicro(): MicroFigures {
  const args = [...process.execArgv, join(import.meta.dirname, 'micro-bench.ts'), '--json'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}

function chosenParts(): ReadonlySet<string> {
  return new Set(flags.only === undefined || flags.report ? PARTS : flags.only.split(','));
}

function tell(title: string, lines: readonly string[]): void {
  console.log(`\n${title}\n\n${lines.join('\n')}`);
}
