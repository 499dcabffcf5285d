import type { Admission, Guard, GuardInput } from './gates.ts';
import type { Handler, HandlerInput, UrlValue } from './handler.ts';

/**
 * The handler of these routes. `Routes` lists by name what each route declares: `params`, `query`, `headers`,
 * `cookies`, `body`, `model`, and the `context` that its guards add. A handler of several routes gets the input of any
 * of them, and returns what is a model of all: it cannot know which of them was asked for.
 */
export type RouteHandler<Routes, Name extends keyof Routes> = Handler<InputOf<Routes, Name>, RouteModel<Routes, Name>>;

/**
 * The guard of these routes, of which `Routes` says what each declares. It gets no `context` unless its parameter says which one the
 * guards before it add: `({ context }: GuardInput<ContextAfter<[typeof requireMember]>>)`.
 */
export type RouteGuard<Routes, Name extends keyof Routes> = Guard<RouteGuardInput<Routes, Name>>;

/** What the guards of these names add, outermost first. `Module` exports them; what one adds that it lacks is unknown. */
export type ContextOf<Module, Names extends readonly string[]> = ContextAfter<{
  readonly [Index in keyof Names]: GuardNamed<Module, Names[Index]>;
}>;

/** What these guards add together, outermost first: `ContextAfter<[typeof requireMember]>`. */
export type ContextAfter<Guards extends readonly unknown[], Outer = Nothing> = Guards extends readonly [
  infer First,
  ...infer Others,
]
  ? ContextAfter<Others, Merged<Outer, VerdictOf<First>>>
  : Outer;

/** What a route does not declare is empty. */
type Nothing = Readonly<Record<never, never>>;

type InputOf<Routes, Name extends keyof Routes> = Name extends unknown
  ? HandlerInput<
      Declared<Routes[Name], 'params', Nothing>,
      Declared<Routes[Name], 'query', Nothing>,
      Declared<Routes[Name], 'headers', Nothing>,
      Declared<Routes[Name], 'cookies', Nothing>,
      Declared<Routes[Name], 'body', unknown>,
      RouteUrl<Routes>,
      Declared<Routes[Name], 'context', Nothing>
    >
  : never;

/** Inference in a contravariant position turns a union into an intersection. */
type RouteModel<Routes, Name extends keyof Routes> = {
  readonly [Each in Name]: (model: Declared<Routes[Each], 'model', unknown>) => void;
}[Name] extends (model: infer Model) => void
  ? Model
  : never;

type Declared<Route, Part extends string, Otherwise> = Route extends { readonly [Key in Part]: infer Value }
  ? Value
  : Otherwise;

/** As `BuildUrl`, but an unknown route or parameter is a type error, unless its name is only known at run time. */
type RouteUrl<Routes> = <Name extends string>(
  route: Name extends keyof Routes ? Name : string extends Name ? Name : keyof Routes,
  ...params: UrlParams<Routes, Name>
) => string;

type UrlParams<Routes, Name> = string extends Name
  ? [params?: Readonly<Record<string, UrlValue>>]
  : Name extends keyof Routes
    ? ValuesOf<keyof Declared<Routes[Name], 'params', Nothing>>
    : never;

type ValuesOf<Names extends PropertyKey> = [Names] extends [never] ? [] : [params: Readonly<Record<Names, UrlValue>>];

type RouteGuardInput<Routes, Name extends keyof Routes> = Name extends unknown
  ? GuardInput<
      never,
      { readonly [Param in keyof Declared<Routes[Name], 'params', Nothing>]: string },
      Name,
      RouteUrl<Routes>
    >
  : never;

type GuardNamed<Module, Name> = Name extends 'velosiped:basicAuth'
  ? () => { readonly context: { readonly user: string } }
  : Module extends { readonly guards: infer Guards }
    ? Name extends keyof Guards
      ? Guards[Name]
      : Guard
    : Module extends { readonly default: infer Inner }
      ? GuardNamed<Inner, Name>
      : Guard;

type VerdictOf<One> = One extends (...given: never[]) => infer Verdict ? Awaited<Verdict> : Admission;

/** The inner guard wins. What it does not always add can be absent, or what it was. */
type Merged<Outer, Verdict> =
  Extract<Verdict, Admission> extends { readonly context: infer Added }
    ? Added extends unknown
      ? Flat<
          undefined extends Verdict
            ? { readonly [Key in keyof Outer]: Key extends keyof Added ? Outer[Key] | Added[Key] : Outer[Key] } & {
                readonly [Key in Exclude<keyof Added, keyof Outer>]?: Added[Key];
              }
            : Omit<Outer, keyof Added> & Readonly<Added>
        >
      : never
    : Outer;

type Flat<Type> = { [Key in keyof Type]: Type[Key] };
