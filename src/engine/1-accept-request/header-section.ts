import type { FieldLine } from '../../contract/request.ts';

/** The fields that decide how a request is read. */
export type ControlName = 'host' | 'content-length' | 'transfer-encoding' | 'connection' | 'expect';

/** A name's length tells it from nearly all others without a look at its letters. */
const CONTROL_NAMES: ReadonlyMap<number, ControlName> = new Map<number, ControlName>([
  [4, 'host'],
  [6, 'expect'],
  [10, 'connection'],
  [14, 'content-length'],
  [17, 'transfer-encoding'],
]);

const NO_VALUES: readonly string[] = [];

/** The header section while it is read: all field lines in order, and the control fields by name. */
export class HeaderSection {
  readonly fieldLines: FieldLine[] = [];
  readonly #control = new Map<ControlName, string[]>();

  add(name: string, value: string): void {
    this.fieldLines.push([name, value]);
    const control = CONTROL_NAMES.get(name.length);
    if (control === undefined || name.toLowerCase() !== control) return;
    const values = this.#control.get(control);
    if (values === undefined) this.#control.set(control, [value]);
    else values.push(value);
  }

  /** All values of a control field, one for each of its lines. */
  values(name: ControlName): readonly string[] {
    return this.#control.get(name) ?? NO_VALUES;
  }
}
