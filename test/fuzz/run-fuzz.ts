/** Fuzzes a server of its own. `npm run fuzz -- --seconds 60`, or `--requests 1000000`; `--seed N` repeats a run. */
import { parseArgs } from 'node:util';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import { fuzzServer } from './fuzz-server.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, requests: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const requestsMax = Number(values.requests ?? Number.POSITIVE_INFINITY);
const secondsMax = Number(values.seconds ?? (values.requests === undefined ? 30 : Number.POSITIVE_INFINITY));

const site = createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject'));
const server = await startServer({ manifest: site.manifest });
const startedMs = performance.now();
const seconds = (): number => (performance.now() - startedMs) / 1000;
let told = 0;
const { sent, statuses, residentKib } = await fuzzServer(server, {
  seed: Number(values.seed),
  hangMs: 1000,
  more: (count) => {
    if (count >= told + 10_000) {
      told = count;
      console.error(`${count} requests in ${seconds().toFixed(0)} s`);
    }
    return count < requestsMax && seconds() < secondsMax;
  },
});
const alive = (await fetch(server.url)).status;
const code = await server.stop();
console.log(`${sent} mutated requests in ${seconds().toFixed(0)} s, seed ${values.seed}: no crash, no hang over 1 s`);
console.log(
  `answers by status: ${[...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ')}`,
);
const third = Math.floor(residentKib.length / 3);
console.log(
  `resident memory, first third: ${mean(residentKib.slice(0, third))} MiB, last third: ${mean(residentKib.slice(-third))} MiB`,
);
console.log(`afterwards: GET / is ${alive}, exit code ${code} on SIGTERM`);
process.exitCode = alive === 200 && code === 0 ? 0 : 1;

function mean(kib: readonly number[]): string {
  return (kib.reduce((sum, one) => sum + one, 0) / kib.length / 1024).toFixed(1);
}
