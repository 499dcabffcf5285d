/**
 * kill -9 of a worker under load: which requests fail, is a connection refused, and when does the next worker serve? Every answer
 * says which process gave it, so that the requests in flight on the killed one are known.
 *
 * `node --import tsx test/stress/kill-worker.ts [--kills 4] [--workers 2]`.
 */
import { parseArgs } from 'node:util';
import { createReloadSite } from '../cli/reload-site.ts';
import { startServer } from '../start-server.ts';
import { pause } from './figures.ts';
import { startLoad } from './load-clients.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '4' }, workers: { type: 'string', default: '2' } },
});
const CLIENTS = 32;
/** By then a standby process has started again. */
const SETTLE_MS = 4000;

const site = createReloadSite();
const server = await startServer({ manifest: site.manifest, args: ['--workers', values.workers] });
const load = startLoad({ port: server.port, clients: CLIENTS, target: '/pid' });
// The connections of the others stay where they are: it is new ones that find the next worker.
const visitors = startLoad({ port: server.port, clients: 2, target: '/pid', close: true });
const { tally } = load;
const { firstSeenMs } = visitors.tally;
let good = true;
for (let kill = 1; kill <= Number(values.kills); kill++) {
  await pause(SETTLE_MS);
  const known = new Set(firstSeenMs.keys());
  const [victim = ''] = [...known].sort((a, b) => load.inFlight(b) - load.inFlight(a));
  const cutBefore = tally.cut.length;
  const visitsBefore = visitors.tally.cut.length;
  const inFlight = load.inFlight(victim);
  const killedMs = performance.now();
  process.kill(Number(victim), 'SIGKILL');
  while ([...firstSeenMs.keys()].every((pid) => known.has(pid))) await pause(1);
  const cut = tally.cut.slice(cutBefore);
  const visits = visitors.tally.cut.length - visitsBefore;
  const refused = tally.refused + visitors.tally.refused;
  const others = cut.filter(({ lastBody }) => lastBody !== victim && lastBody !== '').length;
  const nextMs = Math.max(...firstSeenMs.values()) - killedMs;
  console.log(
    `kill ${kill}: ${inFlight} requests in flight there; ${cut.length} failed, ${others} of them of other processes; ` +
      `${visits} of 2 visitors without an answer, ${refused} connections refused; the next worker answered after ${nextMs.toFixed(0)} ms`,
  );
  // One that was killed before its first answer on a connection is not known by it.
  if (others > 0 || cut.length > CLIENTS || visits > 2 || refused > 0) good = false;
}
await Promise.all([load.stop(), visitors.stop()]);
const code = await server.stop();
const lines = (await server.records('access.log', 1)).length;
console.log(
  `${tally.answers + visitors.tally.answers} answers, ${tally.others} of another status, ${lines} lines; exit code ${code}`,
);
process.exitCode = good && code === 0 && tally.others === 0 && lines >= tally.answers + visitors.tally.answers ? 0 : 1;
