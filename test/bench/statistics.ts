/** What several rounds have found: the median, and between which values all of them lie. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The middle value; between two, their mean. NaN where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median and range of values. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * Ours divided by a peer's: the ratio of the two medians, and the range of the ratios within single rounds, which a noisy
 * minute that hits both alike does not widen.
 */
export function ratio(ours: readonly number[], peers: readonly number[]): Spread {
  const within = ours.map((own, round) => own / (peers[round] ?? Number.NaN));
  return { ...spread(within), median: median(ours) / median(peers) };
}
