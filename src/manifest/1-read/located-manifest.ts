import type { SourceSpan } from '../../contract/diagnostic.ts';
import { type Source, spanOf } from '../findings/source.ts';

/** The keys that lead from the root to a value; a list's items count from "0". */
export type KeyPath = readonly string[];

/** Offsets into the source. */
export interface Place {
  readonly source: Source;
  readonly key: readonly [start: number, end: number] | undefined;
  readonly value: readonly [start: number, end: number];
  /** Where the value's own characters begin, if the source holds them unchanged. */
  readonly verbatimFrom: number | undefined;
  /** The source text of a value that came from the environment: only this can be shown. */
  readonly written: string | undefined;
}

/** A manifest as plain values, and the place of each. */
export class LocatedManifest {
  /** The manifest itself; places may also be in the files that it includes. */
  readonly source: Source;
  /** Maps are records without a prototype. */
  readonly value: unknown;
  /** Values with a finding: pointers as `pointerOf` makes them. */
  readonly spoilt: ReadonlySet<string>;
  /** Maps that have lost a key to a finding: pointers too. */
  readonly incomplete: ReadonlySet<string>;
  /** By pointer, too. */
  readonly places: ReadonlyMap<string, Place>;

  constructor(parts: {
    readonly source: Source;
    readonly value: unknown;
    readonly spoilt: ReadonlySet<string>;
    readonly incomplete: ReadonlySet<string>;
    readonly places: ReadonlyMap<string, Place>;
  }) {
    this.source = parts.source;
    this.value = parts.value;
    this.spoilt = parts.spoilt;
    this.incomplete = parts.incomplete;
    this.places = parts.places;
  }

  /** The key of a value; a list's item is its own. */
  keyAt(path: KeyPath): SourceSpan {
    const { source, key, value } = this.#placeOf(path);
    return spanOf(source, ...(key ?? value));
  }

  /** A value; its key, if nothing comes after it. */
  valueAt(path: KeyPath): SourceSpan {
    const { source, key, value } = this.#placeOf(path);
    return spanOf(source, ...(value[0] === value[1] ? (key ?? value) : value));
  }

  /** A part of a text value; all of it, if escapes prevent counting. */
  partAt(path: KeyPath, start: number, length: number): SourceSpan {
    const { source, verbatimFrom: from } = this.#placeOf(path);
    return from === undefined ? this.valueAt(path) : spanOf(source, from + start, from + start + length);
  }

  /** The manifest's text for a value that came from the environment and must not be shown. */
  writtenAt(path: KeyPath): string | undefined {
    return this.places.get(pointerOf(path))?.written;
  }

  /** The nearest place in the source: what is missing is shown where it belongs. */
  #placeOf(path: KeyPath): Place {
    for (let length = path.length; length > 0; length--) {
      const place = this.places.get(pointerOf(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    const { source } = this;
    return (
      this.places.get('') ?? { source, key: undefined, value: [0, 0], verbatimFrom: undefined, written: undefined }
    );
  }
}

/** A JSON Pointer (RFC 6901 §3), as ajv writes it too. */
export function pointerOf(path: KeyPath): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The inverse of `pointerOf`. */
export function pathOf(pointer: string): KeyPath {
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
