import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
  /** Our own pages; or a page of the same size to whatever is asked; or what the API answers; or only its fixed answer. */
  readonly answers: 'pages' | 'a page' | 'api' | 'hello';
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

export type PeerId = PagePeerId | ApiPeerId | VariantId;

export type PagePeerId =
  | 'velosiped'
  | 'node-http'
  | 'node-http-log'
  | 'fastify'
  | 'express'
  | 'hono'
  | 'nginx'
  | 'floor'
  | 'floor-pipelined';

export type ApiPeerId = 'velosiped-api' | 'node-http-api' | 'fastify-api' | 'json-server' | 'prism' | 'mockoon';

/** The demo's pages, served in other ways. */
export type VariantId =
  | 'velosiped-tls'
  | 'node-https'
  | 'velosiped-workers-2'
  | 'velosiped-workers-1'
  | 'velosiped-node-24'
  | 'node-http-node-24';

export const ROOT = resolve(import.meta.dirname, '../..');
export const SHIPPED = join(ROOT, 'routes.yaml');

/** The command that starts our own server with a manifest, its logs in a folder. */
export function ownCommand(manifest: string, folder: string, more: readonly string[] = []): PeerCommand {
  const main = join(ROOT, 'src/main.ts');
  const flags = ['--manifest', manifest, '--host', '127.0.0.1', '--port', '0', '--log-dir', folder, ...more];
  return { file: process.execPath, args: ['--import', import.meta.resolve('tsx'), main, ...flags] };
}

/** The command of a script in peers/. */
export function scriptCommand(script: string, args: readonly string[]): PeerCommand {
  const file = join(import.meta.dirname, 'peers', `${script}.mjs`);
  return { file: process.execPath, args: [file, ...args], env: { NODE_ENV: 'production' } };
}

/** Why a package of peers cannot be measured. They are installed only by those who want to measure. */
export function missingPackage(name: string): string | undefined {
  const found = existsSync(join(import.meta.dirname, 'node_modules', name, 'package.json'));
  return found ? undefined : 'its packages are not installed: npm ci --prefix test/bench';
}
