import { type KeyPath, pathOf, pointerOf } from '../1-read/located-manifest.ts';

/** Remembers where a mistake was already said, so that later steps do not say its consequences. */
export class Damage {
  readonly #spoilt = new Map<string, Set<string>>();
  readonly #withUnknownKey = new Set<string>();

  constructor(pointers: Iterable<string>) {
    for (const pointer of pointers) this.add(pathOf(pointer));
  }

  /** Something is wrong with the value at this path, or it is missing. */
  add(path: KeyPath): void {
    for (let length = 0; length < path.length; length++) {
      const parent = pointerOf(path.slice(0, length));
      const children = this.#spoilt.get(parent) ?? new Set();
      this.#spoilt.set(parent, children.add(path[length] ?? ''));
    }
  }

  /** The map at this path has a key that nobody knows: it may be any of its own keys, misspelt. */
  addUnknownKey(path: KeyPath): void {
    this.#withUnknownKey.add(pointerOf(path));
  }

  /** Mostly so, and `touches` is asked of every value. */
  get isNone(): boolean {
    return this.#spoilt.size + this.#withUnknownKey.size === 0;
  }

  /**
   * Whether something was said of one of these keys of the map at `path`, or of what is below it; or of a key beside
   * them that nobody knows. Who asks about a key that is there, and whole, need not ask.
   */
  touches(path: KeyPath, keys: readonly string[]): boolean {
    const pointer = pointerOf(path);
    if (this.#withUnknownKey.has(pointer)) return true;
    const spoilt = this.#spoilt.get(pointer);
    return spoilt !== undefined && keys.some((key) => spoilt.has(key));
  }
}
