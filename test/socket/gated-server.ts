import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { createSite, type LogRecord, type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { ask } from '../talk.ts';

/** What a test sets in the manifest's `server`; the rest has the defaults. */
export interface GatedSettings {
  readonly methods?: string;
  /** Further keys of `server`: `notHttp: shutdown`. */
  readonly server?: string;
  /** In `clients`: `store: "redis://localhost"`. */
  readonly clients?: string;
  /** The handlers' module, where it is another that has those of gates.ts too. */
  readonly module?: string;
  /** Further files of the manifest's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** As in the manifest: `connections: 3, body: 10`. */
  readonly limits?: string;
  /** As in the manifest: `head: 300ms`. */
  readonly timeouts?: string;
  /** Further words of the manifest, each a line: `page: { error: trouble }`. */
  readonly top?: readonly string[];
  /** Further routes, each a line. */
  readonly routes?: readonly string[];
}

/**
 * Starts a server whose answers a test holds back and lets go, so that nothing has to be timed:
 *
 * - `/wait/{gate}` answers "waited" as JSON when the gate is opened;
 * - `/begun/{gate}` answers when that handler runs;
 * - `/open/{gate}` opens the gate, for all times;
 * - `/waiting` answers how many handlers have waited so far;
 * - `/large/{bytes}` answers a JSON text of so many bytes, at once, and `/large/{bytes}/{gate}` when the gate is opened;
 * - `/` is a text, `/post` takes a POST.
 */
export function startGated(t: TestContext, settings: GatedSettings = {}): Promise<RunningServer> {
  return startServer({ t, manifest: createGatedSite(settings) });
}

/** As `startGated`, but for all tests of the file or suite that calls it; to be asked for inside a test. */
export function shareGated(settings: GatedSettings = {}): () => RunningServer {
  let server: RunningServer | undefined;
  before(async () => {
    server = await startServer({ manifest: createGatedSite(settings) });
  });
  after(() => server?.stop());
  return () => server ?? assert.fail('the server is not started yet');
}

function createGatedSite(settings: GatedSettings): string {
  return createSite(() => manifestOf(settings), { 'gates.ts': HANDLERS, ...settings.files }).manifest;
}

function manifestOf(settings: GatedSettings): string {
  const { methods = '[GET, POST]', server = '', clients = '', limits = '', timeouts = '' } = settings;
  const { top = [], routes = [], module = './gates.ts' } = settings;
  const gate = 'params: { gate: { type: string } }';
  const bytes = 'bytes: { type: integer }';
  return `
version: 1
server: { errors: page, methods: ${methods}, limits: { ${limits} }, timeouts: { ${timeouts} }, ${server} }
clients: { ${clients} }
handlers: ${module}
${top.join('\n')}
views: ./views
routes:
  home: { path: /, text: "home\\n" }
  post: { path: /post, methods: [POST], text: "posted\\n" }
  wait: { path: "/wait/{gate}", methods: [GET, POST], ${gate}, handler: wait }
  begun: { path: "/begun/{gate}", ${gate}, handler: begun }
  open: { path: "/open/{gate}", methods: [GET, POST], ${gate}, handler: open }
  waiting: { path: /waiting, handler: waiting }
  large: { path: "/large/{bytes}", params: { ${bytes} }, handler: large }
  largeLater: { path: "/large/{bytes}/{gate}", params: { ${bytes}, gate: { type: string } }, handler: large }
${routes.map((line) => `  ${line}\n`).join('')}`;
}

const HANDLERS = `
const gates = new Map();
let waiting = 0;

function gateOf(name) {
  if (!gates.has(name)) gates.set(name, { begun: deferred(), opened: deferred() });
  return gates.get(name);
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}

async function pass(name) {
  waiting++;
  gateOf(name).begun.resolve();
  await gateOf(name).opened.promise;
}

export const handlers = {
  wait: async ({ params }) => { await pass(params.gate); return 'waited'; },
  begun: async ({ params }) => { await gateOf(params.gate).begun.promise; return 'begun'; },
  open: ({ params }) => { gateOf(params.gate).opened.resolve(); return 'opened'; },
  waiting: () => waiting,
  large: ({ params }) => {
    const text = 'x'.repeat(params.bytes - 2);
    return params.gate === undefined ? text : pass(params.gate).then(() => text);
  },
};
`;

/** The access records of one client, when all that it has caused so far are there: one more request of it marks the place. */
export async function recordsOf(server: RunningServer, client: string): Promise<readonly LogRecord[]> {
  records++;
  const mark = `/?last=${records}`;
  await ask(server.port, `GET ${mark}`, [], { from: client });
  for (let count = 1; ; ) {
    const found = await server.records('access.log', count);
    count = found.length + 1;
    const own = found.filter((record) => record['client'] === client);
    // Not the last of them for sure: a connection of the client may be under way still.
    if (own.some(({ target }) => target === mark))
      return own.filter(({ target }) => !String(target).startsWith('/?last='));
  }
}

let records = 0;

/** The error records of one client. To be asked for after `recordsOf`, since the lines of one turn leave together. */
export async function errorsOf(server: RunningServer, client: string): Promise<readonly LogRecord[]> {
  const found = await server.records('error.log', 0);
  return found.filter((record) => record['client'] === client);
}
