/** A map of at most `max` values, or of values that cost at most that together: what was seen longest ago goes first. */
export class RecentMap<Value> {
  readonly #max: number;
  readonly #costOf: (value: Value) => number;
  // A Map keeps insertion order, so a key that is seen is taken out and put back at the end.
  readonly #held = new Map<string, Value>();
  /** The last key, if that is known. To put it back behind itself took 6 % of the engine's time for a POST. */
  #newest: string | undefined;
  #cost = 0;

  constructor(max: number, costOf: (value: Value) => number = () => 1) {
    this.#max = max;
    this.#costOf = costOf;
  }

  /** A look that counts as being seen. */
  get(key: string): Value | undefined {
    const value = this.#held.get(key);
    if (value !== undefined && key !== this.#newest) {
      this.#held.delete(key);
      this.#held.set(key, value);
      this.#newest = key;
    }
    return value;
  }

  /** A look that does not count. */
  peek(key: string): Value | undefined {
    return this.#held.get(key);
  }

  set(key: string, value: Value): void {
    this.#cost += this.#costOf(value) - this.#costAt(key);
    if (key !== this.#newest) this.#held.delete(key);
    this.#held.set(key, value);
    this.#newest = key;
    if (this.#cost > this.#max) this.#forgetOldest();
  }

  delete(key: string): void {
    this.#cost -= this.#costAt(key);
    this.#held.delete(key);
    if (key === this.#newest) this.#newest = undefined;
  }

  /** The one that was seen longest ago first. */
  entries(): readonly (readonly [key: string, value: Value])[] {
    return [...this.#held];
  }

  #costAt(key: string): number {
    const value = this.#held.get(key);
    return value === undefined ? 0 : this.#costOf(value);
  }

  #forgetOldest(): void {
    for (const oldest of this.#held.keys()) {
      if (this.#cost <= this.#max) return;
      this.delete(oldest);
    }
  }
}
