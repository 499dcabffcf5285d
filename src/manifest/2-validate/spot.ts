import type { SourceSpan } from '../../contract/diagnostic.ts';
import { recordOf } from '../1-read/is-record.ts';
import type { KeyPath, LocatedManifest } from '../1-read/located-manifest.ts';
import { valueAt } from '../1-read/schema-addresses.ts';
import type { Damage } from './damage.ts';

/** What a spot needs to know: where values are, and what was refused of them. */
interface Known {
  readonly located: LocatedManifest;
  readonly damage: Damage;
}

/**
 * One value of the manifest as findings see it: where it is, and what was refused of it. It can also be a value that is
 * missing: a finding then points at the nearest one that is there.
 */
export class Spot {
  readonly #known: Known;
  readonly #around: Spot | undefined;
  readonly #keys: KeyPath;

  constructor(known: Known, around?: Spot, keys: KeyPath = []) {
    this.#known = known;
    this.#around = around;
    this.#keys = keys;
  }

  /** A value inside this one. */
  in(...keys: KeyPath): Spot {
    return new Spot(this.#known, this, keys);
  }

  /** Made when it is asked for: most values have nothing wrong. */
  get #path(): KeyPath {
    return this.#around === undefined ? this.#keys : [...this.#around.#path, ...this.#keys];
  }

  /** The key that the value has. */
  get key(): SourceSpan {
    return this.#known.located.keyAt(this.#path);
  }

  get value(): SourceSpan {
    return this.#known.located.valueAt(this.#path);
  }

  /** A part of a text. */
  part(start: number, length: number): SourceSpan {
    return this.#known.located.partAt(this.#path, start, length);
  }

  /** The manifest's own text, if the value came from the environment and must not be shown. */
  get variable(): string | undefined {
    return this.#known.located.writtenAt(this.#path);
  }

  /** The value with all that was refused of it. */
  get asWritten(): unknown {
    return valueAt(this.#known.located.value, this.#path);
  }

  /** The keys of the map that is written here. */
  get keysWritten(): readonly string[] {
    return Object.keys(recordOf(this.asWritten));
  }

  /**
   * Whether a finding was made of one of these keys of the map here, or below it; or of an unknown key beside them, which can
   * be any of them, misspelt. What follows from that is not a further mistake.
   */
  lost(...keys: KeyPath): boolean {
    const { damage } = this.#known;
    return !damage.isNone && damage.touches(this.#path, keys);
  }

  /** Remembers that a finding was made of this value. */
  spoil(): void {
    this.#known.damage.add(this.#path);
  }
}

/** A text of the manifest, and where it is. */
export interface Placed {
  readonly text: string;
  readonly at: Spot;
}

/** The texts of a list, each with its place. */
export function placedTexts(texts: readonly string[], at: Spot): readonly Placed[] {
  return texts.map((text, index) => ({ text, at: at.in(String(index)) }));
}
