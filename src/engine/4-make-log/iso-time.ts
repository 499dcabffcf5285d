let knownSecond = -1;
let knownText = '';

/** ISO 8601 in UTC, to the millisecond; all but the milliseconds is made once a second. */
export function isoTime(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  if (second !== knownSecond) {
    knownSecond = second;
    knownText = new Date(second * 1000).toISOString().slice(0, -'000Z'.length);
  }
  return `${knownText}${String(Math.floor(wallMs) % 1000).padStart(3, '0')}Z`;
}
