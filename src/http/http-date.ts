let dateSecond = -1;
let dateText = '';

/** IMF-fixdate (RFC 9110 §5.6.7), made once a second. */
export function httpDate(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = httpDateOf(wallMs);
  }
  return dateText;
}

/** IMF-fixdate of any moment; fractions of a second are cut off. */
export function httpDateOf(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toUTCString();
}
