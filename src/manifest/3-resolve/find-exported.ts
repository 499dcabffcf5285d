import type { LoadedHandlers } from './load-handlers.ts';
import { PRODUCT_PREFIX } from './product-handlers.ts';

/** What a name of the manifest leads to: to a function in the module of the handlers, or to a view. */
export type Found<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  /** It is there, but it is not a function, or a view that cannot be read. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'unknown' }
  /** No built-in one has this name. */
  | { readonly kind: 'unknown-product' }
  /** It is not known what there is. */
  | { readonly kind: 'unread' }
  /** The manifest names no module, or no folder of views. */
  | { readonly kind: 'nowhere' };

/** What a function returns is checked when it is called. */
export function findExported<Exported extends (...given: never[]) => unknown>(
  handlers: LoadedHandlers,
  { name, among }: { readonly name: string; readonly among: 'byName' | 'guards' },
): Found<Exported> {
  if (name.startsWith(PRODUCT_PREFIX)) return { kind: 'unknown-product' };
  if (handlers.kind !== 'loaded') return { kind: handlers.kind === 'none' ? 'nowhere' : 'unread' };
  const value = handlers[among].get(name);
  if (isFunction<Exported>(value)) return { kind: 'found', value };
  return { kind: handlers[among].has(name) ? 'unusable' : 'unknown' };
}

export function isFunction<Exported>(value: unknown): value is Exported {
  return typeof value === 'function';
}
