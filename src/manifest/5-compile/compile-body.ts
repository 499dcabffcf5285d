import type { BodyRule, BrokenRule, Parameter } from '../../contract/program.ts';
import { isRecord } from '../1-read/is-record.ts';
import type { SoundSchema } from '../3-resolve/sound-site.ts';
import type { RuleCompiler, ValueRule } from '../schemas/compile-rule.ts';
import { plainType } from '../schemas/plain-type.ts';
import type { BrokenValue } from '../schemas/tell-broken.ts';

/** The rule of a request body. */
export function compileBody(schema: SoundSchema, rules: RuleCompiler): BodyRule {
  const { required = [], additionalProperties } = schema.resolved;
  const whole = rules.compileValue(schema);
  const parts = new Map([...schema.properties].map(([name, property]) => [name, rules.compileValue(property)]));
  const closed = additionalProperties === false;
  return {
    fields: formFields(schema, rules),
    closed,
    check: (value) => {
      const broken = whole(value);
      if (broken === undefined) return NOTHING;
      const told = isRecord(value) ? brokenProperties(value, { parts, required, closed }) : [];
      return (told.length > 0 ? told : [broken]).map(inWords);
    },
  };
}

const NOTHING: readonly BrokenRule[] = [];

interface Properties {
  readonly parts: ReadonlyMap<string, ValueRule>;
  readonly required: readonly string[];
  readonly closed: boolean;
}

/** ajv stops at the first fault, since a body can have very many: here is at most one for each declared property. */
function brokenProperties(
  value: Readonly<Record<string, unknown>>,
  { parts, required, closed }: Properties,
): readonly BrokenValue[] {
  const broken: BrokenValue[] = [];
  for (const name of required) {
    if (!Object.hasOwn(value, name)) broken.push(ofProperty(`must have the property "${name}"`));
  }
  for (const [name, rule] of parts) {
    const one = Object.hasOwn(value, name) ? rule(value[name]) : undefined;
    if (one !== undefined) broken.push({ ...one, keys: [name, ...one.keys] });
  }
  const stray = closed ? Object.keys(value).find((name) => !parts.has(name)) : undefined;
  if (stray !== undefined)
    broken.push(ofProperty(`must not have the property "${stray.slice(0, NAME_CHARACTERS_MAX)}"`));
  return broken;
}

/** The name comes from the request. */
const NAME_CHARACTERS_MAX = 60;

function ofProperty(rule: string): BrokenValue {
  return { keys: [], rule, found: undefined };
}

function inWords({ keys, rule, found }: BrokenValue): BrokenRule {
  return { rule: `${keys.length === 0 ? 'The body' : `"${keys.join('.')}"`} ${rule}`, found };
}

/** What no form can send is absent from one; if it is required, no form can be a body of this route. */
function formFields({ resolved, properties }: SoundSchema, rules: RuleCompiler): readonly Parameter[] | undefined {
  if (![resolved.type].flat().includes('object')) return undefined;
  const required = new Set(resolved.required);
  if ([...required].some((name) => !properties.has(name))) return undefined;
  const fields: Parameter[] = [];
  for (const [name, property] of properties) {
    const words = property.resolved;
    const type = words === undefined ? undefined : plainType(words);
    if (words === undefined || type === undefined) {
      if (required.has(name) && words?.default === undefined) return undefined;
      continue;
    }
    const { title = name, default: value } = words;
    const rule = rules.compileValue(property);
    const check = (given: unknown) => rule(given)?.rule;
    fields.push({ name, title, type, required: required.has(name), default: value, check });
  }
  return fields;
}
