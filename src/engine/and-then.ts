/** Goes on with a value now, or with a promised one later: no promise is made where nobody else made one. */
export function andThen<In, Out>(value: In | Promise<In>, next: (value: In) => Out | Promise<Out>): Out | Promise<Out> {
  return value instanceof Promise ? value.then(next) : next(value);
}
