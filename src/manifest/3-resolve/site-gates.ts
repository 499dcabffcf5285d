import type { Guard } from '../../contract/gates.ts';
import type { RateLimit } from '../../contract/rate-limits.ts';
import type { ErrorFormat } from '../../contract/told-problem.ts';
import type { Placed } from '../2-validate/spot.ts';
import type { SiteCors } from './site-cors.ts';

/** What groups and routes have in common: what must be passed before a body is read, and how errors are told. */
export interface SiteGates {
  /** undefined: as around it. */
  readonly errors: ErrorFormat | undefined;
  readonly cors: SiteCors | undefined;
  readonly guards: readonly SiteGuard[];
  readonly rateLimit: RateLimit | undefined;
  /** undefined: as around it. */
  readonly bodyBytesMax: number | undefined;
}

export interface SiteGuard extends Placed {
  readonly found: FoundGuard;
}

export type FoundGuard =
  | { readonly kind: 'function'; readonly guard: Guard }
  /** The module exports something else under its name. */
  | { readonly kind: 'no-function' }
  | { readonly kind: 'unknown' }
  /** It is not known what the module exports. */
  | { readonly kind: 'unread' }
  /** The manifest names no module. */
  | { readonly kind: 'no-module' };
