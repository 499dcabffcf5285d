import { groupsAbove } from '../../manifest/3-resolve/groups-above.ts';
import type { RoutePath } from '../../manifest/3-resolve/site.ts';
import type { SoundGates, SoundGroup, SoundRoute } from '../../manifest/3-resolve/sound-site.ts';

/** A group above a path. */
export interface GroupReport {
  readonly name: string;
  readonly under: string;
  readonly file: string;
  readonly line: number;
}

/** What a request must pass before its body is read. */
export interface CheckReport {
  readonly kind: 'sameOrigin' | 'rateLimit' | 'guard';
  /** Whose it is, such as `group admin` or `route edit`. */
  readonly of: string;
  /** Of a guard. */
  readonly name: string | null;
  /** Of a rate limit. */
  readonly requests: number | null;
  readonly perSeconds: number | null;
}

/** Of one path of a route. */
export interface PathGates {
  readonly path: string;
  readonly groups: readonly (GroupReport & { readonly always: boolean })[];
  /** `always`: whatever the parameters of the path are. */
  readonly checks: readonly (CheckReport & { readonly always: boolean })[];
}

export function reportGroup({ name, under, at }: SoundGroup): GroupReport {
  const { file, line } = at.key;
  return { name, under: under.text, file, line };
}

/** All checks of a request, in their order; `groups` from the outside in. */
export function reportChecks(groups: readonly SoundGroup[], route: SoundRoute): readonly CheckReport[] {
  const owners: readonly (readonly [of: string, gates: SoundGates])[] = [
    ...groups.map((group) => [`group ${group.name}`, group] as const),
    [`route ${route.name}`, route],
  ];
  const check = { name: null, requests: null, perSeconds: null };
  const limits = owners.flatMap(([of, { rateLimit }]): CheckReport[] => {
    if (rateLimit === undefined) return [];
    return [{ ...check, kind: 'rateLimit', of, requests: rateLimit.requests, perSeconds: rateLimit.perMs / 1000 }];
  });
  const guards = owners.flatMap(([of, gates]) => {
    return gates.guards.map(({ text }): CheckReport => ({ ...check, kind: 'guard', of, name: text }));
  });
  const own: CheckReport = { ...check, kind: 'sameOrigin', of: `route ${route.name}` };
  return [...(route.sameOrigin ? [own] : []), ...limits, ...guards];
}

/** What requests for this path of a route meet. */
export function reportPath(groups: readonly SoundGroup[], route: SoundRoute, path: RoutePath): PathGates {
  const above = groupsAbove(groups, path.segments);
  const doubtful = new Set(above.flatMap(({ group, isCertain }) => (isCertain ? [] : [`group ${group.name}`])));
  const checks = reportChecks(
    above.map(({ group }) => group),
    route,
  );
  return {
    path: path.text,
    groups: above.map(({ group, isCertain }) => ({ ...reportGroup(group), always: isCertain })),
    checks: checks.map((one) => ({ ...one, always: !doubtful.has(one.of) })),
  };
}

/** In a few words. */
export function checkWords({ kind, name, requests, perSeconds }: CheckReport): string {
  switch (kind) {
    case 'sameOrigin':
      return 'sameOrigin';
    case 'rateLimit':
      return `${requests} in ${durationText(perSeconds ?? 0)}`;
    case 'guard':
      return name ?? '';
  }
}

/** In the largest unit of which it is a whole number. */
function durationText(seconds: number): string {
  const [size, unit] = UNITS.find(([each]) => seconds % each === 0) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}

const UNITS = [
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const;
