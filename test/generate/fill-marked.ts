/**
 * A page whose marked parts are written again: what is between `<!-- name: words -->` and `<!-- /name -->` is made of
 * the words, and the prose around them stays.
 */
export function fillMarked(page: string, name: string, fill: (words: string) => string): string {
  const part = new RegExp(`(<!-- ${name}: (.+?) -->\n)(?:.*?\n)??(<!-- /${name} -->)`, 'gs');
  if (page.search(part) === -1) throw new Error(`the page has no <!-- ${name}: … --> any more`);
  return page.replace(part, (_, begin: string, words: string, end: string) => `${begin}\n${fill(words)}\n${end}`);
}
