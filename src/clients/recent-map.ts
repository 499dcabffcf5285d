/** A map that holds at most `max` keys: the one that was seen longest ago goes first. */
export class RecentMap<Value> {
  readonly #max: number;
  // A Map keeps insertion order, so a key that is seen is taken out and put back at the end.
  readonly #held = new Map<string, Value>();

  constructor(max: number) {
    this.#max = max;
  }

  /** A look that counts as being seen. */
  get(key: string): Value | undefined {
    const value = this.#held.get(key);
    if (value === undefined) return undefined;
    this.#held.delete(key);
    this.#held.set(key, value);
    return value;
  }

  /** A look that does not count. */
  peek(key: string): Value | undefined {
    return this.#held.get(key);
  }

  set(key: string, value: Value): void {
    this.#held.delete(key);
    this.#held.set(key, value);
    if (this.#held.size > this.#max) this.#forgetOldest();
  }

  delete(key: string): void {
    this.#held.delete(key);
  }

  /** The one that was seen longest ago first. */
  entries(): readonly (readonly [key: string, value: Value])[] {
    return [...this.#held];
  }

  #forgetOldest(): void {
    for (const key of this.#held.keys()) {
      this.#held.delete(key);
      return;
    }
  }
}
