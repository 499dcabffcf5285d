import type { SourceSpan } from '../../contract/diagnostic.ts';
import { pointerTo } from '../../http/json-pointer.ts';
import { reachedBy, type Source, spanOf } from '../findings/source.ts';
import type { Remark } from './find-remarks.ts';

/** The keys that lead from the root to a value; a list's items count from "0". */
export type KeyPath = readonly string[];

/** Offsets into the source. */
export interface Place {
  readonly source: Source;
  readonly key: readonly [start: number, end: number] | undefined;
  readonly value: readonly [start: number, end: number];
  /** Where the value's own characters begin, if the source holds them unchanged. */
  readonly verbatimFrom: number | undefined;
  /** The alias that stands for it, or for what it is inside of: undefined where it is what is written. */
  readonly alias: readonly [start: number, end: number] | undefined;
  /** The same of its key, which the value of an alias has where the alias is. */
  readonly keyAlias: readonly [start: number, end: number] | undefined;
  /** What the source says, where the value came from the environment: all of it that may be shown. */
  readonly written: string | undefined;
}

interface LocatedParts
  extends Pick<LocatedManifest, 'source' | 'value' | 'spoilt' | 'incomplete' | 'places' | 'remarks'> {
  readonly joined?: ReadonlySet<string>;
}

/** A manifest as plain values, and the place of each. */
export class LocatedManifest {
  /** The manifest itself; places may also be in the files that it includes. */
  readonly source: Source;
  /** Maps are records without a prototype. */
  readonly value: unknown;
  /** Values with a finding: pointers as `pointerTo` makes them. */
  readonly spoilt: ReadonlySet<string>;
  /** Maps that have lost a key to a finding: pointers too. */
  readonly incomplete: ReadonlySet<string>;
  /** By pointer, too. */
  readonly places: ReadonlyMap<string, Place>;
  /** By pointer, too: of few values there is one. */
  readonly remarks: ReadonlyMap<string, Remark>;
  /** The names of those of its schemas that have joined it: they are in other files, or inside a schema. */
  readonly joined: ReadonlySet<string>;

  constructor(parts: LocatedParts) {
    this.source = parts.source;
    this.value = parts.value;
    this.spoilt = parts.spoilt;
    this.incomplete = parts.incomplete;
    this.places = parts.places;
    this.remarks = parts.remarks;
    this.joined = parts.joined ?? new Set();
  }

  /** The key of a value; a list's item is its own. */
  keyAt(path: KeyPath): SourceSpan {
    const place = this.#placeOf(path);
    return place.key === undefined ? spanIn(place, place.value, place.alias) : spanIn(place, place.key, place.keyAlias);
  }

  /** A value; its key, if nothing comes after it. */
  valueAt(path: KeyPath): SourceSpan {
    const place = this.#placeOf(path);
    return place.value[0] === place.value[1] ? this.keyAt(path) : spanIn(place, place.value, place.alias);
  }

  /** A part of a text value; all of it, if escapes prevent counting. */
  partAt(path: KeyPath, start: number, length: number): SourceSpan {
    const place = this.#placeOf(path);
    const from = place.verbatimFrom;
    return from === undefined ? this.valueAt(path) : spanIn(place, [from + start, from + start + length], place.alias);
  }

  /** The manifest's text for a value that came from the environment and must not be shown. */
  writtenAt(path: KeyPath): string | undefined {
    return this.places.get(pointerTo(path))?.written;
  }

  /** The nearest place in the source: what is missing is shown where it belongs. */
  #placeOf(path: KeyPath): Place {
    for (let length = path.length; length > 0; length--) {
      const place = this.places.get(pointerTo(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return this.places.get('') ?? placeOf({ source: this.source, value: [0, 0] });
  }
}

/** A place of which no more is known than that. */
export function placeOf(known: Pick<Place, 'source' | 'value'> & Partial<Place>): Place {
  return {
    source: known.source,
    key: known.key,
    value: known.value,
    verbatimFrom: known.verbatimFrom,
    alias: known.alias,
    keyAlias: known.keyAlias,
    written: known.written,
  };
}

function spanIn({ source }: Place, [start, end]: Place['value'], alias: Place['alias']): SourceSpan {
  const span = spanOf(source, start, end);
  return alias === undefined ? span : reachedBy(spanOf(source, ...alias), span);
}
