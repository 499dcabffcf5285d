import type { RouteFormControlsShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import type { FileShape } from '../schemas/file-shape.ts';
import type { PlainShape, Schema } from '../schemas/schema.ts';

/** A value that can be written as text. */
export type PlainValue = string | number | boolean;

/** How people on pages fill in what a route takes. */
export interface SiteForm {
  readonly at: Spot;
  /** How it is sent; undefined if no form can send what its route takes. */
  readonly method: 'GET' | 'POST' | undefined;
  /** Its inputs, in the order of `fields`, else in the manifest's, without those that no form can send. */
  readonly inputs: readonly FormInput[];
  /** What `fields` leaves out. */
  readonly leftOut: readonly FormInput[];
  /** The names in `fields`, as they are written. */
  readonly fields: readonly string[];
  readonly controls: ShapeMap<RouteFormControlsShape>;
  /** The form is a row of buttons, one for each of these values of its only input. */
  readonly buttons: readonly PlainValue[] | undefined;
  /**
   * Set if it leads to a URL that a browser cannot build: a browser cannot put fields into a path, sends all fields of a POST
   * in the body, and sends nothing for a checkbox that is not checked.
   */
  readonly needsSubmit: boolean;
  /** Where it is sent, once all routes are resolved: to its own, or to the first that takes its method and turns it into its URL. */
  readonly action: string | undefined;
  /** The label of its button. */
  readonly submit: string;
  /** By parameter, then by value. */
  readonly labels: ShapeMap<ShapeMap<string>>;
  /** By label, then by parameter. */
  readonly presets: ShapeMap<ShapeMap<PlainValue>>;
}

/** One value that a form asks for. */
export interface FormInput {
  readonly name: string;
  readonly place: 'params' | 'query' | 'body';
  readonly at: Spot;
  readonly shape: PlainShape;
  /** Judges what is given for it. */
  readonly judge: Schema;
  /** Of a text. */
  readonly format: string | undefined;
  readonly required: boolean;
  /** Its choices; undefined: there are more than can be listed, or it is a boolean. */
  readonly choices: readonly PlainValue[] | undefined;
  /** Set if it is a list: a group of checkboxes for its choices, or of fields. */
  readonly list?: FormList;
  /** Set if it is a file, or a list of files. */
  readonly file?: FileShape;
}

export interface FormList {
  /** What is checked, or typed in, at first. */
  readonly given: readonly PlainValue[];
  /** How many fields there are without choices. */
  readonly fields: number;
}

/** Whether an input is a checkbox: a boolean beside other inputs. */
export function isCheckbox({ shape, choices, list }: FormInput): boolean {
  return shape.type === 'boolean' && choices === undefined && list === undefined;
}

/** Whether a value can be written as text. */
export function isPlain(value: unknown): value is PlainValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
