/** Where the first one is, from there on; without one, the end of the text. */
export function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}
