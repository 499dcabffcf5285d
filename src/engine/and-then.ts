/** Goes on with a value now, or with a promised one later; makes no promise of its own. */
export function andThen<In, Out>(value: In | Promise<In>, next: (value: In) => Out | Promise<Out>): Out | Promise<Out> {
  return value instanceof Promise ? value.then(next) : next(value);
}
