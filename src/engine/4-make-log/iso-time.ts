let knownMs = -1;
let knownText = '';

/** ISO 8601 in UTC, to the millisecond; made once for all lines of that millisecond. */
export function isoTime(wallMs: number): string {
  const ms = Math.floor(wallMs);
  if (ms !== knownMs) {
    knownMs = ms;
    knownText = new Date(ms).toISOString();
  }
  return knownText;
}
