/**
 * One object in place of all that are alike: what belongs to one route alone is not in the processor's caches when its request comes.
 * Of 10,000 routes in turn, that took 3 µs of a request's 33. Alike are those whose members are the same.
 */
export class AlikeSharer {
  readonly #root = new Step();

  share<Shared extends object>(made: Shared): Shared {
    let step = this.#root.to(Array.isArray(made));
    for (const [name, member] of Object.entries(made)) step = step.to(name).to(member);
    step.made ??= made;
    // What came here before has the same members.
    return step.made as Shared;
  }
}

/** One of the steps from member to member that lead to an object. */
class Step {
  made: object | undefined;
  #next: Map<unknown, Step> | undefined;

  to(key: unknown): Step {
    this.#next ??= new Map();
    const next = this.#next.get(key) ?? new Step();
    this.#next.set(key, next);
    return next;
  }
}
