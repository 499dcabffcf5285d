/** `a`, `a, b, and c`. `Intl.ListFormat` does no more in English, and its first use takes 30 ms. */
export function wordList(words: readonly string[], joint: 'and' | 'or'): string {
  const last = words.at(-1);
  if (last === undefined || words.length < 3) return words.join(` ${joint} `);
  return `${words.slice(0, -1).join(', ')}, ${joint} ${last}`;
}

/** The words of a text, to look one up. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** `1 item`, `2 properties` */
export function counted(count: unknown, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun.replace(/y$/, 'ie')}s`;
}
