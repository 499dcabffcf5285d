import type { PathSegment } from '../../contract/program.ts';
import { plainSegments } from '../../http/percent-coding.ts';
import type { GroupPath, SiteGroup } from './site.ts';

/** A group of which a path can be under. */
export interface GroupAbove<Group> {
  readonly group: Group;
  /** Whether it is above the path whatever its parameters are. */
  readonly isCertain: boolean;
}

/** The groups above the paths that a written path stands for, outermost first. */
export function groupsAbove<Group extends Pick<SiteGroup, 'under'>>(
  groups: readonly Group[],
  path: readonly PathSegment[],
): readonly GroupAbove<Group>[] {
  const above = groups.flatMap((group) => {
    const { under } = group;
    const relation = under.kind === 'path' ? relationOf(path, under) : 'outside';
    const depth = under.kind === 'path' ? under.segments.length : 0;
    return relation === 'outside' ? [] : [{ depth, above: { group, isCertain: relation === 'under' } }];
  });
  return above.toSorted((one, other) => one.depth - other.depth).map((one) => one.above);
}

function relationOf(
  path: readonly PathSegment[],
  under: GroupPath & { kind: 'path' },
): 'outside' | 'perhaps' | 'under' {
  const plain = path.flatMap((segment): readonly PathSegment[] =>
    segment.kind === 'literal' ? plainSegments([segment.text]).map((text) => ({ kind: 'literal', text })) : [segment],
  );
  let relation: 'perhaps' | 'under' = 'under';
  for (const [index, text] of under.segments.entries()) {
    const segment = plain[index];
    if (segment === undefined) return 'outside';
    if (segment.kind === 'rest') return 'perhaps';
    if (segment.kind === 'parameter') relation = 'perhaps';
    else if (segment.text !== text) return 'outside';
  }
  return relation;
}
