import { Worker } from 'node:worker_threads';

export type Compared = { readonly kind: 'same' | 'different' | 'busy' };

/** Each takes a tenth of a second: who is behind so many gives up sooner. */
const WAITING_MAX = 50;

/**
 * Compares passwords with bcrypt hashes in a thread, which starts when it is first needed: a comparison would hold up all other requests.
 * If the thread ends, what waits for it fails, and the next comparison starts another.
 */
export class BcryptThread {
  readonly #waiting: { readonly resolve: (compared: Compared) => void; readonly reject: (why: Error) => void }[] = [];
  #worker: Worker | undefined;

  compare(password: string, hash: string): Promise<Compared> {
    if (this.#waiting.length >= WAITING_MAX) return Promise.resolve({ kind: 'busy' });
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage([password, hash]);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #start(): Worker {
    // Without the options of this process: a loader of TypeScript would take longer than the work.
    const worker = new Worker(CODE, { eval: true, execArgv: [], workerData: import.meta.resolve('bcryptjs') });
    // It answers in the order in which it is asked.
    worker.on('message', (same: unknown) => {
      this.#waiting.shift()?.resolve({ kind: same === true ? 'same' : 'different' });
      // An idle thread keeps no process from ending.
      if (this.#waiting.length === 0) worker.unref();
    });
    let why = new Error('The thread that checks passwords has ended');
    worker.on('error', (error) => {
      why = error instanceof Error ? error : why;
    });
    worker.on('exit', () => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(why);
    });
    return worker;
  }
}

/**
 * As a text, so that one file of the package is enough. Where the system lets a thread step back behind others (Linux), it does: who guesses
 * takes no processor from those who ask for pages.
 */
const CODE = `
const { readlinkSync } = require('node:fs');
const { constants, setPriority } = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');
try {
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), constants.priority.PRIORITY_BELOW_NORMAL);
} catch {}
const loaded = import(workerData);
parentPort.on('message', async ([password, hash]) => {
  const { compareSync } = await loaded;
  parentPort.postMessage(compareSync(password, hash));
});
`;
