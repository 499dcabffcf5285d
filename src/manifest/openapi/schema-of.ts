import { recordOf } from '../1-read/is-record.ts';
import { byText } from '../collections/by-text.ts';
import { isJoined, lastName, type NamedSchemas, referredName } from '../schemas/schema.ts';
import { withReferences } from './with-references.ts';

type Shape = Readonly<Record<string, unknown>>;

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
    return recordOf(withReferences(shape, (reference) => this.#reference(reference)));
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

  #reference(reference: string): string {
    const name = referredName(reference);
    this.#referred.add(name);
    return `#/components/schemas/${this.#componentOf(name)}`;
  }

  #componentOf(name: string): string {
    return this.#components.get(name) ?? name;
  }
}
