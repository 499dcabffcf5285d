import { createMemoryStore } from '../../clients/memory-store.ts';
import type { Judge } from '../judge/judge.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { ServerControl, ServerOrders } from '../server-control.ts';
import type { Terminal } from '../terminal.ts';
import type { ReloadAttempt } from './reload.ts';

/** The control of a server that is a process of its own. Create it first of all: by default, SIGHUP would end the process. */
export function controlBySignals(command: ServeCommand, terminal: Terminal): ServerControl {
  let orders: ServerOrders | undefined;
  let reloadWanted = false;
  let judge: Judge | undefined;
  const attempt: ReloadAttempt = {
    aloud: true,
    async judge() {
      const { judgeOf } = await loadJudge();
      judge ??= judgeOf(command, terminal);
      return judge.judge();
    },
    agree: () => Promise.resolve(true),
    taken: () => undefined,
    refused: () => undefined,
  };
  process.on('SIGHUP', () => {
    reloadWanted = true;
    orders?.reload(attempt);
  });
  // By default, Node.js would open its debugger's port.
  process.on('SIGUSR1', () =>
    terminal.err('SIGUSR1 replaces server processes one after another, so it needs --workers'),
  );
  return {
    summoned: () => Promise.resolve(undefined),
    processes: 1,
    quiet: false,
    failed: (words) => terminal.err(words),
    supervised: false,
    openClients: async (max, ttlMs) => createMemoryStore(max, { ttlMs }),
    obey(given) {
      orders = given;
      process.on('SIGTERM', () => given.stop());
      process.on('SIGINT', () => given.stop());
      process.on('SIGUSR2', () => given.reopenLogs());
      // What changed before the start was over may have been read too early.
      if (reloadWanted) given.reload(attempt);
    },
    ready({ url }) {
      terminal.out(url);
      // Node.js caches a failed load, for example for want of open files. Then each reload reports that.
      loadJudge().catch(() => undefined);
    },
    fatal: () => undefined,
    close: () => judge?.close(),
  };
}

/** Not at the start, which must be quick. */
function loadJudge(): Promise<typeof import('../judge/judge.ts')> {
  return import('../judge/judge.ts');
}
