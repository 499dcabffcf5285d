import { setFlagsFromString } from 'node:v8';

/** Load that lasts: so many seconds in which the event loop hardly ever waited. */
const BUSY_SECONDS = 4;
const BUSY_SHARE_MIN = 0.8;

/**
 * Many short collections of memory instead of few long ones: nobody's answer waits behind a long one, and no burst leaves its
 * memory behind. A process with a load that lasts needs fewer of them, and gets the memory for that (docs/decisions/0009). Where
 * the operator has set the size of the young generation (`--max-semi-space-size`), it is left alone.
 */
export function tuneCollector(): void {
  const given = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  // The old generation is looked through when it is three times as large as what stayed: 4,000 connections begin none of that.
  if (!given.includes('heap-growing')) setFlagsFromString('--heap-growing-percent=200');
  if (given.includes('semi-space')) return;
  // The young generation stays at the 2 MiB of a start.
  setFlagsFromString('--semi-space-growth-factor=1');
  onLoad(() => setFlagsFromString('--semi-space-growth-factor=2'));
}

/** Calls back once the process has been busy for so long in all. */
function onLoad(begin: () => void): void {
  let before = performance.eventLoopUtilization();
  let busySeconds = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    if (performance.eventLoopUtilization(now, before).utilization > BUSY_SHARE_MIN) busySeconds++;
    before = now;
    if (busySeconds < BUSY_SECONDS) return;
    clearInterval(timer);
    begin();
  }, 1000).unref();
}
