const COLUMNS = 100;

/**
 * One paragraph of Markdown, in lines of at most 100 columns. Code in backticks is not broken. In a list item, the lines
 * after the first are indented as far as its text.
 */
export function wrapProse(paragraph: string): string {
  const mark = /^(?:- |\d+\. )?/.exec(paragraph)?.[0] ?? '';
  const indent = ' '.repeat(mark.length);
  const lines: string[] = [];
  for (const word of wordsOf(paragraph.slice(mark.length))) {
    const line = lines.at(-1);
    const longer = line === undefined ? `${mark}${word}` : `${line} ${word}`;
    if (line === undefined) lines.push(longer);
    else if (longer.length <= COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}

/** A word that would begin a list, a heading, a quote or a table on a new line stays with the one before it. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    const before = words.at(-1);
    const beginsBlock = /^(?:[-+*]|#+|>.*|\|.*|\d+[.)])$/.test(word);
    if (before !== undefined && beginsBlock) words[words.length - 1] = `${before} ${word}`;
    else words.push(word);
  }
  return words;
}
