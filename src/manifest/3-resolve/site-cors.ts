import type { CorsRule } from '../../contract/cors.ts';
import type { Placed, Spot } from '../2-validate/spot.ts';

/** What pages of other origins can do. */
export interface SiteCors {
  readonly at: Spot;
  /** Undefined if it is a map. */
  readonly written: boolean | undefined;
  readonly rule: CorsRule;
  readonly origins: readonly Placed[];
}
