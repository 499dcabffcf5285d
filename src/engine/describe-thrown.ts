const CAUSES_MAX = 8;

/** The words of whatever was thrown: an error's message, or the value as text. Never throws itself. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return 'an object that cannot be told as text';
  }
}

/** An error with all that caused it, outermost first; errors that cause each other in a circle are told a few times. */
export function describeThrown(thrown: unknown, causesMax = CAUSES_MAX): string {
  if (!(thrown instanceof Error)) return messageOf(thrown);
  const text = `${thrown.name}: ${messageOf(thrown)}`;
  const more = thrown.cause !== undefined && causesMax > 0;
  return more ? `${text}; caused by ${describeThrown(thrown.cause, causesMax - 1)}` : text;
}
