import { createMemoryStore } from '../../clients/memory-store.ts';
import { createMemoryLimits } from '../../clients/rate-limits.ts';
import type { StartedServer, StartOptions } from '../../contract/start.ts';
import { renderDiagnostics } from '../../manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../manifest/load-manifest.ts';
import { MANIFEST_DEFAULT } from '../flags.ts';
import type { LoadedManifest } from '../load-reported.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { startSettings } from './restart-settings.ts';
import { runServer } from './run-server.ts';
import type { ServerControl, ServerOrders } from './server-control.ts';

/** Starts a server in the process of whoever calls it (`api.ts`). */
export async function start({ manifest = MANIFEST_DEFAULT, host, port, logs }: StartOptions): Promise<StartedServer> {
  const sinceMs = Date.now();
  const loaded = await loadManifest(manifest, { env: process.env, scope: 'start' });
  if (loaded.kind === 'rejected')
    throw new Error(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }).trimEnd());
  const command: ServeCommand = {
    ...{ kind: 'serve', manifest, host, port, logDir: logs, watch: false, workers: undefined, examples: 'safe' },
  };
  const said: string[] = [];
  const terminal = collector((line) => said.push(line));
  return new Promise((resolve, reject) => {
    let orders: ServerOrders | undefined;
    const control = controlByCaller(loaded, command, {
      obey: (given) => {
        orders = given;
      },
      ready: ({ url }) => {
        const close = async (): Promise<void> => {
          orders?.stop();
          // Called again, it must not hurry what the first call waits for.
          orders = undefined;
          await ended;
        };
        resolve({ url, close });
      },
    });
    const ended = runServer({ command, terminal, control, loaded, sinceMs });
    // Once it is ready this changes nothing.
    ended.then(() => reject(new Error(said.join('\n'))), reject);
  });
}

/** The control of a server that is hosted by its caller's process. */
function controlByCaller(
  { program }: LoadedManifest,
  command: ServeCommand,
  events: Pick<ServerControl, 'obey' | 'ready'>,
): ServerControl {
  const asked = startSettings(program, command);
  const settings = command.logDir === undefined ? { ...asked, accessLog: null, errorLog: null } : asked;
  return {
    interrupted: new Promise(() => undefined),
    summoned: () => Promise.resolve(settings),
    folder: process.cwd(),
    processes: 1,
    quiet: true,
    failed: () => undefined,
    role: 'hosted',
    openClients: async (max, ttlMs) => createMemoryStore(max, { ttlMs }),
    rates: createMemoryLimits(),
    fatal: () => undefined,
    close: () => undefined,
    ...events,
  };
}

/** Prints nothing: whoever calls hears of it by the error. */
function collector(err: (line: string) => void): Terminal {
  const nothing = (): void => undefined;
  return {
    ...{ out: nothing, keepOut: nothing, err, status: nothing, env: process.env },
    ...{ color: false, outColor: false, outColumns: undefined, interactive: false },
  };
}
