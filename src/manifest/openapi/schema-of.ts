import { byText } from '../collections/by-text.ts';
import { isJoined, lastName, type NamedSchemas, referredName } from '../schemas/schema.ts';

type Shape = Readonly<Record<string, unknown>>;

/** Keywords whose values are values, and not schemas. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required', 'type']);

/** Schemas of the manifest in the words of OpenAPI 3.1, which are the same but for references. Remembers what is referred to. */
export class ReferredSchemas {
  readonly #named: NamedSchemas;
  readonly #referred = new Set<string>();
  /** Of schemas that have joined the manifest's own: a component cannot have such a name. */
  readonly #components = new Map<string, string>();
  readonly #taken: Set<string>;

  constructor(named: NamedSchemas) {
    this.#named = named;
    this.#taken = new Set(named.keys());
    for (const name of named.keys()) {
      if (!isJoined(name)) continue;
      const component = this.nameFor(lastName(name).replace(/[^\w-]/g, '_'));
      this.#components.set(name, component);
      this.#taken.add(component);
    }
  }

  convert(shape: object): Shape {
    return Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, this.#value(key, value)]));
  }

  /** Those that were referred to, by name, and what these refer to in turn. */
  all(): Readonly<Record<string, Shape>> {
    const written: [name: string, shape: Shape][] = [];
    // It grows while the loop runs.
    for (const name of this.#referred) {
      const shape = this.#named.get(name)?.shape;
      if (shape !== undefined) written.push([this.#componentOf(name), this.convert(shape)]);
    }
    return Object.fromEntries(written.toSorted(([a], [b]) => byText(a, b)));
  }

  /** This name, or with a number where the manifest has it. */
  nameFor(name: string): string {
    let free = name;
    for (let more = 2; this.#taken.has(free); more++) free = `${name}${more}`;
    return free;
  }

  #value(key: string, value: unknown): unknown {
    if (key === '$ref' && typeof value === 'string') return this.#reference(value);
    if (DATA.has(key)) return value;
    if (key === 'properties' || key === 'patternProperties' || key === 'dependentSchemas' || key === '$defs')
      return Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, this.#inner(inner)]));
    return this.#inner(value);
  }

  #inner(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#inner(item));
    return typeof value === 'object' && value !== null ? this.convert(value) : value;
  }

  #reference(reference: string): string {
    const name = referredName(reference);
    this.#referred.add(name);
    return `#/components/schemas/${this.#componentOf(name)}`;
  }

  #componentOf(name: string): string {
    return this.#components.get(name) ?? name;
  }
}
