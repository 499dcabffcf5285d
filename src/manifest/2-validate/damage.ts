import { keysOf, pointerTo } from '../../http/json-pointer.ts';
import type { KeyPath } from '../1-read/located-manifest.ts';
import { getOrMake } from '../collections/get-or-make.ts';

/** Remembers where a mistake was reported, so that later steps do not report its consequences. */
export class Damage {
  readonly #spoilt = new Map<string, Set<string>>();
  readonly #withUnknownKey = new Set<string>();

  constructor(pointers: Iterable<string>) {
    for (const pointer of pointers) this.add(keysOf(pointer));
  }

  /** Something is wrong with the value at this path, or it is missing. */
  add(path: KeyPath): void {
    for (let length = 0; length < path.length; length++) {
      const parent = pointerTo(path.slice(0, length));
      getOrMake(this.#spoilt, parent, () => new Set()).add(path[length] ?? '');
    }
  }

  /** The map at this path has an unknown key: it can be any of its own keys, misspelt. */
  addUnknownKey(path: KeyPath): void {
    this.#withUnknownKey.add(pointerTo(path));
  }

  /** Mostly empty, and `touches` is asked of every value. */
  get isNone(): boolean {
    return this.#spoilt.size + this.#withUnknownKey.size === 0;
  }

  /**
   * Whether a mistake was reported of one of these keys of the map at `path`, or below it; or of an unknown key beside
   * them. For a key that is there, and whole, this need not be asked.
   */
  touches(path: KeyPath, keys: readonly string[]): boolean {
    const pointer = pointerTo(path);
    if (this.#withUnknownKey.has(pointer)) return true;
    const spoilt = this.#spoilt.get(pointer);
    return spoilt !== undefined && keys.some((key) => spoilt.has(key));
  }
}
