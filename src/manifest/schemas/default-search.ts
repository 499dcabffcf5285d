import { wordSet } from '../../http/word-list.ts';
import { PARTS } from '../1-read/schema-keywords.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { reached } from '../collections/reached.ts';
import type { PartKeyword, Schema } from './schema.ts';

/** Whose schemas put no defaults in: they only try, or judge names, or what nothing else has looked at. */
const ASKING = wordSet('not if contains propertyNames unevaluatedItems unevaluatedProperties');

/** Whose schemas put defaults into the value that they judge, or into a value inside it. */
export const FILLING: ReadonlySet<PartKeyword> = new Set(PARTS.filter((keyword) => !ASKING.has(keyword)));

/** Which schemas lead to a default. Looks at each schema once, however many ask for it, and then goes backwards. */
export class DefaultSearch {
  readonly #seen = new Set<Schema>();
  readonly #leading = new Set<Schema>();
  /** To one in an alternative. */
  readonly #choosing = new Set<Schema>();

  leads(schema: Schema): boolean {
    this.#search(schema);
    return this.#leading.has(schema);
  }

  /** Only those that ajv does not put in. */
  leadsToChoice(schema: Schema): boolean {
    this.#search(schema);
    return this.#choosing.has(schema);
  }

  #search(root: Schema): void {
    if (this.#seen.has(root)) return;
    const all = [...reached([root], (schema) => filledBy(schema).filter((inner) => !this.#seen.has(inner)))];
    const users = new Map<Schema, Schema[]>();
    for (const schema of all) {
      this.#seen.add(schema);
      for (const inner of filledBy(schema)) getOrMake(users, inner, () => []).push(schema);
    }
    spread(this.#leading, { users, starts: all.filter((schema) => schema.parts.some(hasDefault)) });
    const isChosen = ({ keyword, schema }: { keyword: PartKeyword; schema: Schema }) =>
      (keyword === 'anyOf' || keyword === 'oneOf') && this.#leading.has(schema);
    spread(this.#choosing, { users, starts: all.filter((schema) => schema.parts.some(isChosen)) });
  }
}

function filledBy({ parts, target }: Schema): readonly Schema[] {
  const inside = parts.filter(({ keyword }) => FILLING.has(keyword)).map(({ schema }) => schema);
  return target === undefined ? inside : [...inside, target];
}

function hasDefault({ keyword, schema }: { readonly keyword: PartKeyword; readonly schema: Schema }): boolean {
  return keyword === 'properties' && schema.resolved?.default !== undefined;
}

interface Spread {
  readonly users: ReadonlyMap<Schema, readonly Schema[]>;
  readonly starts: readonly Schema[];
}

/** To all that use one of them, or one that is in the set already. */
function spread(set: Set<Schema>, { users, starts }: Spread): void {
  const known = [...users.keys()].filter((schema) => set.has(schema));
  for (const schema of reached([...starts, ...known], (inner) => users.get(inner) ?? [])) set.add(schema);
}
