import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { API_PEERS } from './api-peers.ts';
import { drawChart } from './draw-chart.ts';
import { drawGrowth } from './draw-growth.ts';
import { goals, verdict } from './goals.ts';
import { PEERS } from './load-tables.ts';
import { type SharedPages, sharePages } from './measure-loads.ts';
import { PAGE_PEERS } from './page-peers.ts';
import type { Peer } from './peers.ts';
import { busyMs, cpuMs, residentMib } from './process-cost.ts';
import { readResults, reportFiles } from './report-files.ts';
import { sampleResults } from './sample-results.ts';
import { SCENARIOS } from './scenarios.ts';
import { checkAnswers, startPeer } from './start-peer.ts';
import { median, ratio, spread } from './statistics.ts';
import { writeReport } from './write-report.ts';
import { short } from './write-tables.ts';
import { runLoad, runSoakLoad } from './wrk-load.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const noWrk = spawnSync('wrk', ['--version']).error !== undefined && 'wrk is not installed';

describe('bench: statistics', () => {
  it('takes the middle value, and the mean of two', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.ok(Number.isNaN(median([])));
  });

  it('tells between which values all lie', () => assert.deepEqual(spread([3, 1, 2]), { median: 2, min: 1, max: 3 }));

  it('compares medians, and beside them what lay in the same round, so that a noisy round shows as such', () => {
    assert.deepEqual(ratio([10, 20, 90], [20, 40, 60]), { median: 0.5, min: 0.5, max: 1.5 });
  });

  it('shows as many digits as mean something', () => {
    assert.deepEqual([0.654, 34.56, 214.4, 15300, Number.NaN].map(short), ['0.65', '34.6', '214', '15,300', '–']);
  });
});

describe('bench: goals', () => {
  const reached = (median: number) => ({ median, min: median, max: median });
  const cases: readonly (readonly [found: number, sense: 'at least' | 'at most', says: string])[] = [
    [0.65, 'at most', 'aim reached'],
    [0.9, 'at most', 'within the bound'],
    [0.91, 'at most', 'missed'],
    [4, 'at least', 'aim reached'],
    [3.9, 'at least', 'within the bound'],
    [1.9, 'at least', 'missed'],
  ];
  for (const [found, sense, says] of cases) {
    it(`says "${says}" of ${found} where ${sense} is asked`, () => {
      const bounds = sense === 'at most' ? { must: 0.9, aim: 0.65 } : { must: 2, aim: 4 };
      assert.equal(verdict({ measure: '', unit: '×', reached: reached(found), sense, ...bounds }), says);
    });
  }

  it('finds each figure in the results, ours by the other’s', () => {
    const found = goals(sampleResults()).map(({ reached }) => Number(reached?.median.toFixed(2)));
    const measured = [0.5, 0.5, 0.2, 2, 2, 1.1, 1.05, 0.05, 0.8, 0.5, 0.5, 50, 2.2];
    assert.deepEqual(
      found.filter((ratio) => !Number.isNaN(ratio)),
      measured,
    );
  });

  it('calls what was not measured so', () => {
    const { at, machine, options } = sampleResults();
    const rest = { at, machine, options };
    for (const goal of goals({ ...rest, loads: [] })) assert.equal(verdict(goal), 'not measured');
  });
});

