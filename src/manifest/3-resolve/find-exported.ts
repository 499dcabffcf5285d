import type { LoadedHandlers } from './load-handlers.ts';
import { PRODUCT_PREFIX } from './product-handlers.ts';

/** What a name of the manifest leads to in the module of the handlers. */
export type FoundExport<Exported> =
  | { readonly kind: 'function'; readonly exported: Exported }
  /** The module exports something else under its name. */
  | { readonly kind: 'no-function' }
  | { readonly kind: 'unknown' }
  /** No built-in one has this name. */
  | { readonly kind: 'unknown-product' }
  /** It is not known what the module exports. */
  | { readonly kind: 'unread' }
  /** The manifest names no module. */
  | { readonly kind: 'no-module' };

/** What a function returns is checked when it is called. */
export function findExported<Exported extends (...given: never[]) => unknown>(
  handlers: LoadedHandlers,
  { name, among }: { readonly name: string; readonly among: 'byName' | 'guards' },
): FoundExport<Exported> {
  if (name.startsWith(PRODUCT_PREFIX)) return { kind: 'unknown-product' };
  switch (handlers.kind) {
    case 'none':
      return { kind: 'no-module' };
    case 'not-loaded':
      return { kind: 'unread' };
    case 'loaded': {
      const exported = handlers[among].get(name);
      if (isFunction<Exported>(exported)) return { kind: 'function', exported };
      return { kind: handlers[among].has(name) ? 'no-function' : 'unknown' };
    }
  }
}

export function isFunction<Exported>(value: unknown): value is Exported {
  return typeof value === 'function';
}
