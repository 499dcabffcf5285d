/** Replaces a secret in what is shown. */
export const REDACTED = '[redacted]';

/** From `from` to before `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A text without what is in the spans, which are in order. */
export function hideSpans(text: string, spans: Iterable<Span>, mark = REDACTED): string {
  let shown = '';
  let from = 0;
  for (const span of spans) {
    shown += text.slice(from, span.from) + mark;
    from = span.to;
  }
  return from === 0 ? text : shown + text.slice(from);
}
