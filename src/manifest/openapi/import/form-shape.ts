import { plainType } from '../../schemas/plain-type.ts';
import { referredName } from '../../schemas/schema.ts';
import { type SchemaTranslator, type Shape, typesOfShape } from './translate-schema.ts';

interface FormParts {
  readonly schemas: SchemaTranslator;
  /** Whether it is sent in several parts, of which each can be a file. */
  readonly canHoldFiles: boolean;
}

interface FormShape {
  readonly shape: Shape;
  /** Whether a field that has to be there is any text, since no form can hold its values. */
  readonly hasText: boolean;
}

/** The schema of a body that is sent as a form: an object, whose fields are plain values, lists of them, or files. */
export function formShape(shape: Shape, parts: FormParts): FormShape {
  const { properties, required } = fieldsOf(shape, parts.schemas);
  const own = targetOf(shape, parts.schemas);
  const said = Object.entries(properties).map(
    ([name, property]) => [name, property, fieldOf(property, parts)] as const,
  );
  const texts = said.filter(([name, , field]) => field === undefined && required.has(name));
  const isSame = said.every(([name, property, field]) => own['properties']?.[name] === property && field === property);
  if (isSame) return { shape: own['type'] === undefined ? { ...shape, type: 'object' } : shape, hasText: false };
  const fields = said.map(([name, property, field]) => {
    const text = required.has(name) ? { type: 'string' } : property;
    return [name, field ?? text] as const;
  });
  // Its parts would still ask for an object where it is a text.
  const { allOf: _, $ref: __, ...rest } = own;
  const base = texts.length === 0 ? own : { ...rest, ...(required.size === 0 ? {} : { required: [...required] }) };
  return { shape: { ...base, type: 'object', properties: Object.fromEntries(fields) }, hasText: texts.length > 0 };
}

interface Fields {
  readonly properties: Readonly<Record<string, Shape>>;
  readonly required: ReadonlySet<string>;
}

/** Also those that all parts of it have together. */
function fieldsOf(shape: Shape, schemas: SchemaTranslator): Fields {
  const { properties = {}, required = [], allOf = [] } = targetOf(shape, schemas);
  const inner = allOf.map((part) => fieldsOf(part, schemas));
  return {
    properties: Object.assign({}, ...inner.map((part) => part.properties), properties),
    required: new Set([...inner.flatMap((part) => [...part.required]), ...required]),
  };
}

/** The field itself, or as a file; undefined: no form can hold its values. */
function fieldOf(property: Shape, { schemas, canHoldFiles }: FormParts): Shape | undefined {
  const isFile = (one: Shape) => canHoldFiles && one['type'] === 'string' && schemas.hints(one).format === 'binary';
  const items = (property['items'] ?? {}) as Shape;
  if (isFile(property)) return asFile(property);
  if (isFile(items)) return { ...property, items: asFile(items) };
  const target = targetOf(property, schemas);
  const isList = typesOfShape(target).includes('array');
  return plainType(isList ? targetOf((target['items'] ?? {}) as Shape, schemas) : target) === undefined
    ? undefined
    : property;
}

function asFile({ type, ...rules }: Shape): Shape {
  return { type, format: 'binary', ...rules };
}

type Target = Shape & {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Shape[];
};

function targetOf(shape: Shape, { named }: SchemaTranslator): Target {
  const { $ref } = shape;
  return (typeof $ref === 'string' && Object.keys(shape).length === 1 ? named.get(referredName($ref)) : shape) ?? {};
}
