import type { TlsSettings } from '../../contract/program.ts';
import type { RouteShape } from '../2-validate/manifest-shape.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import type { LoadedHandlers } from '../3-gather/load-handlers.ts';
import type { LoadedViews } from '../3-gather/read-views.ts';
import type { RuleCompiler } from '../compile-rule.ts';
import type { Findings } from '../findings.ts';

/** All that a lint looks at, and where it says what it found. */
export interface LintInput extends ValidManifest {
  readonly handlers: LoadedHandlers;
  readonly views: LoadedViews;
  readonly tls: TlsSettings | undefined;
  readonly rules: RuleCompiler;
  readonly findings: Findings;
}

/** The routes of a manifest, in its order. */
export function routesOf({ manifest }: ValidManifest): readonly (readonly [name: string, route: RouteShape])[] {
  return Object.entries(manifest.routes ?? {});
}
