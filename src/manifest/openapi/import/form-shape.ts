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
  const all = partsOf(shape, schemas);
  return {
    properties: Object.assign({}, ...all.map(({ properties }) => properties)),
    required: new Set(all.flatMap(({ required = [] }) => required)),
  };
}

/** The field itself, or as a file; undefined: no form can hold its values. */
function fieldOf(property: Shape, { schemas, canHoldFiles }: FormParts): Shape | undefined {
  const isFile = (one: Shape) =>
    wholeOf(one, schemas)['type'] === 'string' &&
    partsOf(one, schemas).some((part) => schemas.hints(part).format === 'binary');
  if (canHoldFiles && isFile(property)) return asFile(wholeOf(property, schemas));
  const list = wholeOf(property, schemas);
  const items = (list['items'] ?? {}) as Shape;
  if (canHoldFiles && isFile(items)) return { ...list, items: asFile(wholeOf(items, schemas)) };
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

/** All that hold for its values, each once: parts of `allOf` and targets of `$ref` before what names them. */
function partsOf(shape: Shape, { named }: SchemaTranslator): readonly Target[] {
  const seen = new Set<Target>();
  const look = (part: Target): readonly Target[] => {
    if (seen.has(part)) return [];
    seen.add(part);
    const target = typeof part['$ref'] === 'string' ? named.get(referredName(part['$ref'])) : undefined;
    return [...(target === undefined ? [] : look(target)), ...(part.allOf ?? []).flatMap(look), part];
  };
  return look(shape);
}

/** As one map of words: the nearer of what two of its parts say. */
function wholeOf(shape: Shape, schemas: SchemaTranslator): Shape {
  const { $ref: _, allOf: __, ...words } = Object.assign({}, ...partsOf(shape, schemas)) as Shape;
  return words;
}

function targetOf(shape: Shape, { named }: SchemaTranslator): Target {
  const { $ref } = shape;
  return (typeof $ref === 'string' && Object.keys(shape).length === 1 ? named.get(referredName($ref)) : shape) ?? {};
}
