/**
 * The conformance cases against this server, Debian's nginx and a plain node:http server, each as its people run it: prints a
 * markdown table of what they pass. `node --import tsx test/stress/conformance-table.ts`. Needs nginx.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { createSite, freshFolder, replaceOnce, startServer } from '../start-server.ts';
import { pause } from './figures.ts';

interface Level {
  readonly passed: number;
  readonly total: number;
}

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly must: Level;
  readonly should: Level;
}

const FOLDER = join(import.meta.dirname, '../conformance/http1');

console.log('| server | passed | failed | must | should |\n|---|---|---|---|---|');
const site = createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject'));
const ours = await startServer({ manifest: site.manifest });
tell('velosiped', await run(ours.port));
await ours.stop();

const nginx = await startNginx();
tell('nginx', await run(nginx.port));
nginx.process.kill('SIGTERM');
await once(nginx.process, 'exit');

const plain = createServer(answer).listen(0, '127.0.0.1');
await new Promise((resolve) => plain.once('listening', resolve));
tell(`node:http, Node ${process.versions.node}`, await run((plain.address() as AddressInfo).port));
plain.close();
plain.closeAllConnections();

function tell(name: string, { passed, failed, must, should }: Totals): void {
  const shares = [must, should].map((level) => `${level.passed} of ${level.total}`);
  console.log(`| ${name} | ${passed} | ${failed} | ${shares.join(' | ')} |`);
}

function run(port: number): Promise<Totals> {
  const args = [join(FOLDER, 'run.mjs'), '--cases', join(FOLDER, 'cases.json'), '--port', String(port), '--json'];
  return new Promise((resolve, reject) => {
    // It ends with 1 where a case fails, and says which all the same.
    execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, stdout) => {
      if (stdout === '') reject(error ?? new Error('The runner printed nothing'));
      else resolve((JSON.parse(stdout) as { readonly totals: Totals }).totals);
    });
  });
}

/** The routes of the cases, as node:http's own documentation would write them. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on('end', () => {
    const { method = '' } = request;
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const read = method === 'GET' || method === 'HEAD';
    const known =
      (read && ['/', '/div/6/to/3'].includes(pathname)) || (method === 'POST' && pathname === '/short_log/0');
    const status = known ? 200 : read || method === 'POST' ? 404 : 501;
    response.writeHead(status, { 'Content-Type': 'text/plain' }).end(status === 200 ? 'ok\n' : 'no\n');
  });
}

/** As Debian ships it, but for what it serves: two files, and one path that takes a POST. */
async function startNginx(): Promise<{ readonly process: ChildProcess; readonly port: number }> {
  const folder = freshFolder();
  const port = await freePort();
  chmodSync(folder, 0o755); // its workers may be somebody else
  mkdirSync(join(folder, 'www/div/6/to'), { recursive: true });
  writeFileSync(join(folder, 'www/index.html'), 'ok\n');
  writeFileSync(join(folder, 'www/div/6/to/3'), 'ok\n');
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
     events { worker_connections 512; }
     http {
       access_log off;
       ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
       server {
         listen 127.0.0.1:${port};
         root ${folder}/www;
         location = /short_log/0 { if ($request_method != POST) { return 405; } return 200 "ok\\n"; }
       }
     }`,
  );
  const child = spawn('nginx', ['-c', config, '-e', join(folder, 'error.log')], { stdio: 'inherit' });
  while (!(await accepts(port))) await pause(50);
  return { process: child, port };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
