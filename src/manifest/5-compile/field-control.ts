import type { FieldModel } from '../../contract/page-data.ts';
import type { RouteFormControlsShape } from '../2-validate/manifest-shape.gen.ts';
import type { FormInput } from '../3-resolve/site-form.ts';
import { FORMATS } from '../findings/formats.ts';

/** What a value is typed into, and how browsers help. */
export interface FieldControl extends Pick<FieldModel, 'autocomplete' | 'placeholder'> {
  /** `textarea`, or the type of an input. */
  readonly control: string;
  readonly rows: number;
}

/** The control that the manifest names, else that of the format. Only a text has one of these. */
export function controlOf(input: FormInput, said: RouteFormControlsShape): FieldControl {
  const { control = ofFormat(input), rows = ROWS, placeholder = false } = said;
  // A browser gives back what was typed, as after the Back button, unless it is told `off`. The items of a list differ, and nobody is
  // to see several passwords.
  const ofItem = control === 'password' ? 'off' : undefined;
  const own = input.list === undefined ? FILLED_IN.get(control) : ofItem;
  const isTyped = input.choices === undefined && input.shape.type !== 'boolean';
  return { control, rows, placeholder, autocomplete: said.autocomplete ?? own ?? (isTyped ? 'on' : 'off') };
}

const ROWS = 4;

/** An input for times says no zone: only of a body are such texts completed. */
function ofFormat({ format = '', place, shape: { type }, file }: FormInput): string {
  if (file !== undefined) return 'file';
  const control = type === 'string' ? FORMATS.get(format)?.input : undefined;
  return control === undefined || (control === 'time' && place !== 'body') ? 'text' : control;
}

const FILLED_IN: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['url', 'url'],
  ['tel', 'tel'],
  ['password', 'current-password'],
]);
