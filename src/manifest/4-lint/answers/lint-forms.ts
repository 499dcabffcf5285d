import type { SourceSpan } from '../../../contract/diagnostic.ts';
import { wordSet } from '../../../http/word-list.ts';
import { parameterNames } from '../../3-resolve/parse-path.ts';
import { SUBMIT_HANDLER, SUBMIT_PARAMETER } from '../../3-resolve/product-handlers.ts';
import type { SiteParameter, SiteRoute } from '../../3-resolve/site.ts';
import { answersOfKind } from '../../3-resolve/site-answer.ts';
import { type FormInput, isCheckbox, type SiteForm } from '../../3-resolve/site-form.ts';
import type { Finding } from '../../findings/findings.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';
import { refusedText } from '../schemas/refused-text.ts';

/** A form must be one that people can fill in, and that leads to its route. Faults: bad-form, form-without-submit. */
export function lintForms(input: LintInput): void {
  lintSubmitRoutes(input);
  const submits = submitMethods(input);
  for (const route of input.site.routes.values()) {
    const { form, at } = route;
    if (form === undefined || at.lost('methods', 'params', 'query', 'body', 'headers', 'sameOrigin')) continue;
    const linted = { route, form };
    const faults = [
      ...methodFaults(linted),
      ...unfilled(linted),
      ...repeated(form),
      ...stranded(form),
      ...fieldFaults(form),
      ...controlFaults(form),
      ...labelFaults(form),
      ...presetFaults(input, form),
    ];
    for (const fault of faults) input.findings.add({ code: 'bad-form', ...fault });
    if (faults.length === 0 && submits !== undefined) lintSubmit(input, linted, submits);
  }
}

interface LintedForm {
  readonly route: SiteRoute;
  readonly form: SiteForm;
}

type Fault = Pick<Finding, 'at' | 'message' | 'hint'>;

function methodFaults({ route: { methods }, form }: LintedForm): readonly Fault[] {
  const { method } = form;
  const hint = `the route takes ${methods.join(', ')}`;
  if (method === undefined) {
    return [{ at: form.at.key, message: 'A form can only be sent with GET or POST', hint }];
  }
  if (methods.includes(method)) return [];
  const message = `The form is sent with ${method}, which the route does not take`;
  return [{ at: form.at.in('method').value, message, hint }];
}

/** Fields that every browser sends on its own. */
const OF_BROWSERS = wordSet('accept accept-encoding accept-language host user-agent');

/** What the route requires and no form can send. */
function unfilled({ route, form }: LintedForm): readonly Fault[] {
  const headers = route.parameters.headers.filter(isUnsent).map(({ name, at }): Fault => {
    const message = `A form cannot send the header field "${name}"`;
    return { at: at.key, message, hint: 'remove "required", or the form' };
  });
  const words = route.body?.resolved;
  if (words === undefined) return headers;
  const at = route.at.in('body');
  const { properties = {}, required = [] } = words;
  if (words.type !== 'object' || words.anyOf !== undefined || words.oneOf !== undefined) {
    const message = 'A form cannot send this body';
    return [...headers, { at: at.key, message, hint: 'a form is an object with plain values' }];
  }
  const fields = new Set(
    [...form.inputs, ...form.leftOut].flatMap(({ place, name }) => (place === 'body' ? [name] : [])),
  );
  // One such property makes the whole body one that can only be sent as JSON.
  const names = [...new Set([...Object.keys(properties), ...required])].filter((name) => !fields.has(name));
  const ofBody = names.map((name): Fault => {
    const message = `A form cannot send the property "${name}" of the body`;
    const hint = 'it must be a text, a number, a boolean, a file, or a list of texts, numbers or files';
    return { at: at.in('properties', name).key, message, hint };
  });
  return [...headers, ...ofBody];
}

function isUnsent({ name, required, plain }: SiteParameter): boolean {
  return required && plain !== undefined && plain.default === undefined && !OF_BROWSERS.has(name.toLowerCase());
}

/** A form cannot have two fields of one name. */
function repeated({ inputs }: SiteForm): readonly Fault[] {
  const seen = new Map<string, FormInput>();
  return inputs.flatMap((input): readonly Fault[] => {
    const { name, at } = input;
    const first = seen.get(name);
    seen.set(name, first ?? input);
    if (first === undefined) return [];
    const message = `The form asks for "${name}" twice`;
    return [{ at: at.key, message, hint: `"${first.place}" has the same name` }];
  });
}

/** A form that leads to another URL is sent as single texts. */
function stranded({ inputs, needsSubmit }: SiteForm): readonly Fault[] {
  const isStranded = ({ file, list, place }: FormInput) =>
    file !== undefined || (list !== undefined && place === 'query');
  const input = inputs.find(isStranded);
  if (input === undefined || !needsSubmit) return [];
  const what = input.file === undefined ? 'list' : 'file';
  const message = `A form with the ${what} "${input.name}" cannot ask for what is in the address`;
  const hint = 'move the parameters of the path and the query into the body, or leave them out with form.fields';
  return [{ at: input.at.key, message, hint }];
}

