import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { startCommand } from './start-peer.ts';

type PeerCommand = Parameters<typeof startCommand>[0];

/** A server that serves one folder. */
export interface FilePeer {
  readonly id: string;
  readonly name: string;
  /** Why it cannot be measured here, in words. */
  missing(): string | undefined;
  /** `root` is the folder; `folder` a fresh one for its logs and other files. */
  command(root: string, folder: string): Promise<PeerCommand>;
}

/** Ours comes first: all others are compared with it. Those of Node have no log, ours has its full one. */
export const FILE_PEERS: readonly FilePeer[] = [
  {
    id: 'velosiped',
    name: 'Velosiped, full log',
    missing: () => undefined,
    command: async (root, folder) => {
      const manifest = join(folder, 'files.yaml');
      writeFileSync(manifest, `version: 1\nroutes:\n  all: { path: "/{file...}", folder: { root: ${root} } }\n`);
      const main = join(import.meta.dirname, '../../src/main.ts');
      const flags = ['--manifest', manifest, '--host', '127.0.0.1', '--port', '0', '--log-dir', folder];
      return { file: process.execPath, args: ['--import', import.meta.resolve('tsx'), main, ...flags] };
    },
  },
  nodePeer('@fastify/static', 'static-fastify', '@fastify/static, no log'),
  nodePeer('express', 'static-express', 'express.static, no log'),
  nodePeer('sirv', 'static-sirv', 'sirv (production), no log'),
  { id: 'nginx', name: 'nginx, access log', missing: () => missingTool('nginx', '-v'), command: nginxCommand },
  { id: 'caddy', name: 'Caddy, no log', missing: () => missingTool('caddy', 'version'), command: caddyCommand },
];

function missingTool(tool: string, flag: string): string | undefined {
  return spawnSync(tool, [flag]).error === undefined ? undefined : `${tool} is not installed`;
}

function nodePeer(packageName: string, script: string, name: string): FilePeer {
  const installed = existsSync(join(import.meta.dirname, 'node_modules', packageName, 'package.json'));
  return {
    id: script,
    name,
    missing: () => (installed ? undefined : 'its packages are not installed: npm ci --prefix test/bench'),
    command: async (root) => ({
      file: process.execPath,
      args: [join(import.meta.dirname, 'peers', `${script}.mjs`), root],
      env: { NODE_ENV: 'production' },
    }),
  };
}

/** One worker, the log as it is by default, and connections that are not closed after a thousand requests. */
async function nginxCommand(root: string, folder: string): Promise<PeerCommand> {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx-error.log;
    events { worker_connections 2048; }
    http {
      access_log ${folder}/nginx-access.log; keepalive_requests 1000000000; sendfile on; tcp_nopush on;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      types { text/css css; image/jpeg jpg; }
      server { listen 127.0.0.1:${port}; location / { root ${root}; } }
    }`,
  );
  const args = ['-c', file, '-e', join(folder, 'nginx-error.log')];
  return { file: 'nginx', args, url: `http://127.0.0.1:${port}` };
}

/** One thread, as all others have. */
async function caddyCommand(root: string, folder: string): Promise<PeerCommand> {
  const port = await freePort();
  const file = join(folder, 'Caddyfile');
  writeFileSync(
    file,
    `{\n admin off\n log {\n  output discard\n }\n}\nhttp://127.0.0.1:${port} {\n bind 127.0.0.1\n root * ${root}\n file_server\n}\n`,
  );
  const env = { GOMAXPROCS: '1', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  return {
    file: 'caddy',
    args: ['run', '--config', file, '--adapter', 'caddyfile'],
    env,
    url: `http://127.0.0.1:${port}`,
  };
}
