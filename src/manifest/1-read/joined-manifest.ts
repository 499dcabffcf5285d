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
  readonly places: Map<string, Place>;
  readonly spoilt: Set<string>;
  readonly incomplete: Set<string>;
  readonly #source: LocatedManifest['source'];
  readonly #remarks: Map<string, Remark>;

  constructor({ source, places, spoilt, incomplete, remarks }: LocatedManifest) {
    this.places = new Map(places);
    this.spoilt = new Set(spoilt);
    this.incomplete = new Set(incomplete);
    this.#source = source;
    this.#remarks = new Map(remarks);
  }

  /** What is known of a value, and of all inside it, goes with it. */
  carry({ value, located, path }: WrittenValue, to: KeyPath): void {
    this.#carry(value, located, { from: pointerTo(path), to: pointerTo(to) });
  }

  /** The whole, with this value. */
  located(value: unknown, joined: ReadonlySet<string> = new Set()): LocatedManifest {
    const { places, spoilt, incomplete } = this;
    return new LocatedManifest({
      source: this.#source,
      value,
      joined,
      places,
      spoilt,
      incomplete,
      remarks: this.#remarks,
    });
  }

  #carry(value: unknown, located: LocatedManifest, { from, to }: { readonly from: string; readonly to: string }): void {
    const place = located.places.get(from);
    const remark = located.remarks.get(from);
    if (place !== undefined) this.places.set(to, place);
    if (remark !== undefined) this.#remarks.set(to, remark);
    if (located.spoilt.has(from)) this.spoilt.add(to);
    if (located.incomplete.has(from)) this.incomplete.add(to);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const step = pointerTo([key]);
      this.#carry(inner, located, { from: from + step, to: to + step });
    }
  }
}
