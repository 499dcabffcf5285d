import type { KeyPath } from '../1-read/located-manifest.ts';
import type { FormShape, RouteShape } from '../2-validate/manifest-shape.ts';
import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import type { Finding } from '../findings.ts';
import { buttonChoices, type FormInput, formInputs, formMethod, needsSubmit } from '../form-inputs.ts';
import { nameHint } from '../nearest-name.ts';
import { parameterNames } from '../parse-path.ts';
import { SUBMIT_HANDLER, SUBMIT_PARAMETER } from '../product-handlers.ts';
import { resolveParameter, resolveSchema } from '../resolve-schema.ts';
import { hidesRoutes, type LintInput, routesOf } from './lint-input.ts';
import type { LintedPaths } from './lint-paths.ts';
import { refusedText } from './refused-text.ts';

/** A form has to be one that people can fill in, and that leads to its route. Faults: bad-form, form-without-submit. */
export function lintForms(input: LintInput, paths: LintedPaths): void {
  const { damage, manifest, findings } = input;
  lintSubmitRoutes(input, paths);
  const submits = submitMethods(input);
  for (const [name, route] of routesOf(input)) {
    const { form } = route;
    if (form === undefined || damage.touches(['routes', name], WORDS)) continue;
    const inputs = formInputs(route, manifest.schemas ?? {});
    const linted = { name, route, form, inputs };
    const faults = [
      ...methodFaults(linted),
      ...unfilled(input, linted),
      ...repeated(linted),
      ...labelFaults(linted),
      ...presetFaults(input, linted),
    ];
    for (const { part, keys, ...said } of faults) {
      const path = ['routes', name, ...keys];
      const at = part === 'key' ? input.located.keyAt(path) : input.located.valueAt(path);
      findings.add({ code: 'bad-form', at, ...said });
    }
    if (faults.length === 0 && submits !== undefined) lintSubmit(input, linted, submits);
  }
}

/** What of a route says what its form asks for. */
const WORDS = ['methods', 'params', 'query', 'body', 'headers', 'sameOrigin'];

interface LintedForm {
  readonly name: string;
  readonly route: RouteShape;
  readonly form: FormShape;
  readonly inputs: readonly FormInput[];
}

interface Fault {
  readonly part: 'key' | 'value';
  /** From the route on. */
  readonly keys: KeyPath;
  readonly message: string;
  readonly hint: Finding['hint'];
}

function methodFaults({ route, form }: LintedForm): readonly Fault[] {
  const { methods = DEFAULT_ROUTE_METHODS } = route;
  const hint = `the route takes ${methods.join(', ')}`;
  if (form.method !== undefined) {
    if (methods.includes(form.method)) return [];
    const message = `Cannot send the form with ${form.method}: the route does not take it`;
    return [{ part: 'value', keys: ['form', 'method'], message, hint }];
  }
  if (formMethod(route) !== undefined) return [];
  return [{ part: 'key', keys: ['form'], message: 'Cannot send a form with other methods than GET and POST', hint }];
}

/** Field lines that every browser sends of its own accord. */
const OF_BROWSERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'host',
  'user-agent',
]);

/** What the route requires and no form can give. */
function unfilled({ manifest }: LintInput, { route }: LintedForm): readonly Fault[] {
  const schemas = manifest.schemas ?? {};
  const headers = Object.entries(route.headers ?? {}).flatMap(([name, shape]): readonly Fault[] => {
    const { required, default: otherwise } = resolveParameter(shape, schemas) ?? {};
    if (required !== true || otherwise !== undefined || OF_BROWSERS.has(name.toLowerCase())) return [];
    const message = `Cannot fill in the header field "${name}" by a form`;
    return [{ part: 'key', keys: ['headers', name], message, hint: 'take out "required", or the form' }];
  });
  const body = route.body === undefined ? undefined : resolveSchema(route.body, schemas);
  if (body === undefined) return headers;
  const fields = new Set(formInputs({ body }, schemas).map(({ name }) => name));
  const { properties = {}, required = [] } = body;
  if (body.type !== 'object' || body.anyOf !== undefined) {
    const message = 'Cannot fill in this body by a form';
    return [...headers, { part: 'key', keys: ['body'], message, hint: 'a form is an object with plain values' }];
  }
  // One property that is none makes the whole body one that is sent as JSON alone.
  const names = [...new Set([...Object.keys(properties), ...required])].filter((name) => !fields.has(name));
  const ofBody = names.map((name): Fault => {
    const message = `Cannot fill in the property "${name}" of the body by a form`;
    const hint = 'its schema must have the type string, number, integer or boolean';
    return { part: 'key', keys: ['body', 'properties', name], message, hint };
  });
  return [...headers, ...ofBody];
}

/** A form has no place for two fields of one name. */
function repeated({ inputs }: LintedForm): readonly Fault[] {
  const seen = new Map<string, FormInput>();
  return inputs.flatMap((input): readonly Fault[] => {
    const first = seen.get(input.name);
    seen.set(input.name, first ?? input);
    if (first === undefined) return [];
    const message = `Cannot ask for "${input.name}" twice in one form`;
    return [{ part: 'key', keys: input.keys, message, hint: `"${first.place}" has the same name` }];
  });
}

