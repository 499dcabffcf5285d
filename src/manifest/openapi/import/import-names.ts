import { freeName } from '../../collections/free-name.ts';

/** Names of one kind: each once, and stable, because they depend on their order in the document alone. */
export class ImportNames {
  readonly #valid: RegExp;
  readonly #taken = new Set<string>();

  constructor(valid: RegExp) {
    this.#valid = valid;
  }

  /** The name itself if it is valid and free; else what is left of it, with a number. */
  take(wanted: string, fallback: string): string {
    const plain = this.#valid.test(wanted) ? wanted : inWords(wanted);
    const base = this.#valid.test(plain) ? plain : this.#valid.test(fallback + plain) ? fallback + plain : fallback;
    const name = freeName(base, this.#taken);
    this.#taken.add(name);
    return name;
  }
}

/** `get /pets/{id}` as `getPetsId`. */
function inWords(text: string): string {
  return text
    .split(/[^A-Za-z0-9_]+/)
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
