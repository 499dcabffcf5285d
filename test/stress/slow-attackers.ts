/** Slow attackers in a process of their own, so that they do not slow the probes: `slow-attackers.ts head|body|silent PORT COUNT`. */
import { connect } from 'node:net';
import { pause, percentile } from './figures.ts';

/** How the attackers were closed. */
export interface Closing {
  /** How long after its deadline each was closed. */
  readonly lateMs: readonly number[];
  /** How many were not closed at all. */
  readonly open: number;
}

/** As the shipped manifest has them; `firstByte` tells when the clock starts. */
const ATTACKS = {
  head: { begin: 'GET / HTTP/1.1\r\nHost: a\r\n', drip: 'X-Slow: yes\r\n', deadlineMs: 10_000 },
  body: {
    begin: 'POST /short_log/0 HTTP/1.1\r\nHost: a\r\nContent-Length: 8192\r\n\r\n',
    drip: 'x',
    deadlineMs: 30_000,
  },
  silent: { begin: '', drip: '', deadlineMs: 10_000 },
} as const;
const DRIP_EVERY_MS = 3000;
const RATE_PER_TICK = 20;
const TICK_MS = 20;
const PATIENCE_MS = 5000;

const [kind = '', port, count] = process.argv.slice(2);
const attack = kind === 'head' || kind === 'body' ? ATTACKS[kind] : ATTACKS.silent;
const closings: Promise<number | undefined>[] = [];
while (closings.length < Number(count)) {
  for (let more = 0; more < RATE_PER_TICK; more++) closings.push(attackOnce());
  await pause(TICK_MS);
}
const late = await Promise.all(closings);
const lateMs = late.filter((ms) => ms !== undefined);
const closing: Closing = { lateMs, open: late.length - lateMs.length };
process.send?.(closing, () => process.exit(0));
if (process.send === undefined) console.log(percentile(lateMs, 0.99), closing.open);

/** Resolves to how late after its deadline the connection was closed; undefined where it was not. */
function attackOnce(): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
    let startedMs = Number.NaN;
    let dripping: NodeJS.Timeout | undefined;
    const over = (lateBy: number | undefined): void => {
      clearInterval(dripping);
      socket.destroy();
      resolve(lateBy);
    };
    socket.on('connect', () => {
      startedMs = performance.now();
      if (attack.begin === '') return;
      socket.write(attack.begin);
      dripping = setInterval(() => socket.write(attack.drip), DRIP_EVERY_MS);
    });
    const closed = (): void => over(performance.now() - startedMs - attack.deadlineMs);
    socket
      .on('data', () => undefined)
      .on('end', closed)
      .on('error', closed);
    setTimeout(() => over(undefined), attack.deadlineMs + PATIENCE_MS).unref();
  });
}
