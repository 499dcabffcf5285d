import { createMemoryStore } from '../../clients/memory-store.ts';
import { createMemoryLimits } from '../../clients/rate-limits.ts';
import type { Judge } from '../judge/judge.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { Signals } from '../process/signals.ts';
import { startPlace } from '../process/start-place.ts';
import { tellSystemd } from '../process/tell-systemd.ts';
import type { Terminal } from '../terminal.ts';
import { Deferred } from './deferred.ts';
import type { ReloadAttempt } from './reload.ts';
import type { ServerControl, ServerOrders } from './server-control.ts';

type Order = (server: ServerOrders) => void;

/** The control of a server that is a process of its own. Orders that come before there is a server wait for it. */
export function controlBySignals(command: ServeCommand, terminal: Terminal, signals: Signals): ServerControl {
  const place = startPlace(terminal);
  let orders: ServerOrders | undefined;
  const early: Order[] = [];
  let judge: Judge | undefined;
  const openJudge = async (): Promise<Judge> => {
    if (judge !== undefined) return judge;
    // Not at the start, which must be quick.
    const { judgeOf } = await import('../judge/judge.ts');
    judge ??= judgeOf(command, place, terminal);
    return judge;
  };
  const interrupted = new Deferred<'interrupted'>();
  const attempt: ReloadAttempt = {
    aloud: true,
    judge: async () => (await openJudge()).judge(),
    agree: () => Promise.resolve(true),
    taken: () => undefined,
    refused: () => undefined,
  };
  const order = (carryOut: Order): void => {
    if (orders === undefined) early.push(carryOut);
    else carryOut(orders);
  };
  signals.obey({
    stop() {
      interrupted.resolve('interrupted');
      order((server) => server.stop());
    },
    // What changed before the start was over was perhaps read too early.
    reload: () => order((server) => server.reload(attempt)),
    replaceAll: () => terminal.err('SIGUSR1 replaces server processes one after another, so it needs --workers'),
    reopenLogs: () => order((server) => server.reopenLogs()),
  });
  return {
    interrupted: interrupted.promise,
    summoned: () => Promise.resolve(undefined),
    folder: place.folder,
    processes: 1,
    quiet: false,
    failed: (words) => terminal.err(words),
    role: 'alone',
    openClients: async (max, ttlMs) => createMemoryStore(max, { ttlMs }),
    rates: createMemoryLimits(),
    obey(given) {
      orders = given;
      for (const carryOut of early) carryOut(given);
    },
    ready({ url }) {
      terminal.out(url);
      tellSystemd(terminal);
      // Node.js caches a failed load, for example for want of open files. Then each reload reports that. And later the file may
      // be gone: another release may have taken the place of this one.
      openJudge().catch(() => undefined);
    },
    fatal: () => undefined,
    close: () => judge?.close(),
  };
}
