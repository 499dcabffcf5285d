import { createMemoryStore } from '../../clients/memory-store.ts';
import type { Judge } from '../judge/judge.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { ServerControl, ServerOrders } from '../server-control.ts';
import { startPlace } from '../start-place.ts';
import type { Terminal } from '../terminal.ts';
import type { ReloadAttempt } from './reload.ts';

/** The control of a server that is a process of its own. To be made first of all: by default, SIGHUP would end the process. */
export function controlBySignals(command: ServeCommand, terminal: Terminal): ServerControl {
  const place = startPlace(terminal);
  let orders: ServerOrders | undefined;
  let reloadWanted = false;
  let judge: Judge | undefined;
  const openJudge = async (): Promise<Judge> => {
    if (judge !== undefined) return judge;
    // Not at the start, which is to be quick.
    const { judgeOf } = await import('../judge/judge.ts');
    judge ??= judgeOf(command, place, terminal);
    return judge;
  };
  const attempt: ReloadAttempt = {
    aloud: true,
    judge: async () => (await openJudge()).judge(),
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
    terminal.err('SIGUSR1 replaces the processes of a server one after another: see --workers'),
  );
  return {
    summoned: () => Promise.resolve(undefined),
    folder: place.folder,
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
      // What changed before the start was over was perhaps read too early.
      if (reloadWanted) given.reload(attempt);
    },
    ready({ url }) {
      terminal.out(url);
      // What Node.js could not load once, for want of open files, it never loads. Then each reload will say so. And later the
      // file may be gone: another release may have taken the place of this one.
      openJudge().catch(() => undefined);
    },
    fatal: () => undefined,
    close: () => judge?.close(),
  };
}
