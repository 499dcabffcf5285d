import { createMemoryStore } from '../../clients/memory-store.ts';
import type { Judge } from '../judge/judge.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { ServerControl, ServerOrders } from '../server-control.ts';
import type { Signals } from '../signals.ts';
import { tellSystemd } from '../tell-systemd.ts';
import type { Terminal } from '../terminal.ts';
import type { ReloadAttempt } from './reload.ts';

type Order = (server: ServerOrders) => void;

/** The control of a server that is a process of its own. Orders that come before there is a server wait for it. */
export function controlBySignals(command: ServeCommand, terminal: Terminal, signals: Signals): ServerControl {
  let orders: ServerOrders | undefined;
  const early: Order[] = [];
  let judge: Judge | undefined;
  let interrupt: (value: 'interrupted') => void = () => undefined;
  const interrupted = new Promise<'interrupted'>((resolve) => {
    interrupt = resolve;
  });
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
  const order = (carryOut: Order): void => {
    if (orders === undefined) early.push(carryOut);
    else carryOut(orders);
  };
  signals.obey({
    stop() {
      interrupt('interrupted');
      order((server) => server.stop());
    },
    // What changed before the start was over was perhaps read too early.
    reload: () => order((server) => server.reload(attempt)),
    replaceAll: () => terminal.err('SIGUSR1 replaces server processes one after another, so it needs --workers'),
    reopenLogs: () => order((server) => server.reopenLogs()),
  });
  return {
    interrupted,
    summoned: () => Promise.resolve(undefined),
    processes: 1,
    quiet: false,
    failed: (words) => terminal.err(words),
    supervised: false,
    openClients: async (max, ttlMs) => createMemoryStore(max, { ttlMs }),
    obey(given) {
      orders = given;
      for (const carryOut of early) carryOut(given);
    },
    ready({ url }) {
      terminal.out(url);
      tellSystemd(terminal);
      // What Node.js could not load once, for want of open files, it never loads. Then each reload will say so.
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
