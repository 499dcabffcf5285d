import { distance } from 'fastest-levenshtein';
import { strangerIn, withoutLookAlikes } from './look-alikes.ts';

/** A hint: the name that was probably meant, else all known names if they are few. */
export function nameHint(found: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const nearest = nearestName(found, names);
  const stranger = strangerIn(found);
  if (nearest !== undefined) {
    // Both may look the same.
    const isOdd = stranger !== undefined && strangerIn(nearest) === undefined;
    return `did you mean "${nearest}"?${isOdd ? ` What is written here ${stranger}` : ''}`;
  }
  if (stranger !== undefined) return `it ${stranger}`;
  return names.length > 0 && names.length <= LISTED_MAX ? `known here: ${names.join(', ')}` : undefined;
}

/** The name that looks the same, or that differs in few of its letters, if any. Case does not count; two letters swapped count as two. */
export function nearestName(found: string, known: Iterable<string>): string | undefined {
  const looks = withoutLookAlikes(found);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    if (looks !== found && withoutLookAlikes(name) === looks) return name;
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

/**
 * The name that was probably meant, where one that is not known can be right as well: nearer than that, longer than two letters, and
 * not only numbered otherwise, as `line2` beside `line1`.
 */
export function slipOf(found: string, known: Iterable<string>): string | undefined {
  const withoutDigits = (name: string) => name.replace(/\d+/g, '0');
  const others = [...known].filter((name) => name.length > 2 && withoutDigits(name) !== withoutDigits(found));
  const nearest = found.length > 2 ? nearestName(found, others) : undefined;
  return nearest !== undefined && distance(found, nearest) <= SLIP_STEPS_MAX ? nearest : undefined;
}

/** Two letters swapped count as two. */
const SLIP_STEPS_MAX = 2;

/** Finds out which of the known names many names mean, so that what was misspelt counts as named. */
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
