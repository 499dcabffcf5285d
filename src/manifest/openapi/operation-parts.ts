import type { PathSegment } from '../../contract/program.ts';
import type { SoundRoute } from '../3-resolve/sound-site.ts';
import type { RouteExample } from './examples-of.ts';
import type { ReferredSchemas } from './schema-of.ts';

/** What an operation is made of. */
export interface OperationParts {
  readonly route: SoundRoute;
  readonly segments: readonly PathSegment[];
  readonly examples: readonly RouteExample[];
  readonly schemas: ReferredSchemas;
  readonly guards: readonly string[];
  /** Whether there is a rate limit. */
  readonly isLimited: boolean;
}
