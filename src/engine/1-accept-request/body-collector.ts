import type { BodySize } from '../../contract/request-reader.ts';
import type { BodyIntake } from '../../contract/uploads.ts';

const NOTHING = new Uint8Array(0);
const FIRST_CAPACITY_BYTES = 1024;

/**
 * Gathers a message body. A body that comes in one piece is not copied; one that comes in crumbs is,
 * since a million slices of one byte would weigh a hundred times their content.
 */
export class BodyCollector implements BodySize {
  #held: Uint8Array = NOTHING;
  #owned = false;
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
    else if (this.bytes === 0) {
      this.#held = piece;
    } else {
      this.#makeRoom(total);
      this.#held.set(piece, this.bytes);
    }
    this.bytes = total;
    this.remaining -= piece.length;
  }

  body(): Uint8Array {
    if (this.intake !== undefined) return NOTHING;
    return this.#held.length === this.bytes ? this.#held : this.#held.subarray(0, this.bytes);
  }

  /** It never takes more than the body may become. */
  #makeRoom(total: number): void {
    if (this.#owned && this.#held.length >= total) return;
    const roomy = Buffer.allocUnsafe(Math.min(Math.max(total * 2, FIRST_CAPACITY_BYTES), this.bytesMax));
    roomy.set(this.#held.subarray(0, this.bytes));
    this.#held = roomy;
    this.#owned = true;
  }
}
