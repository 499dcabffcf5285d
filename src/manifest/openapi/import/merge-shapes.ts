type Shape = Record<string, unknown>;

interface MergeParts {
  readonly named: ReadonlyMap<string, Shape>;
  /** A word of which only one of two values is kept. */
  readonly lost: (word: string) => void;
}

/** One schema for values that several allow. A single reference stays one; of more, all that they say is copied. */
export function mergeShapes(parts: readonly Shape[], merge: MergeParts): Shape {
  const [first, ...more] = parts;
  if (first === undefined) return {};
  if (more.length === 0) return first;
  return parts.map((part) => flat(part, merge, new Set())).reduce((whole, part) => both(whole, part, merge));
}

/** Without its `$ref`. */
function flat(shape: Shape, merge: MergeParts, open: ReadonlySet<string>): Shape {
  const { $ref, ...own } = shape;
  if (typeof $ref !== 'string') return shape;
  const name = $ref.slice('#/schemas/'.length);
  if (open.has(name)) return own;
  const target = flat(merge.named.get(name) ?? {}, merge, new Set([...open, name]));
  return both(target, own, merge);
}

function both(far: Shape, near: Shape, merge: MergeParts): Shape {
  const merged: Shape = { ...far };
  for (const [word, value] of Object.entries(near)) {
    const other = far[word];
    merged[word] = other === undefined || same(other, value) ? value : joined(word, [other, value], merge);
  }
  return merged;
}

function joined(word: string, [far, near]: readonly [unknown, unknown], merge: MergeParts): unknown {
  switch (word) {
    case 'properties':
      return joinedProperties(far as Shape, near as Shape, merge);
    case 'required':
      return [...new Set([far, near].flat())];
    case 'type':
    case 'enum': {
      const common = [far].flat().filter((item) => [near].flat().some((one) => same(one, item)));
      if (common.length > 0) return word === 'type' && common.length === 1 ? common[0] : common;
      break;
    }
    case 'minimum':
    case 'exclusiveMinimum':
    case 'minLength':
    case 'minItems':
      return Math.max(Number(far), Number(near));
    case 'maximum':
    case 'exclusiveMaximum':
    case 'maxLength':
    case 'maxItems':
      return Math.min(Number(far), Number(near));
    case 'additionalProperties':
      return far === false || near === false ? false : near;
    case 'title':
    case 'description':
      return near;
    default:
  }
  merge.lost(word);
  return near;
}

function joinedProperties(far: Shape, near: Shape, merge: MergeParts): Shape {
  const merged: Shape = { ...far };
  for (const [name, schema] of Object.entries(near)) {
    const other = far[name];
    if (other === undefined || same(other, schema)) merged[name] = schema;
    else
      merged[name] =
        isOpen(other) || isOpen(schema)
          ? { ...(other as Shape), ...(schema as Shape) }
          : both(other as Shape, schema as Shape, merge);
  }
  return merged;
}

/** Only described. */
function isOpen(schema: unknown): boolean {
  return Object.keys(schema as Shape).every((word) => word === 'title' || word === 'description');
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
