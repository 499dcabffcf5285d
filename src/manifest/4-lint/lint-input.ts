import type { TlsSettings } from '../../contract/program.ts';
import { pointerOf } from '../1-read/located-manifest.ts';
import type { ExampleShape, RouteShape, ShapeMap } from '../2-validate/manifest-shape.ts';
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

/** The examples of a route, without the extensions: names that begin with `x-`. */
export function namedExamples(examples: ShapeMap<ExampleShape>): readonly (readonly [string, ExampleShape])[] {
  return Object.entries(examples).filter(([name]) => !name.startsWith('x-'));
}

/** Whether a mistake has taken out a whole route, or more. */
export function hidesRoutes({ manifest, located, damage }: LintInput): boolean {
  if (damage.touches([], ['include'])) return true;
  const { routes } = manifest;
  if (routes === undefined) return damage.touches([], ['routes']);
  const written = Reflect.get(Object(located.value), 'routes');
  const names = Object.keys(Object(written)).filter((name) => !name.startsWith('x-'));
  return located.incomplete.has(pointerOf(['routes'])) || names.some((name) => !Object.hasOwn(routes, name));
}
