/**
 * A page with its marked parts filled in: `fill` makes what is between `<!-- name: words -->` and `<!-- /name -->` from
 * the words, and the prose around it stays.
 */
export function fillMarked(page: string, name: string, fill: (words: string) => string): string {
  const part = new RegExp(`(<!-- ${name}: (.+?) -->\n)(?:.*?\n)??(<!-- /${name} -->)`, 'gs');
  if (page.search(part) === -1) throw new Error(`the page has no <!-- ${name}: … --> any more`);
  return page.replace(part, (_, begin: string, words: string, end: string) => `${begin}\n${fill(words)}\n${end}`);
}
