import { guarded } from '../describe-thrown.ts';

/** What is in a log line where a value must not be. */
export const REDACTED = '[redacted]';

/** Shorter ones are in any text, and are no secrets. */
const SECRET_LENGTH_MIN = 4;

/** More than a UTF-16 code unit can be: a state of the search and a unit make one key. */
const UNITS = 0x10000;

const START = 0;

/** Where `shortened` has cut a text. */
const ELLIPSIS = 0x2026;

/**
 * Values of one request that are kept out of its error's words. One pass over a text finds all of them, however many they are
 * (Aho and Corasick, "Efficient string matching", 1975): they came from a client, so no regular expression is made of them.
 */
export class Secrets {
  /** From a state and a code unit to the state that is one unit deeper in a secret. */
  readonly #steps = new Map<number, number>();
  /**
   * Of each state: where the search goes on if no secret goes on so, the length of the longest secret that ends here, and how much
   * of a secret has been found.
   */
  readonly #fallbacks: number[] = [START];
  readonly #lengths: number[] = [0];
  readonly #depths: number[] = [0];

  constructor(values: Iterable<string>) {
    const secrets = new Set([...values].flatMap(formsOf).filter(({ length }) => length >= SECRET_LENGTH_MIN));
    this.#add([...secrets].map((text) => ({ text, state: START })));
  }

  /** The text without the secrets. Where they overlap, one mark is for all of them: no part of any is left. */
  hideIn(text: string): string {
    if (this.#steps.size === 0) return text;
    const hidden = this.#find(text);
    if (hidden.length === 0) return text;
    let shown = '';
    let from = 0;
    for (const { start, end } of hidden) {
      shown += text.slice(from, start) + REDACTED;
      from = end;
    }
    return shown + text.slice(from);
  }

  /** All of them one unit deeper at a time, since a fallback is a state that is less deep. */
  #add(secrets: readonly { readonly text: string; state: number }[]): void {
    let growing = secrets;
    for (let depth = 0; growing.length > 0; depth += 1) {
      for (const secret of growing) {
        secret.state = this.#grow(secret.state, secret.text.charCodeAt(depth));
        if (secret.text.length === depth + 1) this.#lengths[secret.state] = depth + 1;
      }
      growing = growing.filter(({ text }) => text.length > depth + 1);
    }
  }

  #grow(state: number, unit: number): number {
    const key = state * UNITS + unit;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const fallback = state === START ? START : this.#step(this.#fallbacks[state] ?? START, unit);
    const grown = this.#fallbacks.push(fallback) - 1;
    this.#lengths.push(this.#lengths[fallback] ?? 0);
    this.#depths.push((this.#depths[state] ?? 0) + 1);
    this.#steps.set(key, grown);
    return grown;
  }

  #step(from: number, unit: number): number {
    let state = from;
    while (true) {
      const next = this.#steps.get(state * UNITS + unit);
      if (next !== undefined) return next;
      if (state === START) return START;
      state = this.#fallbacks[state] ?? START;
    }
  }

  #find(text: string): readonly Span[] {
    const found: Span[] = [];
    let state = START;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const begun = this.#depths[state] ?? 0;
      // What is quoted may end in the middle of a secret.
      if (unit === ELLIPSIS && begun >= SECRET_LENGTH_MIN) addSpan(found, at - begun, at);
      state = this.#step(state, unit);
      const length = this.#lengths[state] ?? 0;
      if (length > 0) addSpan(found, at + 1 - length, at + 1);
    }
    return found;
  }
}

/** From `start` to before `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Behind all others by its end; what it overlaps becomes one with it. */
function addSpan(spans: Span[], from: number, end: number): void {
  let start = from;
  for (let last = spans.at(-1); last !== undefined && last.end > start; last = spans.at(-1)) {
    start = Math.min(start, last.start);
    spans.pop();
  }
  spans.push({ start, end });
}

/** All but what JSON and URLs leave as it is (RFC 3986 §2.3). */
const ESCAPABLE = /[^A-Za-z0-9._~-]/;

/** How an error's words may quote a value whose octets came as Latin-1. */
function formsOf(value: string): readonly string[] {
  if (!ESCAPABLE.test(value)) return [value];
  const decoded = guarded(() => decodeURIComponent(value)) ?? value;
  const utf8 = Buffer.from(value, 'latin1').toString();
  const texts = [value, decoded, utf8];
  return [...texts, ...texts.map(jsonOf), ...texts.map((text) => guarded(() => encodeURIComponent(text)) ?? text)];
}

function jsonOf(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
