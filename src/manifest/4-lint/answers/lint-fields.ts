import type { Spot } from '../../2-validate/spot.ts';
import { isCheckbox, type SiteForm } from '../../3-resolve/site-form.ts';
import type { Finding } from '../../findings/findings.ts';
import { nameHint } from '../../findings/nearest-name.ts';

type Fault = Pick<Finding, 'at' | 'message' | 'hint'>;

/** What `fields` names, and what it leaves out. */
export function fieldFaults({ at, fields, inputs, leftOut }: SiteForm): readonly Fault[] {
  const known = [...inputs, ...leftOut].map(({ name }) => name);
  const ofNames = fields.flatMap((name, index): readonly Fault[] => {
    const { value } = at.in('fields', String(index));
    if (fields.indexOf(name) < index) {
      return [{ at: value, message: `The form has the field "${name}" twice`, hint: 'each name can stand once' }];
    }
    if (known.includes(name)) return [];
    const hint = known.length === 0 ? 'the route has none' : () => nameHint(name, known);
    return [{ at: value, message: `Unknown parameter "${name}" of the form`, hint }];
  });
  const required = leftOut.filter((input) => input.required && input.shape.default === undefined);
  const missing = required.map(({ name }): Fault => {
    const hint = 'the route requires it; add it, or give it a default';
    return { at: at.in('fields').key, message: `The form leaves out "${name}"`, hint };
  });
  return [...ofNames, ...missing];
}

/** Only a text can be typed into another control than its own. */
export function controlFaults(form: SiteForm): readonly Fault[] {
  return Object.entries(form.controls).flatMap(([name, { control, rows, placeholder }]): readonly Fault[] => {
    const at = form.at.in('controls', name);
    const input = form.inputs.find((one) => one.name === name);
    if (input === undefined) return [unknownParameter(name, at, form)];
    const faults: Fault[] = [];
    const isTyped = input.choices === undefined && !isCheckbox(input) && input.file === undefined;
    const isList = isTyped && input.list !== undefined;
    if (control !== undefined && (!isTyped || input.shape.type !== 'string' || (isList && control === 'textarea'))) {
      const message = `The field "${name}" cannot be shown as ${control}`;
      const hint = isList ? 'each item of a list has a line' : 'only a text without choices can';
      faults.push({ at: at.in('control').value, message, hint });
    }
    if (rows !== undefined && control !== 'textarea' && !isList) {
      const hint = 'add "control: textarea", or remove it';
      faults.push({ at: at.in('rows').key, message: `The field "${name}" has no rows`, hint });
    }
    if (placeholder !== undefined && !isTyped) {
      const hint = 'only what is typed can have one';
      faults.push({ at: at.in('placeholder').key, message: `The field "${name}" shows no placeholder`, hint });
    }
    return faults;
  });
}

/** What a form is asked to say of a field that it does not have. */
export function unknownParameter(name: string, at: Spot, { inputs }: SiteForm): Fault {
  const known = inputs.map((input) => input.name);
  const hint = known.length === 0 ? 'the route has none' : () => nameHint(name, known);
  return { at: at.key, message: `Unknown parameter "${name}" of the form`, hint };
}
