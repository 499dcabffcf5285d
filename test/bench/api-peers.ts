import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { writeApiSite, writeMock } from './api-site.ts';
import { type ApiPeerId, missingPackage, ownCommand, type Peer, type Site, scriptCommand } from './peers.ts';

/** Servers of an API: ours, and those that people would write or take for one. */
export const API_PEERS: Readonly<Record<ApiPeerId, Peer>> = {
  'velosiped-api': {
    id: 'velosiped-api',
    name: 'Velosiped, full log',
    answers: 'api',
    missing: () => undefined,
    command: async ({ folder }) => ownCommand(writeApiSite(join(folder, 'site')), folder),
  },
  'node-http-api': {
    id: 'node-http-api',
    name: 'node:http with ajv, no log',
    answers: 'api',
    missing: () => undefined,
    command: async () => scriptCommand('node-http-api', []),
  },
  'fastify-api': {
    id: 'fastify-api',
    name: 'Fastify, pino',
    answers: 'api',
    missing: () => missingPackage('fastify'),
    command: async ({ folder }) => scriptCommand('fastify-api', [join(folder, 'pino.log')]),
  },
  'json-server': mockPeer('json-server', 'json-server, quiet', {
    package: 'json-server',
    main: 'lib/cli/bin.js',
    args: (mock, port) => [mock, '--host', '127.0.0.1', '--port', port, '--quiet'],
  }),
  prism: mockPeer('prism', 'Prism, silent', {
    package: '@stoplight/prism-cli',
    main: 'dist/index.js',
    args: (mock, port) => ['mock', '-h', '127.0.0.1', '-p', port, '-v', 'silent', mock],
  }),
  // It has no quieter log than a line a request on stdout.
  mockoon: mockPeer('mockoon', 'Mockoon, no log file', {
    package: '@mockoon/cli',
    main: 'bin/run.js',
    args: (mock, port) => [
      ...['start', '--data', mock, '--hostname', '127.0.0.1', '--port', port],
      ...['--disable-log-to-file', '--disable-admin-api', '--repair'],
    ],
  }),
};

interface MockRecipe {
  readonly package: string;
  /** Below the package. */
  readonly main: string;
  args(mock: string, port: string): readonly string[];
}

function mockPeer(id: 'json-server' | 'prism' | 'mockoon', name: string, recipe: MockRecipe): Peer {
  const main = join(import.meta.dirname, 'node_modules', recipe.package, recipe.main);
  return {
    id,
    name,
    answers: 'hello',
    missing: () => missingPackage(recipe.package),
    command: async ({ folder }: Site) => {
      const port = String(await freePort());
      const args = [main, ...recipe.args(writeMock(folder, id), port)];
      return { file: process.execPath, args, env: { NODE_ENV: 'production' }, url: `http://127.0.0.1:${port}` };
    },
  };
}
