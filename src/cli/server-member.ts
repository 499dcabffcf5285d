import cluster from 'node:cluster';
import { isNews, type News, type Order } from './supervisor-messages.ts';

/** A server process, as its supervisor sees it. */
export interface Member {
  readonly id: number;
  /**
   * - starting: it reads its manifest and its code;
   * - serving: it accepts connections;
   * - retiring: another one serves in its place, it finishes what it has begun;
   * - discarded: it is not wanted any more, and was not ready yet.
   */
  state: 'starting' | 'serving' | 'retiring' | 'discarded';
  /** It knows where to listen: from here on it hears orders. */
  welcomed: boolean;
  /** When it began to serve, in monotonic milliseconds. */
  sinceMs: number;
  /** To one that is gone, nothing is sent. */
  send(order: Order): void;
  kill(): void;
}

export interface MemberEvents {
  hear(news: News): void;
  /** It has ended, and all that it said before was heard. */
  ended(code: number | null, signal: string | null): void;
}

/** Starts a server process: the same command in the role of a worker. */
export function startMember({ hear, ended }: MemberEvents): Member {
  const worker = cluster.fork();
  worker.on('message', (message: unknown) => {
    if (isNews(message)) hear(message);
  });
  // Sending to one that has just died; that it died is told by other events.
  worker.on('error', () => undefined);
  const exited = new Promise<readonly [code: number | null, signal: string | null]>((resolve) => {
    worker.on('exit', (code: number | null, signal: string | null) => resolve([code, signal]));
  });
  const disconnected = new Promise<void>((resolve) => {
    worker.on('disconnect', resolve);
  });
  // Its last words may come after its end was noticed.
  void Promise.all([exited, disconnected]).then(([[code, signal]]) => ended(code, signal));
  return {
    id: worker.id,
    state: 'starting',
    welcomed: false,
    sinceMs: 0,
    send(order) {
      if (worker.isConnected()) worker.send(order, () => undefined);
    },
    kill: () => void worker.process.kill('SIGKILL'),
  };
}
