/** A map that holds as much as `max`, a value 1 or what it costs: what was seen longest ago goes first. */
export class RecentMap<Value> {
  readonly #max: number;
  readonly #costOf: (value: Value) => number;
  // A Map keeps insertion order, so a key that is seen is taken out and put back at the end.
  readonly #held = new Map<string, Value>();
  #cost = 0;

  constructor(max: number, costOf: (value: Value) => number = () => 1) {
    this.#max = max;
    this.#costOf = costOf;
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
    this.delete(key);
    this.#held.set(key, value);
    this.#cost += this.#costOf(value);
    for (const oldest of this.#held.keys()) {
      if (this.#cost <= this.#max) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.#held.get(key);
    if (this.#held.delete(key) && value !== undefined) this.#cost -= this.#costOf(value);
  }

  /** The one that was seen longest ago first. */
  entries(): readonly (readonly [key: string, value: Value])[] {
    return [...this.#held];
  }
}
