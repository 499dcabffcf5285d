import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Mode, PIPELINED, requestText, SCENARIOS, type Scenario } from './scenarios.ts';

/** What wrk is to send, to whom, and for how long. */
export interface Load {
  /** Without a slash at the end. */
  readonly url: string;
  readonly scenario: Scenario;
  readonly mode: Mode;
  readonly connections: number;
  readonly seconds: number;
  /** If any, requests go to these targets in turn, not to the scenario's. */
  readonly targets?: readonly string[];
  /** How many fields a request has beyond a browser's. */
  readonly moreFields?: number;
}

/** What wrk saw; where requests are pipelined, latencies are those of a whole batch. */
export interface LoadFigures {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Loads a server by wrk in one thread. Throws where an answer has another status, or a connection failed. */
export async function runLoad(load: Load): Promise<LoadFigures> {
  const { url, scenario, mode, targets = [scenario.target], moreFields = 0 } = load;
  const texts = targets.map((target) => requestText({ ...scenario, target }, { origin: url, mode, moreFields }));
  const seen = await runWrk(wrkScript(texts, mode === 'pipelined' ? PIPELINED : 1), load);
  const refused = scenario.status < 400 ? seen.refused : seen.requests - seen.refused;
  if (refused > 0 || seen.failed > 0 || seen.requests === 0)
    throw new Error(`${url}: not all is well: ${JSON.stringify(seen)}`);
  return {
    requests: seen.requests,
    requestsPerSecond: seen.requests / (seen.micros / 1e6),
    p50Ms: seen.p50 / 1000,
    p99Ms: seen.p99 / 1000,
  };
}

/** Loads a server until it has given so many answers that its code is compiled; no longer than ten seconds. */
export async function warmUp(load: Omit<Load, 'seconds'>): Promise<void> {
  let answers = 0;
  for (let times = 0; times < WARM_UP_LOADS_MAX && answers < WARM_UP_ANSWERS; times++) {
    const { requests } = await runLoad({ ...load, seconds: WARM_UP_SECONDS });
    answers += requests;
  }
}

const WARM_UP_ANSWERS = 10_000;
const WARM_UP_SECONDS = 1;
const WARM_UP_LOADS_MAX = 10;

/** Sends all scenarios in turn, and returns how many answers came. Throws where more fail than those that are to be a 404. */
export async function runSoakLoad(
  url: string,
  { connections, seconds }: Pick<Load, 'connections' | 'seconds'>,
): Promise<number> {
  const texts = Object.values(SCENARIOS).map((scenario) => requestText(scenario, { origin: url, mode: 'keep-alive' }));
  const seen = await runWrk(wrkScript(texts, 1), { url, connections, seconds });
  // At the end some of a turn may be without an answer.
  const refusedMax = seen.requests / texts.length + connections;
  if (seen.failed > 0 || seen.refused > refusedMax) throw new Error(`${url}: not all is well: ${JSON.stringify(seen)}`);
  return seen.requests;
}

/** A Lua script for wrk that sends whole requests in turn, each so many times in one write. */
export function wrkScript(requests: readonly string[], atOnce: number): string {
  const texts = requests.map((text) => lua(text.repeat(atOnce)));
  return `${texts.length === 1 ? `wrk.format = function() return ${texts[0]} end` : inTurn(texts)}
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('SEEN {"requests":%d,"micros":%d,"refused":%d,"failed":%d,"p50":%d,"p99":%d}\\n',
    summary.requests, summary.duration, errors.status, failed, latency:percentile(50), latency:percentile(99)))
end
`;
}

/** A script with a function `request` costs wrk a call for each; without it, wrk asks for its one request once. */
function inTurn(texts: readonly string[]): string {
  return `local requests = { ${texts.join(',\n')} }
local at = 0
request = function()
  at = at % #requests + 1
  return requests[at]
end`;
}

interface Seen {
  readonly requests: number;
  readonly micros: number;
  /** Answers whose status is 400 or above. */
  readonly refused: number;
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
}

/** Loads a server as a script of `wrkScript` says. */
export async function runWrk(script: string, load: Pick<Load, 'url' | 'connections' | 'seconds'>): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-wrk-'));
  try {
    const file = join(folder, 'load.lua');
    writeFileSync(file, script);
    const shape = ['-t', '1', '-c', String(load.connections), '-d', `${load.seconds}s`, '--timeout', '10s', '-s', file];
    const { stdout } = await promisify(execFile)('wrk', [...shape, load.url]);
    const seen = /^SEEN (.*)$/m.exec(stdout)?.[1];
    if (seen === undefined) throw new Error(`wrk did not tell what it saw:\n${stdout}`);
    return JSON.parse(seen) as Seen;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** JSON's texts are Lua's, as long as nothing but ASCII is in them. */
function lua(text: string): string {
  return JSON.stringify(text);
}