function labelFaults(form: SiteForm): readonly Fault[] {
  return Object.entries(form.labels).flatMap(([name, labels]): readonly Fault[] => {
    const at = form.at.in('labels', name);
    const input = form.inputs.find((one) => one.name === name);
    if (input === undefined) return [unknownParameter(name, at.key, namesOf(form.inputs))];
    const choices = (input.choices ?? form.buttons)?.map(String);
    if (choices === undefined) {
      const message = `The values of "${name}" cannot have labels: they are not listed`;
      const hint = 'only those of an "enum" are, and a boolean that is alone in its form';
      return [{ at: at.key, message, hint }];
    }
    return Object.keys(labels).flatMap((value): readonly Fault[] => {
      if (choices.includes(value)) return [];
      const message = `"${value}" is not a choice of "${name}"`;
      return [{ at: at.in(value).key, message, hint: nameHint(value, choices) }];
    });
  });
}

function presetFaults({ rules }: LintInput, form: SiteForm): readonly Fault[] {
  return Object.entries(form.presets).flatMap(([label, values]): readonly Fault[] => {
    const at = form.at.in('presets', label);
    const given = Object.entries(values).flatMap(([name, value]): readonly Fault[] => {
      const input = form.inputs.find((one) => one.name === name);
      if (input === undefined) return [unknownParameter(name, at.in(name).key, namesOf(form.inputs))];
      const rule = presetRule(input, String(value), rules);
      if (rule === undefined) return [];
      return [{ at: at.in(name).value, message: `"${name}" cannot be "${value}"`, hint: `it ${rule}` }];
    });
    const missing = form.inputs.filter(({ name, required, shape, list }) => {
      return required && list === undefined && shape.default === undefined && values[name] === undefined;
    });
    const lacking = missing.map(({ name }): Fault => {
      return { at: at.key, message: `"${label}" does not say "${name}"`, hint: 'the route requires it' };
    });
    return [...given, ...lacking];
  });
}

function presetRule(
  { place, shape, judge, choices }: FormInput,
  text: string,
  rules: LintInput['rules'],
): string | undefined {
  if (place === 'params' && text === '') return 'must not be empty';
  const rule = refusedText(text, { schema: judge, type: shape.type }, rules);
  if (rule !== undefined || choices === undefined || choices.map(String).includes(text)) return rule;
  return `must be one of ${choices.join(', ')}`;
}

/** The methods that are taken by routes with `velosiped:submit`; undefined if that is unclear. */
function submitMethods({ site }: LintInput): ReadonlySet<string> | undefined {
  if (site.hidesRoutes) return undefined;
  const taken = new Set<string>();
  for (const { at, answer, methods } of site.routes.values()) {
    if (at.lost('handler', 'path', 'methods')) return undefined;
    if (answersOfKind(answer, 'submit').length > 0) for (const method of methods) taken.add(method);
  }
  return taken;
}

function lintSubmit({ findings }: LintInput, { route, form }: LintedForm, submits: ReadonlySet<string>): void {
  const { method, needsSubmit } = form;
  if (!needsSubmit || method === undefined || submits.has(method)) return;
  const none = submits.size === 0;
  findings.add({
    code: 'form-without-submit',
    at: form.at.key,
    message: `The form of "${route.name}" needs a route with the handler ${SUBMIT_HANDLER}${none ? '' : ` that takes ${method}`}`,
    hint: none
      ? `add a route with the path /submit/{${SUBMIT_PARAMETER}}, which builds the URL that the form means`
      : `add ${method} to its methods`,
  });
}

/** The path of such a route says whose form it is, and nothing else: nothing else would be filled in. */
function lintSubmitRoutes({ site, findings }: LintInput): void {
  for (const { at, answer, path } of site.routes.values()) {
    if (answersOfKind(answer, 'submit').length === 0 || path === undefined || at.lost('path')) continue;
    if (parameterNames(path.segments).join() === SUBMIT_PARAMETER) continue;
    const message = `The path "${path.text}" does not say whose form it takes`;
    const hint = `${SUBMIT_HANDLER} needs the parameter {${SUBMIT_PARAMETER}} in it, and no other`;
    findings.add({ code: 'bad-form', at: path.at.value, message, hint });
  }
}

/** What `fields` names, and what it leaves out. */
function fieldFaults({ at, fields, inputs, leftOut }: SiteForm): readonly Fault[] {
  const known = namesOf([...inputs, ...leftOut]);
  const ofNames = fields.flatMap((name, index): readonly Fault[] => {
    const { value } = at.in('fields', String(index));
    if (fields.indexOf(name) < index) {
      return [{ at: value, message: `The form has the field "${name}" twice`, hint: 'each name can stand once' }];
    }
    return known.includes(name) ? [] : [unknownParameter(name, value, known)];
  });
  const required = leftOut.filter((input) => input.required && input.shape.default === undefined);
  const missing = required.map(({ name }): Fault => {
    const hint = 'the route requires it; add it, or give it a default';
    return { at: at.in('fields').key, message: `The form leaves out "${name}"`, hint };
  });
  return [...ofNames, ...missing];
}

/** Only a text can be typed into another control than its own. */
function controlFaults(form: SiteForm): readonly Fault[] {
  return Object.entries(form.controls).flatMap(([name, { control, rows, placeholder }]): readonly Fault[] => {
    const at = form.at.in('controls', name);
    const input = form.inputs.find((one) => one.name === name);
    if (input === undefined) return [unknownParameter(name, at.key, namesOf(form.inputs))];
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
function unknownParameter(name: string, at: SourceSpan, known: readonly string[]): Fault {
  const hint = known.length === 0 ? 'the route has none' : () => nameHint(name, known);
  return { at, message: `Unknown parameter "${name}" of the form`, hint };
}

function namesOf(inputs: readonly FormInput[]): readonly string[] {
  return inputs.map(({ name }) => name);
}
