import type { PathSegment } from '../../contract/program.ts';
import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import { type LintInput, routesOf } from './lint-input.ts';
import type { LintedPath, LintedPaths } from './lint-paths.ts';

/**
 * Two paths with the same literals at the same places are equally specific, and match the same requests; paths of any
 * other kind are told apart by their first segments that differ. Fault: ambiguous-routes.
 */
export function lintAmbiguity(input: LintInput, paths: LintedPaths): void {
  const seen = new Map<string, Claim>();
  for (const [name, route] of routesOf(input)) {
    if (route.methods === undefined && input.damage.touches(['routes', name], ['methods'])) continue;
    for (const path of paths.get(name) ?? []) {
      const shape = shapeOf(path.segments);
      // One finding for two paths, however many methods they share.
      const rivals = new Map<LintedPath, { readonly rival: Claim; readonly methods: string[] }>();
      for (const method of route.methods ?? DEFAULT_ROUTE_METHODS) {
        const key = `${method} ${shape}`;
        const rival = seen.get(key);
        if (rival === undefined) seen.set(key, { name, path });
        else rivals.set(rival.path, { rival, methods: [...(rivals.get(rival.path)?.methods ?? []), method] });
      }
      for (const { rival, methods } of rivals.values()) addFinding(input, { name, path }, { rival, methods });
    }
  }
}

interface Claim {
  readonly name: string;
  readonly path: LintedPath;
}

function addFinding(
  { located, findings }: LintInput,
  { name, path }: Claim,
  { rival, methods }: { readonly rival: Claim; readonly methods: readonly string[] },
): void {
  const other = rival.name === name ? 'another path of the same route' : `the route "${rival.name}"`;
  findings.add({
    code: 'ambiguous-routes',
    at: located.valueAt(path.at),
    message: `Cannot tell the route "${name}" from ${other}: both match the same ${methods.join(', ')} requests`,
    hint: 'let their paths differ in a literal segment, or their methods',
    related: [{ ...located.valueAt(rival.path.at), message: 'the other path is here' }],
  });
}

function shapeOf(segments: readonly PathSegment[]): string {
  return segments.map(segmentShape).join('/');
}

/** A literal is quoted, so that a slash or a brace in it means nothing. */
function segmentShape(segment: PathSegment): string {
  switch (segment.kind) {
    case 'literal':
      return JSON.stringify(segment.text);
    case 'parameter':
      return '{}';
    case 'rest':
      return '{...}';
  }
}
