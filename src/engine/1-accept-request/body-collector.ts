import type { BodySize } from '../../contract/request-reader.ts';
import type { BodyIntake } from '../../contract/uploads.ts';
import { GrowingBytes } from '../../http/growing-bytes.ts';

const NOTHING = new Uint8Array(0);

/**
 * Gathers a message body. A body that comes in one piece is not copied; one that comes in crumbs is,
 * since a million slices of one byte would weigh a hundred times their content.
 */
export class BodyCollector implements BodySize {
  #first: Uint8Array = NOTHING;
  /** All of it, if it came in several. */
  #gathered: GrowingBytes | undefined;
  bytes = 0;
  /** Bytes still to come of a sized body, or of a chunk. */
  remaining = 0;
  bytesMax = 0;
  /** What takes the bytes instead. */
  intake: BodyIntake | undefined;

  get knownBytes(): number {
    return this.bytes + this.remaining;
  }

  add(piece: Uint8Array): void {
    const total = this.bytes + piece.length;
    if (this.intake !== undefined) this.intake.write(piece);
    else if (this.bytes === 0) this.#first = piece;
    else {
      if (this.#gathered === undefined) {
        this.#gathered = new GrowingBytes(this.bytesMax);
        this.#gathered.add(this.#first);
      }
      this.#gathered.add(piece);
    }
    this.bytes = total;
    this.remaining -= piece.length;
  }

  body(): Uint8Array {
    if (this.intake !== undefined) return NOTHING;
    return this.#gathered?.bytes ?? this.#first;
  }
}
