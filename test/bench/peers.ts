import { join, resolve } from 'node:path';

/** A server to be measured: a command that prints its URL when it is ready. */
export interface Peer {
  readonly name: string;
  /** `folder` is a fresh one for its logs; `pageBytes` is how large the page is that all peers answer. */
  command(folder: string, pageBytes: number): readonly string[];
}

const ROOT = resolve(import.meta.dirname, '../..');
const NODE_HTTP = join(import.meta.dirname, 'peers/node-http.mjs');
const FLOOR = join(import.meta.dirname, 'peers/floor.mjs');

/** Ours comes first: all others are compared with it. */
export const PEERS: readonly Peer[] = [
  {
    name: 'velosiped, full log',
    command: (folder) => [
      process.execPath,
      ...['--import', import.meta.resolve('tsx'), join(ROOT, 'src/main.ts')],
      ...['--manifest', join(ROOT, 'routes.yaml'), '--port', '0', '--log-dir', folder],
    ],
  },
  { name: 'node:net, nothing read or logged', command: (_, pageBytes) => [process.execPath, FLOOR, String(pageBytes)] },
  { name: 'node:http, no log', command: (_, pageBytes) => [process.execPath, NODE_HTTP, String(pageBytes)] },
  {
    name: 'node:http, JSON log',
    command: (folder, pageBytes) => [process.execPath, NODE_HTTP, String(pageBytes), join(folder, 'access.log')],
  },
];
