import { distance } from 'fastest-levenshtein';

/** A hint: the name that was probably meant, else all known names if they are few. */
export function nameHint(found: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const nearest = nearestName(found, names);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return names.length > 0 && names.length <= LISTED_MAX ? `known here: ${names.join(', ')}` : undefined;
}

/** The name that differs in few of its letters, if any. Case does not count; two letters swapped count as two. */
export function nearestName(found: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const most = Math.floor(Math.max(found.length, name.length) / 4) + 1;
    if (Math.abs(found.length - name.length) > most) continue;
    const steps = distance(found.toLowerCase(), name.toLowerCase());
    if (steps <= most && steps < name.length && steps < bestDistance) {
      best = name;
      bestDistance = steps;
    }
  }
  return best;
}

const LISTED_MAX = 20;

/** Finds out which of the known names many names mean, so that misspelt ones count as named. */
export class MeantNames {
  readonly #known: ReadonlySet<string>;
  #sought = 0;

  constructor(known: Iterable<string>) {
    this.#known = new Set(known);
  }

  /** The name itself, or the nearest one. */
  meantBy(name: string): string | undefined {
    if (this.#known.has(name)) return name;
    this.#sought += 1;
    return this.gaveUp ? undefined : nearestName(name, this.#known);
  }

  /** Each unknown name is compared with all known ones: with very many of them, guessing is pointless. */
  get gaveUp(): boolean {
    return this.#sought > SOUGHT_MAX;
  }
}

const SOUGHT_MAX = 100;
