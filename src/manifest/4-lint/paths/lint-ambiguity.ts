import type { PathSegment } from '../../../contract/program.ts';
import type { RoutePath } from '../../3-resolve/site.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Two paths with the same literals at the same places are equally specific, and match the same requests; any other two
 * paths differ in the first segments that are not alike. Fault: ambiguous-routes.
 */
export function lintAmbiguity(input: LintInput): void {
  const seen = new Map<string, Claim>();
  for (const { name, at, paths, methods, methodsAt } of input.site.routes.values()) {
    if (methodsAt === undefined && at.lost('methods')) continue;
    for (const path of paths) {
      const shape = shapeOf(path.segments);
      // One finding for two paths, however many methods they share.
      const rivals = new Map<RoutePath, { readonly rival: Claim; readonly methods: string[] }>();
      for (const method of methods) {
        const key = `${method} ${shape}`;
        const rival = seen.get(key);
        if (rival === undefined) seen.set(key, { name, path });
        else rivals.set(rival.path, { rival, methods: [...(rivals.get(rival.path)?.methods ?? []), method] });
      }
      for (const { rival, methods: shared } of rivals.values()) {
        addFinding(input, { name, path }, { rival, methods: shared });
      }
    }
  }
}

interface Claim {
  readonly name: string;
  readonly path: RoutePath;
}

function addFinding(
  { findings }: LintInput,
  { name, path }: Claim,
  { rival, methods }: { readonly rival: Claim; readonly methods: readonly string[] },
): void {
  const other = rival.name === name ? 'another path of the same route' : `the route "${rival.name}"`;
  findings.add({
    code: 'ambiguous-routes',
    at: path.at.value,
    message: `The route "${name}" and ${other} match the same ${methods.join(', ')} requests`,
    hint: 'let their paths differ in a literal segment, or their methods',
    related: [{ ...rival.path.at.value, message: 'the other path is here' }],
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
