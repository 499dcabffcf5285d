/**
 * Keys of JSON values by their contents, for one validation. Each object and list is read once, however many lists it is in: the
 * key of a large one is a number, so that the keys of those around it stay small. A key is a text that is not an array index:
 * V8 hashes numbers without a seed, so a client could choose many that fill one bucket of a set.
 */
export class ItemKeys {
  readonly #keys = new Map<object, string>();
  readonly #numbers = new Map<string, number>();

  /** Ends at the first item that was there before: a list can hold the same item half a million times. */
  areUnique(items: readonly unknown[]): boolean {
    if (items.length < 2) return true;
    const seen = new Set<string>();
    for (const item of items) {
      const key = this.#keyOf(item);
      if (seen.has(key)) return false;
      seen.add(key);
    }
    return true;
  }

  #keyOf(value: unknown): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value !== 'object' || value === null) return `=${value}`;
    const known = this.#keys.get(value);
    if (known !== undefined) return known;
    const contents = Array.isArray(value) ? this.#contentsOfList(value) : this.#contentsOf(value);
    const key = contents.length <= KEY_LENGTH_MAX ? contents : `#${this.#numberOf(contents)}`;
    this.#keys.set(value, key);
    return key;
  }

  #numberOf(contents: string): number {
    const number = this.#numbers.get(contents) ?? this.#numbers.size;
    this.#numbers.set(contents, number);
    return number;
  }

  #contentsOfList(items: readonly unknown[]): string {
    let contents = '[';
    for (const item of items) contents += `${this.#keyOf(item)},`;
    return `${contents}]`;
  }

  /** The order of an object's keys carries no meaning. */
  #contentsOf(value: object): string {
    let contents = '{';
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, inner] of entries) contents += `${JSON.stringify(name)}:${this.#keyOf(inner)},`;
    return `${contents}}`;
  }
}

/** For an object or a list. */
const KEY_LENGTH_MAX = 64;
