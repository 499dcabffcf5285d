/** What is told that it has been silent. */
export interface Silent {
  readonly heartbeatMs: number;
  /** For how many ticks it has been. */
  quietTicks: number;
  /** It has been silent for so long. */
  beat(): void;
}

/** How finely a silence is measured: it lasts up to a sixteenth longer than it should. */
const TICKS = 16;

interface Round {
  readonly silent: Set<Silent>;
  readonly timer: NodeJS.Timeout;
}

/** One timer serves all that wait as long: thousands of event streams do, and each would set its own again for each event. */
const rounds = new Map<number, Round>();

export function watchSilence(silent: Silent): void {
  const { heartbeatMs } = silent;
  const round = rounds.get(heartbeatMs) ?? begin(heartbeatMs);
  round.silent.add(silent);
}

export function endSilence(silent: Silent): void {
  const round = rounds.get(silent.heartbeatMs);
  round?.silent.delete(silent);
  if (round?.silent.size !== 0) return;
  clearInterval(round.timer);
  rounds.delete(silent.heartbeatMs);
}

function begin(heartbeatMs: number): Round {
  const silent = new Set<Silent>();
  const round = { silent, timer: setInterval(tick, heartbeatMs / TICKS, silent) };
  rounds.set(heartbeatMs, round);
  return round;
}

/** The first tick of a silence can come at once, so it does not count. */
function tick(all: ReadonlySet<Silent>): void {
  for (const silent of all) {
    silent.quietTicks += 1;
    if (silent.quietTicks <= TICKS) continue;
    silent.quietTicks = 0;
    silent.beat();
  }
}
