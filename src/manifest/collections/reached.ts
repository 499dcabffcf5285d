/** All that some things lead to, and these first; each once. Without recursion: a way can be as long as the manifest. */
export function reached<Item>(starts: Iterable<Item>, next: (item: Item) => Iterable<Item>): ReadonlySet<Item> {
  const all = new Set(starts);
  // It grows while the loop runs.
  for (const item of all) for (const inner of next(item)) all.add(inner);
  return all;
}
