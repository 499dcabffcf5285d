import type { Guard } from '../../contract/gates.ts';
import type { RateLimit } from '../../contract/rate-limits.ts';
import type { ErrorFormat } from '../../contract/told-problem.ts';
import type { Placed, Spot } from '../2-validate/spot.ts';
import type { FoundExport } from './find-exported.ts';
import type { Passwords } from './read-passwords.ts';
import type { SiteCors } from './resolve-cors.ts';

/** What groups and routes have in common: what must be passed before a body is read, and how errors are told. */
export interface SiteGates {
  /** undefined: as around it. */
  readonly errors: ErrorFormat | undefined;
  readonly cors: SiteCors | undefined;
  readonly guards: readonly SiteGuard[];
  /** Where `auth` is; undefined: there is none. */
  readonly authAt: Spot | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** undefined: as around it. */
  readonly bodyBytesMax: number | undefined;
}

export interface SiteGuard extends Placed {
  readonly found: FoundGuard;
}

/** Who `velosiped:basicAuth` lets in. */
export interface BasicAuth {
  readonly realm: string;
  readonly passwords: Passwords;
}

export type FoundGuard =
  | FoundExport<Guard>
  | { readonly kind: 'basic-auth'; readonly auth: BasicAuth }
  /** `velosiped:basicAuth` without `auth`. */
  | { readonly kind: 'no-auth' };
