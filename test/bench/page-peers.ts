import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import {
  missingPackage,
  ownCommand,
  type PagePeerId,
  type Peer,
  type PeerCommand,
  SHIPPED,
  type Site,
  scriptCommand,
} from './peers.ts';
import { PIPELINED } from './scenarios.ts';

/** Servers of the demo's pages. Ours comes first: all others are compared with it. */
export const PAGE_PEERS: Readonly<Record<PagePeerId, Peer>> = {
  velosiped: {
    id: 'velosiped',
    name: 'Velosiped, full log',
    answers: 'pages',
    missing: () => undefined,
    command: async ({ folder }) => ownCommand(SHIPPED, folder),
  },
  'node-http': nodePeer('node-http', 'node:http, no log'),
  'node-http-log': nodePeer('node-http-log', 'node:http, JSON log', { script: 'node-http', log: 'access.log' }),
  fastify: nodePeer('fastify', 'Fastify, pino', { log: 'pino.log', package: 'fastify' }),
  express: nodePeer('express', 'Express, morgan', { log: 'morgan.log', package: 'express' }),
  hono: nodePeer('hono', 'Hono, no log', { package: 'hono' }),
  nginx: {
    id: 'nginx',
    name: 'nginx, return 200, access log',
    answers: 'a page',
    missing: () => (spawnSync('nginx', ['-v']).error === undefined ? undefined : 'nginx is not installed'),
    command: nginxCommand,
  },
  floor: floorPeer('floor', 1),
  'floor-pipelined': floorPeer('floor-pipelined', PIPELINED),
};

function nodePeer(
  id: PagePeerId,
  name: string,
  { script = id, log, package: packageName }: { script?: string; log?: string; package?: string } = {},
): Peer {
  return {
    id,
    name,
    answers: 'pages',
    missing: () => (packageName === undefined ? undefined : missingPackage(packageName)),
    command: async ({ folder, templates }) =>
      scriptCommand(script, [templates, ...(log === undefined ? [] : [join(folder, log)])]),
  };
}

function floorPeer(id: PagePeerId, answersPerChunk: number): Peer {
  return {
    id,
    name: 'floor: node:net, nothing read or logged',
    answers: 'a page',
    missing: () => undefined,
    command: async ({ pageBytes }) => scriptCommand('floor', [String(pageBytes), String(answersPerChunk)]),
  };
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
