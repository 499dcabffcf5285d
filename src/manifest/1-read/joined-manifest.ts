import { pointerTo } from '../../http/json-pointer.ts';
import type { Remark } from './find-remarks.ts';
import { type KeyPath, LocatedManifest, type Place } from './located-manifest.ts';

/** A value as it is written in a file. */
export interface WrittenValue {
  /** Without what does not join. */
  readonly value: unknown;
  readonly located: LocatedManifest;
  readonly path: KeyPath;
}

/** What is known of a manifest and of the values of other files that join it. */
export class JoinedManifest {
  readonly #main: LocatedManifest;
  readonly #places: Map<string, Place>;
  readonly #spoilt: Set<string>;
  readonly #incomplete: Set<string>;
  readonly #remarks: Map<string, Remark>;

  constructor(main: LocatedManifest) {
    this.#main = main;
    this.#places = new Map(main.places);
    this.#spoilt = new Set(main.spoilt);
    this.#incomplete = new Set(main.incomplete);
    this.#remarks = new Map(main.remarks);
  }

  /** What is known of a value, and of all inside it, goes with it. */
  carry({ value, located, path }: WrittenValue, to: KeyPath): void {
    this.#carry(value, located, { from: pointerTo(path), to: pointerTo(to) });
  }

  placeAt(path: KeyPath): Place | undefined {
    return this.#places.get(pointerTo(path));
  }

  /** There is a finding about the value at this path. */
  spoil(path: KeyPath): void {
    this.#spoilt.add(pointerTo(path));
  }

  /** What is in the map at this path is not all known. */
  miss(path: KeyPath): void {
    this.#incomplete.add(pointerTo(path));
  }

  /** The whole, with this value. */
  located(value: unknown, joined: ReadonlySet<string> = new Set()): LocatedManifest {
    return new LocatedManifest({
      ...{ source: this.#main.source, value, joined },
      ...{ places: this.#places, spoilt: this.#spoilt, incomplete: this.#incomplete, remarks: this.#remarks },
    });
  }

  #carry(value: unknown, located: LocatedManifest, { from, to }: { readonly from: string; readonly to: string }): void {
    const place = located.places.get(from);
    const remark = located.remarks.get(from);
    if (place !== undefined) this.#places.set(to, place);
    if (remark !== undefined) this.#remarks.set(to, remark);
    if (located.spoilt.has(from)) this.#spoilt.add(to);
    if (located.incomplete.has(from)) this.#incomplete.add(to);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const step = pointerTo([key]);
      this.#carry(inner, located, { from: from + step, to: to + step });
    }
  }
}
