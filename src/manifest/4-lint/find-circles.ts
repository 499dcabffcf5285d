/** What leads from one name to others, and so perhaps back to it. */
export interface NameGraph<Step> {
  readonly stepsFrom: (name: string) => readonly Step[];
  readonly target: (step: Step) => string;
}

/**
 * Each circle as the steps that lead round: without the last step of each there is no circle left. Depth first, without recursion, since
 * a chain of names can be as long as the manifest.
 */
export function findCircles<Step>(
  names: Iterable<string>,
  { stepsFrom, target }: NameGraph<Step>,
): readonly (readonly Step[])[] {
  const circles: (readonly Step[])[] = [];
  const done = new Set<string>();
  for (const start of names) {
    if (done.has(start)) continue;
    const trail: Step[] = [];
    const depthOf = new Map([[start, 0]]);
    const pending = [[...stepsFrom(start)]];
    while (pending.length > 0) {
      const step = pending.at(-1)?.shift();
      if (step === undefined) {
        pending.pop();
        const last = trail.pop();
        const left = last === undefined ? start : target(last);
        depthOf.delete(left);
        done.add(left);
        continue;
      }
      const name = target(step);
      const depth = depthOf.get(name);
      if (depth !== undefined) circles.push([...trail.slice(depth), step]);
      else if (!done.has(name)) {
        trail.push(step);
        depthOf.set(name, trail.length);
        pending.push([...stepsFrom(name)]);
      }
    }
  }
  return circles;
}

/** The same circle, from the step on that ranks first. */
export function fromFirst<Step>(circle: readonly Step[], rankOf: (step: Step) => number): readonly Step[] {
  const ranks = circle.map(rankOf);
  const first = ranks.indexOf(Math.min(...ranks));
  return [...circle.slice(first), ...circle.slice(0, first)];
}
