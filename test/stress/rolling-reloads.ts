/**
 * 20 times all workers are replaced one after another (SIGUSR1), under wrk and under clients of our own: does a request fail?
 *
 * `node --import tsx test/stress/rolling-reloads.ts [--times 20] [--workers 2]`. Needs wrk.
 */
import { execFile } from 'node:child_process';
import { parseArgs } from 'node:util';
import { createReloadSite, said } from '../cli/reload-site.ts';
import { startServer } from '../start-server.ts';
import { percentile } from './figures.ts';
import { startLoad } from './load-clients.ts';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, workers: { type: 'string', default: '2' } },
});

const site = createReloadSite({ top: ['logs: { access: { file: null } }'] });
const server = await startServer({ manifest: site.manifest, args: ['--workers', values.workers] });
const load = startLoad({ port: server.port, clients: 16, target: '/pid' });
let wrkSaid = '';
const wrk = execFile('wrk', ['-t', '1', '-c', '16', '-d', '600s', `${server.url}/`], (_error, stdout) => {
  wrkSaid = stdout;
});
const tookMs: number[] = [];
for (let time = 1; time <= Number(values.times); time++) {
  const startedMs = performance.now();
  server.process.kill('SIGUSR1');
  await said(server, ': restarted with the changed code', time);
  tookMs.push(performance.now() - startedMs);
}
const wrkEnded = new Promise((resolve) => wrk.once('close', resolve));
wrk.kill('SIGINT'); // it says what it has seen so far
await wrkEnded;
await load.stop();
const code = await server.stop();
const { tally } = load;
const wrkErrors = /Socket errors: .*|Non-2xx.*/.exec(wrkSaid)?.[0] ?? 'none';
const median = percentile(tookMs, 0.5);
console.log(
  `${values.times} times all ${values.workers} workers replaced; median ${median.toFixed(0)} ms until the last old one ended`,
);
console.log(`wrk: ${/(\d+) requests in/.exec(wrkSaid)?.[1]} answers, errors: ${wrkErrors}`);
console.log(
  `own clients: ${tally.answers} answers of ${tally.firstSeenMs.size} processes; ${tally.cut.length} cut, ` +
    `${tally.others} of another status, ${tally.refused} connections refused; exit code ${code}`,
);
const bad = tally.cut.length + tally.others + tally.refused + (wrkErrors === 'none' ? 0 : 1);
process.exitCode = bad === 0 && code === 0 ? 0 : 1;
