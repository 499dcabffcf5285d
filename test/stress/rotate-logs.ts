/**
 * Real logrotate, again and again, under load with several workers: are there as many lines in all files as answers were given?
 * Then kill -9 of the whole server: how many lines are missing, and is one torn?
 *
 * `node --import tsx test/stress/rotate-logs.ts [--times 20] [--workers 2]`. Needs logrotate.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createReloadSite } from '../cli/reload-site.ts';
import { freshFolder, startServer } from '../start-server.ts';
import { pause, processIds } from './figures.ts';
import { startLoad } from './load-clients.ts';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, workers: { type: 'string', default: '2' } },
});
const CLIENTS = 16;

const site = createReloadSite();
const options = { manifest: site.manifest, args: ['--workers', values.workers] };
const rotated = await rotateUnderLoad(Number(values.times));
const killed = await killUnderLoad();
process.exitCode = rotated && killed ? 0 : 1;

async function rotateUnderLoad(times: number): Promise<boolean> {
  const server = await startServer(options);
  const folder = freshFolder();
  const config = join(folder, 'logrotate.conf');
  const postrotate = `postrotate\n kill -USR2 ${server.process.pid}\n endscript`;
  writeFileSync(config, `${server.logDir}/*.log {\n rotate 1000\n nocompress\n sharedscripts\n ${postrotate}\n}\n`, {
    mode: 0o600,
  });
  const load = startLoad({ port: server.port, clients: CLIENTS, target: '/pid' });
  for (let time = 1; time <= times; time++) {
    await pause(200);
    execFileSync('logrotate', ['--force', '--state', join(folder, 'state'), config]);
  }
  await pause(200);
  await load.stop();
  const code = await server.stop();
  const files = readdirSync(server.logDir).filter((name) => name.startsWith('access.log'));
  const { whole, torn } = count(files.map((name) => join(server.logDir, name)));
  const { answers, cut } = load.tally;
  console.log(
    `${times} rotations, ${values.workers} workers: ${answers} answers, ${whole} lines in ${files.length} files, ${torn} torn, ` +
      `${cut.length} failed requests; exit code ${code}`,
  );
  return whole === answers && torn === 0 && cut.length === 0 && code === 0;
}

async function killUnderLoad(): Promise<boolean> {
  const server = await startServer(options);
  const load = startLoad({ port: server.port, clients: CLIENTS, target: '/pid' });
  await pause(2000);
  for (const pid of processIds(server)) process.kill(pid, 'SIGKILL');
  const { answers } = load.tally;
  await Promise.race([load.stop(), pause(1000)]);
  const { whole, torn } = count([join(server.logDir, 'access.log')]);
  const given = load.tally.answers;
  console.log(
    `kill -9 of all processes: ${given} answers (${given - answers} of them read later), ${whole} lines, ` +
      `${Math.max(given - whole, 0)} missing, ${torn} torn`,
  );
  return given - whole <= CLIENTS && torn <= 1;
}

/** Lines that are whole records, and what is not. */
function count(paths: readonly string[]): { readonly whole: number; readonly torn: number } {
  const lines = paths.flatMap((path) => readFileSync(path, 'utf8').split('\n')).filter((line) => line !== '');
  const whole = lines.filter((line) => isRecord(line)).length;
  return { whole, torn: lines.length - whole };
}

function isRecord(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
