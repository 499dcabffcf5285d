import type { ModelType, ModelTypes, ObjectVariant, PlainVariant, Variant } from './model-types.ts';

/**
 * What a block knows of its value, in the terms of helpers. `{{#if}}`: truthy, else falsy. `{{#with}}`, for which 0 is a
 * value: full, else empty. `{{#each}}`: some items, else none.
 */
export type Knowledge = 'truthy' | 'falsy' | 'full' | 'empty' | 'some' | 'none';

const OF_ELSE: ReadonlySet<Knowledge> = new Set(['falsy', 'empty', 'none']);

/**
 * What is left of a type once something is known of the value at `parts`. No variants: that is
 * impossible, so the block is never shown.
 */
export function narrowType(types: ModelTypes, type: ModelType, parts: readonly string[], known: Knowledge): ModelType {
  // If one of several alternatives has a text here, assume that the text tells them apart: an empty one could not.
  const likely = narrow({ types, known, emptyTexts: false }, type, parts);
  return likely.variants.length > 0 ? likely : narrow({ types, known, emptyTexts: true }, type, parts);
}

interface Narrowing {
  readonly types: ModelTypes;
  readonly known: Knowledge;
  /** Whether a required text can be empty. */
  readonly emptyTexts: boolean;
}

function narrow(how: Narrowing, type: ModelType, parts: readonly string[]): ModelType {
  const [name, ...rest] = parts;
  const narrowed = (variant: Variant) =>
    name === undefined ? narrowValue(how, variant) : narrowInside(how, variant, { name, rest });
  return how.types.of(type.variants.flatMap((variant) => narrowed(variant) ?? []));
}

/** Undefined: it cannot be this one. */
function narrowValue(how: Narrowing, variant: Variant): Variant | undefined {
  const isElse = OF_ELSE.has(how.known);
  switch (variant.kind) {
    case 'any':
      return variant;
    case 'absent':
    case 'null':
      return isElse ? variant : undefined;
    case 'plain':
      return narrowPlain(how, variant);
    case 'list':
      // An empty list counts as false.
      if (!isElse) return variant.itemsMax === 0 ? undefined : how.types.nonEmpty(variant);
      return variant.itemsMin > 0 ? undefined : variant;
    case 'object':
      if (how.known === 'none') return hasCertainProperty(variant) ? undefined : variant;
      return isElse || (how.known === 'some' && variant.names.length === 0 && !variant.open) ? undefined : variant;
  }
}

function narrowPlain({ known, emptyTexts }: Narrowing, variant: PlainVariant): Variant | undefined {
  const { words, truth } = variant;
  // A plain value has no items.
  if (known === 'some' || known === 'none') return known === 'none' ? variant : undefined;
  if (words === 'a number' && (known === 'full' || known === 'empty')) return known === 'full' ? variant : undefined;
  const wanted = OF_ELSE.has(known) ? 'falsy' : 'truthy';
  if (truth !== 'either') return truth === wanted ? variant : undefined;
  return wanted === 'falsy' && words === 'text' && !emptyTexts ? undefined : { ...variant, truth: wanted };
}

function hasCertainProperty(object: ObjectVariant): boolean {
  return object.names.some((name) => object.property(name)?.variants.every(({ kind }) => kind !== 'absent'));
}

interface Way {
  readonly name: string;
  readonly rest: readonly string[];
}

function narrowInside(how: Narrowing, variant: Variant, way: Way): Variant | undefined {
  switch (variant.kind) {
    case 'any':
      return variant;
    case 'plain':
      return OF_ELSE.has(how.known) || way.name === 'length' ? variant : undefined;
    case 'absent':
    case 'null':
      return OF_ELSE.has(how.known) ? variant : undefined;
    case 'list':
      return how.known === 'truthy' && way.name === 'length' ? narrowValue(how, variant) : variant;
    case 'object':
      return narrowProperty(how, variant, way);
  }
}

function narrowProperty(how: Narrowing, object: ObjectVariant, { name, rest }: Way): Variant | undefined {
  const declared = object.property(name);
  // In an open object this is unknown; any other certainly lacks the property.
  if (declared === undefined) return object.open || OF_ELSE.has(how.known) ? object : undefined;
  const inside = narrow(how, declared, rest);
  return inside.variants.length === 0 ? undefined : how.types.withProperty(object, name, inside);
}

/** What `{{#each}}` iterates over: nothing, if there is nothing to iterate over. */
export function itemsOf(types: ModelTypes, variant: Variant): ModelType {
  switch (variant.kind) {
    case 'any':
      return types.any;
    case 'list':
      return variant.items();
    case 'object': {
      const inside = variant.names.map((name) => variant.property(name) ?? types.any);
      const there = types.union(inside).variants.filter(({ kind }) => kind !== 'absent');
      return variant.open ? types.any : types.of(there);
    }
    case 'absent':
    case 'null':
    case 'plain':
      return types.of([]);
  }
}

/** What `{{#name}}` does with a value: iterates over it, steps into it, or shows the block or its else. */
export type PlainBlockKind = 'each' | 'with' | 'if' | 'else' | 'unknown';

export function plainBlockKind(variant: Variant): PlainBlockKind {
  switch (variant.kind) {
    case 'list':
      return 'each';
    case 'object':
      return 'with';
    case 'plain':
      // Inside, a text or a number becomes the context; true does not.
      return variant.words === 'true or false' ? 'if' : 'with';
    case 'null':
    case 'absent':
      return 'else';
    case 'any':
      return 'unknown';
  }
}
