import type { FieldModel } from '../../contract/page-data.ts';
import { guarded } from '../../http/guarded.ts';
import type { PlainShape } from '../schemas/schema.ts';

/** What HTML can express of the rules of an input; false if it cannot express one. */
export type InputConstraints = Pick<
  FieldModel,
  'type' | 'min' | 'max' | 'step' | 'minLength' | 'maxLength' | 'pattern'
>;

/** The native constraints of an input: never stricter than the schema, which decides. */
export function inputConstraints(shape: PlainShape, type = 'text'): InputConstraints {
  if (shape.type === 'boolean') return NO_CONSTRAINTS;
  if (shape.type !== 'string') return numberConstraints(shape);
  const { minLength = 0, maxLength, pattern } = shape;
  // Browsers have no such attributes for them.
  if (type === 'file') return { ...NO_CONSTRAINTS, type };
  if (type === 'date' || type === 'time') return { ...NO_CONSTRAINTS, type, step: type === 'time' && '1' };
  return {
    ...NO_CONSTRAINTS,
    type,
    minLength: minLength > 0 && String(minLength),
    // A character beyond U+FFFF counts twice in a browser, which only matters for a great many of them.
    maxLength: maxLength !== undefined && String(maxLength),
    pattern: (pattern !== undefined && htmlPattern(pattern)) || false,
  };
}

const NO_CONSTRAINTS: InputConstraints = {
  type: 'text',
  min: false,
  max: false,
  step: false,
  minLength: false,
  maxLength: false,
  pattern: false,
};

function numberConstraints(shape: PlainShape): InputConstraints {
  const whole = shape.type === 'integer';
  const step = stepOf(shape);
  const low = Math.max(shape.minimum ?? -Infinity, above(shape.exclusiveMinimum ?? -Infinity, whole));
  const high = Math.min(shape.maximum ?? Infinity, -above(-(shape.exclusiveMaximum ?? Infinity), whole));
  // A browser counts its steps from min, so that must be one of them.
  const min = step === undefined ? low : rounded(Math.ceil(rounded(low / step)) * step);
  return {
    ...NO_CONSTRAINTS,
    type: 'number',
    min: Number.isFinite(min) && String(min),
    max: Number.isFinite(high) && String(whole ? Math.floor(high) : high),
    step: step === undefined ? 'any' : String(step),
  };
}

/** undefined: any. */
function stepOf({ type, multipleOf }: PlainShape): number | undefined {
  if (type !== 'integer') return multipleOf;
  return multipleOf !== undefined && Number.isInteger(multipleOf) ? multipleOf : 1;
}

/** HTML has no exclusive bound: for whole numbers it is the next one. */
function above(bound: number, whole: boolean): number {
  return whole && Number.isFinite(bound) ? Math.floor(bound) + 1 : bound;
}

/** 3 times 0.1 is 0.3. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : value;
}

/**
 * A pattern of the manifest for the `pattern` attribute of HTML, which is anchored at both ends and has the flag v
 * (WHATWG HTML §4.10.5.3.6); undefined if it would mean something else there.
 */
export function htmlPattern(pattern: string): string | undefined {
  if (!pattern.startsWith('^') || !endsAnchored(pattern)) return undefined;
  const inner = pattern.slice(1, -1);
  return guarded(() => new RegExp(inner, 'v')) && inner;
}

/** Whether the last character is an anchor for all of it, and no class holds what the flag v reads differently. */
function endsAnchored(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 1; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (inClass) {
      // Nested classes, differences and intersections of classes are new with v.
      if (character === '[' || /^(?:--|&&)/.test(pattern.slice(at, at + 2))) return false;
      if (character === ']') inClass = false;
    } else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return false;
    else if (character === '$' && at === pattern.length - 1) return true;
  }
  return false;
}
