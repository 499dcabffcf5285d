import type { FieldLine } from '../../contract/request.ts';
import type { FieldPlaces } from './read-field-line.ts';

/** The fields that decide how a request is read. */
export type ControlName = 'host' | 'content-length' | 'transfer-encoding' | 'connection' | 'expect';

/** The length of a name rules out nearly all others without a look at its letters. */
const CONTROL_NAMES: ReadonlyMap<number, ControlName> = new Map<number, ControlName>([
  [4, 'host'],
  [6, 'expect'],
  [10, 'connection'],
  [14, 'content-length'],
  [17, 'transfer-encoding'],
]);

const NO_VALUES: readonly string[] = [];

/**
 * The header section while it is read. Its lines are kept as positions, and cut out of one string when the section is
 * whole: a string for each part, straight from the bytes, cost 2 µs more for a browser's request.
 */
export class HeaderSection {
  readonly fieldLines: FieldLine[] = [];
  /** Four offsets a line, from the request's first byte: where its name and its value begin and end. */
  readonly #offsets: number[] = [];
  readonly #control = new Map<ControlName, string[]>();

  /** Adds a line that was read; `base` is the offset of position 0. */
  add(field: FieldPlaces, base: number): void {
    this.#offsets.push(field.from + base, field.nameEnd + base, field.valueFrom + base, field.valueTo + base);
  }

  /** Cuts the lines that are not cut yet out of the text of the head. */
  decode(head: string): void {
    const offsets = this.#offsets;
    for (let at = this.fieldLines.length * 4; at < offsets.length; at += 4) {
      this.#addLine(head.slice(offsets[at], offsets[at + 1]), head.slice(offsets[at + 2], offsets[at + 3]));
    }
  }

  /** All values of a control field, one for each of its lines. */
  values(name: ControlName): readonly string[] {
    return this.#control.get(name) ?? NO_VALUES;
  }

  #addLine(name: string, value: string): void {
    this.fieldLines.push([name, value]);
    const control = CONTROL_NAMES.get(name.length);
    if (control === undefined || name.toLowerCase() !== control) return;
    const values = this.#control.get(control);
    if (values === undefined) this.#control.set(control, [value]);
    else values.push(value);
  }
}
