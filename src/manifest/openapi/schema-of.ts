import { byText } from '../collections/by-text.ts';
import { freeName } from '../collections/free-name.ts';
import { isJoined, lastName, type NamedSchemas } from '../schemas/schema.ts';
import { withReferences } from './with-references.ts';

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

  convert(shape: object): Readonly<Record<string, unknown>> {
    return withReferences(shape, (name) => this.#reference(name)) as Readonly<Record<string, unknown>>;
  }

  /** Those that were referred to, by name, and what these refer to in turn. */
  all(): Readonly<Record<string, object>> {
    const written: [name: string, shape: object][] = [];
    // It grows while the loop runs.
    for (const name of this.#referred) {
      const shape = this.#named.get(name)?.shape;
      if (shape !== undefined) written.push([this.#componentOf(name), this.convert(shape)]);
    }
    return Object.fromEntries(written.toSorted(([a], [b]) => byText(a, b)));
  }

  /** This name, or with a number where the manifest has it. */
  nameFor(name: string): string {
    return freeName(name, this.#taken);
  }

  #reference(name: string): string {
    this.#referred.add(name);
    return `#/components/schemas/${this.#componentOf(name)}`;
  }

  #componentOf(name: string): string {
    return this.#components.get(name) ?? name;
  }
}
