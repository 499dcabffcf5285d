import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../free-port.ts';
import { PIPELINED } from './scenarios.ts';

/** What a server is started with. */
export interface Site {
  /** A fresh folder for its logs and other files. */
  readonly folder: string;
  /** Where the templates are that peers of Node render. */
  readonly templates: string;
  /** How large the page is that peers answer which render none. */
  readonly pageBytes: number;
}

/** A server to be measured. */
export interface Peer {
  readonly id: PeerId;
  readonly name: string;
  /** Whether it answers every scenario with our own page; else every request gets a page of the same size. */
  readonly rendersPages: boolean;
  /** Why it cannot be measured here, in words. */
  missing(): string | undefined;
  /** Starts it; whoever starts it waits until it accepts connections at the URL, which may be on stdout. */
  command(site: Site): Promise<PeerCommand>;
}

export interface PeerCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it will listen, if it does not tell. */
  readonly url?: string;
}

export type PeerId =
  | 'velosiped'
  | 'node-http'
  | 'node-http-log'
  | 'fastify'
  | 'express'
  | 'hono'
  | 'nginx'
  | 'floor'
  | 'floor-pipelined';

const ROOT = resolve(import.meta.dirname, '../..');

/** The command that starts our own server with a manifest, its logs in a folder. */
export function ownCommand(manifest: string, folder: string): PeerCommand {
  const main = join(ROOT, 'src/main.ts');
  const flags = ['--manifest', manifest, '--host', '127.0.0.1', '--port', '0', '--log-dir', folder];
  return { file: process.execPath, args: ['--import', import.meta.resolve('tsx'), main, ...flags] };
}

/** Ours comes first: all others are compared with it. */
export const PEERS: Readonly<Record<PeerId, Peer>> = {
  velosiped: {
    id: 'velosiped',
    name: 'Velosiped, full log',
    rendersPages: true,
    missing: () => undefined,
    command: ({ folder }) => Promise.resolve(ownCommand(join(ROOT, 'routes.yaml'), folder)),
  },
  'node-http': nodePeer('node-http', 'node:http, no log'),
  'node-http-log': nodePeer('node-http-log', 'node:http, JSON log', { script: 'node-http', log: 'access.log' }),
  fastify: nodePeer('fastify', 'Fastify, pino', { log: 'pino.log', package: 'fastify' }),
  express: nodePeer('express', 'Express, morgan', { log: 'morgan.log', package: 'express' }),
  hono: nodePeer('hono', 'Hono, no log', { package: 'hono' }),
  nginx: {
    id: 'nginx',
    name: 'nginx, return 200, access log',
    rendersPages: false,
    missing: () => (spawnSync('nginx', ['-v']).error === undefined ? undefined : 'nginx is not installed'),
    command: nginxCommand,
  },
  floor: floorPeer('floor', 1),
  'floor-pipelined': floorPeer('floor-pipelined', PIPELINED),
};

/** Peers' packages are installed by `npm ci --prefix test/bench`, and only by who wants to measure. */
function nodePeer(
  id: PeerId,
  name: string,
  { script = id, log, package: packageName }: { script?: string; log?: string; package?: string } = {},
): Peer {
  const installed =
    packageName === undefined || existsSync(join(import.meta.dirname, 'node_modules', packageName, 'package.json'));
  return {
    id,
    name,
    rendersPages: true,
    missing: () => (installed ? undefined : 'its packages are not installed: npm ci --prefix test/bench'),
    command: async ({ folder, templates }) => ({
      file: process.execPath,
      args: [peerScript(script), templates, ...(log === undefined ? [] : [join(folder, log)])],
      env: { NODE_ENV: 'production' },
    }),
  };
}

function floorPeer(id: PeerId, answersPerChunk: number): Peer {
  return {
    id,
    name: 'floor: node:net, nothing read or logged',
    rendersPages: false,
    missing: () => undefined,
    command: async ({ pageBytes }) => ({
      file: process.execPath,
      args: [peerScript('floor'), String(pageBytes), String(answersPerChunk)],
    }),
  };
}

function peerScript(name: string): string {
  return join(import.meta.dirname, 'peers', `${name}.mjs`);
}

/** A text in nginx's configuration may have 4096 bytes. */
const NGINX_TEXT_BYTES_MAX = 4000;
const NGINX_TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** One worker, the log as it is by default, and connections that are not closed after a thousand requests. */
async function nginxCommand({ folder, pageBytes }: Site): Promise<PeerCommand> {
  const port = await freePort();
  const sizes: number[] = [];
  for (let rest = pageBytes; rest > 0; rest -= NGINX_TEXT_BYTES_MAX) sizes.push(Math.min(rest, NGINX_TEXT_BYTES_MAX));
  const config = `
    daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx-error.log;
    events { worker_connections 2048; }
    http {
      access_log ${folder}/nginx-access.log; default_type 'text/html; charset=utf-8';
      keepalive_requests 1000000000;
      ${NGINX_TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      server {
        listen 127.0.0.1:${port};
        ${sizes.map((size, index) => `set $part${index} '${'x'.repeat(size)}';`).join(' ')}
        location / { return 200 ${sizes.map((_, index) => `$part${index}`).join('')}; }
      }
    }`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, config);
  const args = ['-c', file, '-e', join(folder, 'nginx-error.log')];
  return { file: 'nginx', args, url: `http://127.0.0.1:${port}` };
}
