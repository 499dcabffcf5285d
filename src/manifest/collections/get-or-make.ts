/** What a map holds by this key; where it holds nothing yet, what is made now, and kept there. */
export function getOrMake<Key, Value extends object | string | number>(
  held: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = held.get(key);
  if (known !== undefined) return known;
  const made = make();
  held.set(key, made);
  return made;
}
