export interface AcceptOptions {
  /** How many connections have come so far. */
  newcomers(): number;
  monotonicMs(): number;
  /** It ends after this time even if they never cease to come. */
  readonly maxMs: number;
}

/** How quiet the last turn has to be: so much of the time that was waited for it. The longer that is, the less quiet. */
const QUIET_SHARE = 0.05;

/**
 * Resolves when a server may stop listening. The system resets the connections that wait in its queue then, with a request under way;
 * and the event loop accepts one of them in each turn. So this is right after a turn in which none came, and that was short: what
 * came since has had no time to.
 */
export async function acceptAll({ newcomers, monotonicMs, maxMs }: AcceptOptions): Promise<void> {
  const sinceMs = monotonicMs();
  await nextTurn(); // of the turn that this is asked in, nobody knows
  for (let nowMs = monotonicMs(); nowMs < sinceMs + maxMs; ) {
    const [beganMs, before] = [nowMs, newcomers()];
    await nextTurn();
    nowMs = monotonicMs();
    if (newcomers() === before && nowMs - beganMs < (nowMs - sinceMs) * QUIET_SHARE) return;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
