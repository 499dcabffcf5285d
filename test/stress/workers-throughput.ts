/**
 * Requests a second of plain `serve`, of 1 and of 2 workers, as shipped with the full log, beside the share of the machine that the
 * load generator takes: on two cores, three busy processes share them.
 *
 * `node --import tsx test/stress/workers-throughput.ts [--seconds 4]`. Needs wrk. Linux only.
 */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import { type RunningServer, startServer } from '../start-server.ts';
import { cpuMs, processIds } from './figures.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '4' } } });
const MODES: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['one process', []],
  ['1 worker', ['--workers', '1']],
  ['2 workers', ['--workers', '2']],
];
const LOADS: readonly (readonly [name: string, headers: readonly string[]])[] = [
  ['keep-alive', []],
  ['a connection each', ['-H', 'Connection: close']],
];

for (const [mode, args] of MODES) {
  const server = await startServer({ args });
  await measure(server, 1, []);
  for (const [load, headers] of LOADS) {
    const { perSecond, serverMicros, serverCores, loadCores, errors } = await measure(
      server,
      Number(values.seconds),
      headers,
    );
    console.log(
      `${mode}, ${load}: ${perSecond.toFixed(0)} requests/s; ${serverMicros.toFixed(1)} µs CPU a request; ` +
        `of ${availableParallelism()} cores the server took ${serverCores.toFixed(2)}, wrk ${loadCores.toFixed(2)}; errors: ${errors}`,
    );
  }
  await server.stop();
}

async function measure(server: RunningServer, seconds: number, headers: readonly string[]) {
  const pids = processIds(server);
  const beforeMs = cpuMs(pids);
  const command = `TIMEFORMAT='cpu %U %S'; time wrk -t 1 -c 64 -d ${seconds}s "$@"`;
  const args = ['-c', command, 'wrk', ...headers, `${server.url}/div/6/to/3`];
  const { stdout, stderr } = await promisify(execFile)('bash', args);
  const serverMs = cpuMs(pids) - beforeMs;
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1]);
  const [, user, system] = /cpu (\S+) (\S+)/.exec(stderr) ?? [];
  return {
    perSecond: requests / seconds,
    serverMicros: (serverMs * 1000) / requests,
    serverCores: serverMs / 1000 / seconds,
    loadCores: (Number(user) + Number(system)) / seconds,
    errors: /Socket errors: .*|Non-2xx.*/.exec(stdout)?.[0] ?? 'none',
  };
}
