import type { ModelType, ModelTypes, Variant } from './model-types.ts';

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