function labelFaults({ form, inputs }: LintedForm): readonly Fault[] {
  return Object.entries(form.labels ?? {}).flatMap(([name, labels]): readonly Fault[] => {
    const keys = ['form', 'labels', name];
    const input = inputs.find((one) => one.name === name);
    if (input === undefined) return [unknownParameter(name, keys, inputs)];
    const choices = (input.choices ?? buttonChoices(inputs))?.map(String);
    if (choices === undefined) {
      const message = `Cannot label the values of "${name}": they are not listed`;
      return [
        { part: 'key', keys, message, hint: 'only those of an "enum" are, and a boolean that is alone in its form' },
      ];
    }
    return Object.keys(labels).flatMap((value): readonly Fault[] => {
      if (choices.includes(value)) return [];
      const message = `Cannot label "${value}": it is no choice of "${name}"`;
      return [{ part: 'key', keys: [...keys, value], message, hint: nameHint(value, choices) }];
    });
  });
}

function unknownParameter(name: string, keys: KeyPath, inputs: readonly FormInput[]): Fault {
  const known = inputs.map((input) => input.name);
  const hint = known.length === 0 ? 'the route has none' : () => nameHint(name, known);
  return { part: 'key', keys, message: `Unknown parameter "${name}" of the form`, hint };
}

function presetFaults({ rules }: LintInput, { form, inputs }: LintedForm): readonly Fault[] {
  return Object.entries(form.presets ?? {}).flatMap(([label, values]): readonly Fault[] => {
    const keys = ['form', 'presets', label];
    const given = Object.entries(values).flatMap(([name, value]): readonly Fault[] => {
      const input = inputs.find((one) => one.name === name);
      if (input === undefined) return [unknownParameter(name, [...keys, name], inputs)];
      const rule = presetRule(input, String(value), rules);
      if (rule === undefined) return [];
      return [
        { part: 'value', keys: [...keys, name], message: `Cannot send "${value}" as "${name}"`, hint: `it ${rule}` },
      ];
    });
    const missing = inputs.filter(({ name, required, shape }) => {
      return required && shape.default === undefined && values[name] === undefined;
    });
    const lacking = missing.map(({ name }): Fault => {
      return { part: 'key', keys, message: `Cannot send "${label}" without "${name}"`, hint: 'the route requires it' };
    });
    return [...given, ...lacking];
  });
}

function presetRule({ place, shape, choices }: FormInput, text: string, rules: LintInput['rules']): string | undefined {
  if (place === 'params' && text === '') return 'must not be empty';
  const rule = refusedText(text, shape, rules);
  if (rule !== undefined || choices === undefined || choices.map(String).includes(text)) return rule;
  return `must be one of ${choices.join(', ')}`;
}

/** The methods that are taken by routes with `velosiped:submit`; undefined where that is in doubt. */
function submitMethods(input: LintInput): ReadonlySet<string> | undefined {
  if (hidesRoutes(input)) return undefined;
  const taken = new Set<string>();
  for (const [name, { handler, methods = DEFAULT_ROUTE_METHODS }] of routesOf(input)) {
    if (input.damage.touches(['routes', name], ['handler', 'path', 'methods'])) return undefined;
    if (handler === SUBMIT_HANDLER) for (const method of methods) taken.add(method);
  }
  return taken;
}

function lintSubmit({ located, findings }: LintInput, form: LintedForm, submits: ReadonlySet<string>): void {
  const { name, route, inputs } = form;
  const method = formMethod(route) ?? 'GET';
  if (!needsSubmit(route, inputs) || submits.has(method)) return;
  findings.add({
    code: 'form-without-submit',
    at: located.keyAt(['routes', name, 'form']),
    message: `Cannot send the form of "${name}": ${submits.size === 0 ? 'no route has' : `no route that takes ${method} has`} the handler ${SUBMIT_HANDLER}`,
    hint:
      submits.size === 0
        ? `add a route with the path /submit/{${SUBMIT_PARAMETER}}, which builds the URL that the form means`
        : `add ${method} to its methods`,
  });
}

/** The path of such a route says whose form it is, and nothing else: nobody else fills it in. */
function lintSubmitRoutes({ manifest, located, damage, findings }: LintInput, paths: LintedPaths): void {
  for (const [name, { handler }] of Object.entries(manifest.routes ?? {})) {
    const [path] = paths.get(name) ?? [];
    if (handler !== SUBMIT_HANDLER || path === undefined || damage.touches(['routes', name], ['path'])) continue;
    if (parameterNames(path.segments).join() === SUBMIT_PARAMETER) continue;
    const message = `Cannot take forms on the path "${manifest.routes?.[name]?.path}"`;
    const hint = `${SUBMIT_HANDLER} needs the parameter {${SUBMIT_PARAMETER}} in it, and no other`;
    findings.add({ code: 'bad-form', at: located.valueAt(['routes', name, 'path']), message, hint });
  }
}
