import type { RequestSecrets } from '../../contract/log-settings.ts';
import type { BodyRule, BrokenRule, Parameter } from '../../contract/program.ts';
import type { FileField } from '../../contract/uploads.ts';
import { pointerTo } from '../../http/json-pointer.ts';
import { isSecretPath } from '../../http/secret-names.ts';
import type { SoundSchema } from '../3-resolve/sound-site.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';
import { fileShape, fileTypes, withoutFiles } from '../schemas/file-shape.ts';
import { plainType } from '../schemas/plain-type.ts';
import { listShape } from '../schemas/schema.ts';
import type { BrokenValue } from '../schemas/tell-broken.ts';
import { AllBroken } from './all-broken.ts';
import { compileParameter } from './compile-parameter.ts';
import { completedText } from './completed-text.ts';

/** What a body is compiled with, besides its schema. */
export interface BodyParts {
  readonly rules: RuleCompiler;
  readonly secrets: RequestSecrets | undefined;
  /** The name of its route. */
  readonly route: string;
}

/** The rule of a request body. */
export function compileBody(schema: SoundSchema, { rules, secrets, route }: BodyParts): Omit<BodyRule, 'required'> {
  const judged = withoutFiles(schema);
  const whole = rules.compileValue(judged);
  const all = new AllBroken(rules);
  const names = secrets?.body ?? [];
  const isSecret = secrets?.bodiesOf.has(route) === true;
  const hides = (keys: readonly string[]) => isSecret || isSecretPath(names, keys);
  return {
    fields: formFields(schema, rules)?.map((field) => (hides([field.name]) ? { ...field, secret: true } : field)),
    files: fileFields(schema),
    ...(isSecret || names.length > 0 ? { secret: true } : {}),
    closed: schema.resolved.additionalProperties === false,
    check: (value) => {
      const broken = whole(value);
      return broken === undefined
        ? NOTHING
        : all.find(judged, value, broken).map((one) => inWords(one, hides(one.keys)));
    },
  };
}

const NOTHING: readonly BrokenRule[] = [];

function inWords({ keys, rule, found, message, at = keys }: BrokenValue, isSecret: boolean): BrokenRule {
  return {
    message,
    pointer: pointerTo(at),
    rule: `${keys.length === 0 ? 'The body' : `"${keys.join('.')}"`} ${rule}`,
    found: isSecret ? undefined : found,
  };
}

/** What no form can send is absent from one; if it is required, no form can be a body of this route. */
function formFields({ resolved, properties }: SoundSchema, rules: RuleCompiler): readonly Parameter[] | undefined {
  if (![resolved.type].flat().includes('object')) return undefined;
  const required = new Set(resolved.required);
  if ([...required].some((name) => !properties.has(name))) return undefined;
  const fields: Parameter[] = [];
  for (const [name, property] of properties) {
    if (fileShape(property) !== undefined) continue;
    const words = property.resolved ?? {};
    const list = listShape(property);
    const type = list?.type ?? plainType(words);
    const isRequired = required.has(name);
    if (type === undefined) {
      if (isRequired && words.default === undefined) return undefined;
      continue;
    }
    const field = compileParameter({ name, required: isRequired, schema: property, type, list }, rules);
    fields.push(list === undefined ? { ...field, ...completedText(words.format) } : field);
  }
  return fields;
}

function fileFields({ resolved, properties }: SoundSchema): readonly FileField[] {
  return [...properties].flatMap(([name, property]) => {
    const file = fileShape(property);
    if (file === undefined) return [];
    const { each, many } = file;
    const { title = name, errorMessage } = property.resolved ?? {};
    const { minLength: bytesMin = 0, maxLength: bytesMax = Infinity } = each;
    const required = resolved.required?.includes(name) ?? false;
    return [{ name, title, required, errorMessage, many, bytesMin, bytesMax, types: fileTypes(each) }];
  });
}
