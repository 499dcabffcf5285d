const CAUSES_MAX = 8;
const UNTELLABLE = 'an object that cannot be shown as text';

/** What was thrown, in words: an error's message, or the value as text. Like all readers of thrown values here it never throws. */
export function messageOf(thrown: unknown): string {
  return guarded(() => String(thrown instanceof Error ? thrown.message : thrown)) ?? UNTELLABLE;
}

/** An error with all its causes, outermost first; a circle of causes is cut off. */
export function describeThrown(thrown: unknown, causesMax = CAUSES_MAX): string {
  const name = guarded(() => (thrown instanceof Error ? String(thrown.name) : undefined));
  if (name === undefined) return messageOf(thrown);
  const text = `${name}: ${messageOf(thrown)}`;
  const cause = guarded(() => (thrown instanceof Error ? thrown.cause : undefined));
  return cause === undefined || causesMax === 0 ? text : `${text}; caused by ${describeThrown(cause, causesMax - 1)}`;
}

/** Where an error was made, if it is one. */
export function stackOf(thrown: unknown): string | undefined {
  return guarded(() => (thrown instanceof Error && thrown.stack !== undefined ? String(thrown.stack) : undefined));
}

/** Thrown objects can have getters or traps that throw: what cannot be read counts as undefined. */
export function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