describe('bench: the report', () => {
  const page = writeReport(sampleResults());

  it('has a row for each server, with its figures, their range and the ratio', () => {
    assert.ok(
      page.includes('| the velosiped | 20.0 (18.0–22.0) |  | 50,000 (50,000–50,000) |  | 4.00 (4.00–4.00) |  |'),
    );
    assert.ok(page.includes('| the fastify | 100 (90.0–110) | 0.20 (0.20–0.20) × |'), page);
  });

  it('says what was not measured, and how much others disturbed it', () => {
    assert.ok(page.includes('Not measured: Hono, no log: its packages are not installed.'));
    const unwrapped = page.replaceAll('\n  ', ' ');
    assert.ok(unwrapped.includes('kept 10.0 % of the processors busy while it ran (in the worst round 11.0 %)'));
  });

  it('has every part that was measured, no hole, and no part that was not', () => {
    assert.ok(page.includes('| Velosiped | 16.0 (12.0–20.0) | 20,500 (20,000–21,000) |'), page);
    for (const title of [
      'A new visitor beside pipelines',
      'Memory of idle connections',
      'Memory under a long load',
      'Start',
      'How the cost grows',
      'Open event streams',
      'An API',
    ])
      assert.ok(page.includes(`## ${title}\n`), title);
    assert.doesNotMatch(page, /NaN|undefined|Infinity/);
    const { memory: _memory, soak: _soak, start: _start, ...rest } = sampleResults();
    assert.doesNotMatch(writeReport(rest), /## (?:Memory|Start)/);
  });

  it('has a chart with a bar and its value for each server', () => {
    const chart = drawChart(sampleResults());
    assert.equal(chart.match(/<rect class="bar/g)?.length, 10);
    for (const value of ['20.0', '100', '50,000']) assert.ok(chart.includes(`>${value}</text>`), value);
  });

  it('has a chart of growth, with a line for each server and a value for each size', () => {
    const chart = drawGrowth(sampleResults().growth ?? []);
    assert.equal(chart.match(/<polyline class="line/g)?.length, 1);
    for (const value of ['21.0', '23.1', '10,000']) assert.ok(chart.includes(`>${value}</text>`), value);
    assert.ok(page.includes('| … ratio to the first |  | 1.10 × |'), page);
  });

  const kept = readResults();
  it('in docs/ is what its figures give', { skip: kept === undefined && 'no run was reported yet' }, () => {
    if (kept === undefined) return;
    for (const [name, text] of reportFiles(kept)) assert.equal(readFileSync(join(DOCS, name), 'utf8'), text, name);
  });
});

describe('bench: the peers', () => {
  let shared: Promise<SharedPages> | undefined;
  const checkPeer = async (peer: Peer): Promise<void> => {
    shared ??= sharePages();
    const { templates, pages } = await shared;
    const pageBytes = Buffer.byteLength(pages.divide);
    const server = await startPeer(peer, { templates, pageBytes });
    try {
      await checkAnswers(peer, server.url, pages, pageBytes);
    } finally {
      await server.stop();
    }
  };
  for (const peer of Object.values({ ...PAGE_PEERS, ...API_PEERS })) {
    // They are hundreds of packages, and a run checks their answers too.
    if (peer.answers === 'hello') continue;
    const why = peer.missing();
    // Packages can be installed anywhere, and so it is a failure of a build machine where they are not.
    const skip = why !== undefined && (peer.answers === 'a page' ? why : 'needs npm ci --prefix test/bench');
    it(`${peer.name} answers each request as ours does, so that sizes and work are alike (${peer.id})`, { skip }, () =>
      checkPeer(peer),
    );
  }
});

describe('bench: a load', { skip: noWrk || (process.platform !== 'linux' && 'only Linux has /proc') }, () => {
  const seconds = 1;
  const connections = 2;

  it('counts answers, and refuses to count others than are expected', async () => {
    const { templates, pages } = await sharePages();
    const server = await startPeer(PEERS['node-http'], { templates, pageBytes: Buffer.byteLength(pages.divide) });
    try {
      const { url } = server;
      const [beforeMs, idleMs] = [cpuMs(server.pid), busyMs()];
      for (const scenario of Object.values(SCENARIOS)) {
        const { requests, p99Ms } = await runLoad({ url, scenario, mode: 'keep-alive', connections, seconds });
        assert.ok(requests > 0 && p99Ms > 0);
      }
      const spentMs = cpuMs(server.pid) - beforeMs;
      assert.ok(spentMs > 0 && spentMs <= busyMs() - idleMs);
      assert.ok(residentMib(server.pid) > 10);
      const pipelined = { url, scenario: SCENARIOS.divide, mode: 'pipelined', connections, seconds } as const;
      assert.ok((await runLoad(pipelined)).requests > 0);
      assert.ok((await runLoad({ ...pipelined, mode: 'close', targets: ['/', '/div/1/to/2'] })).requests > 0);
      assert.ok((await runSoakLoad(url, { connections, seconds })) > 0);
      await assert.rejects(runLoad({ ...pipelined, targets: ['/nowhere'] }), /not all is well/);
      const found = { ...SCENARIOS['not-found'], target: '/' };
      await assert.rejects(runLoad({ ...pipelined, scenario: found }), /not all is well/);
    } finally {
      await server.stop();
    }
  });
});
