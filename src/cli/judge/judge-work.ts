import { writeFileSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { guarded } from '../../http/guarded.ts';
import { listenTo } from '../process/own-message.ts';
import { setPurpose } from '../process/set-purpose.ts';
import { VERSION } from '../version.ts';
import { type JudgeTask, LIVES, PROGRESS_FD, report, WAITS_FOR_EVER } from './judge-messages.ts';
import { ManifestJudge } from './manifest-judge.ts';

/**
 * The work of the process in which manifests are judged: it reads them as a server does, loads their handlers and runs their
 * examples, but serves nobody. Whatever an example does to its process, it does to this one.
 */

setPurpose('check');
process.on('disconnect', () => process.exit());
process.on('beforeExit', () => process.exit(WAITS_FOR_EVER));

const LIVES_EVERY_MS = 250;
endWithParent();
dieFirst();

const judge = new ManifestJudge();
process.on('uncaughtException', (error) => judge.caught(error));
// As it was rejected: Node.js would make an error of a reason that is not one.
process.on('unhandledRejection', (reason) => judge.caught(reason));
listenTo<JudgeTask>(process, (task) => void judge.judge(task).catch((error) => endBy(error)));
setInterval(() => writeSync(PROGRESS_FD, Uint8Array.of(LIVES)), LIVES_EVERY_MS).unref();
report({ kind: 'ready', version: VERSION });

/** A bug of ours. */
function endBy(error: unknown): void {
  console.error(error);
  process.exit(1);
}

/** Works also in an endless loop, in which no event is heard: another thread checks whether the parent is there. */
function endWithParent(): void {
  const look = `if (process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL')`;
  new Worker(`setInterval(() => { ${look}; }, ${LIVES_EVERY_MS})`, { eval: true, execArgv: [] }).unref();
}

/** Where the system runs out of memory, it should end the judge and not the server. Linux only, and not everywhere allowed. */
function dieFirst(): void {
  guarded(() => writeFileSync('/proc/self/oom_score_adj', '1000'));
}
