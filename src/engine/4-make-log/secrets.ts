import { guarded } from '../../http/guarded.ts';
import { asUtf8 } from '../../http/octets.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import { hideSpans, REDACTED, type Span } from '../hide-spans.ts';

/** Shorter values are in any text, and are not secrets. */
const SECRET_LENGTH_MIN = 4;

/** The bound for all secrets of one text, in code units: beyond it, nothing of the text is shown. */
const SEARCHED_UNITS_MAX = 8 * 1024;

/** The bound for the values of one request, likewise: more than a head can have. */
const VALUES_MAX = 4096;

/** A form of a value is at least a third as long: three characters of a URL are one octet. */
const FORM_SHORTER_MAX = 3;

/** Values of one request to keep out of the messages of its errors. The cost depends on those messages, not on what was sent. */
export class Secrets {
  readonly #values: readonly string[];

  constructor(values: Iterable<string>) {
    this.#values = [...new Set(values)].filter(({ length }) => length >= SECRET_LENGTH_MIN);
  }

  /** The text without the secrets. Overlapping ones share one mark: no part of any is left. */
  hideIn(text: string): string {
    if (this.#values.length === 0) return text;
    if (this.#values.length > VALUES_MAX) return REDACTED;
    const secrets = secretsFor(text, this.#values);
    if (secrets.reduce((units, { length }) => units + length, 0) > SEARCHED_UNITS_MAX) return REDACTED;
    return hideSpans(text, new SecretSearch(secrets).find(text));
  }
}

/**
 * The forms of the values that can be in the text: not longer than it, and all their parts are in it. If something is quoted
 * in part, also those of which it only has the beginning.
 */
function secretsFor(text: string, values: readonly string[]): readonly string[] {
  const parts = new Uint8Array(Math.min(text.length * SLOTS_PER_PART, SLOTS_MAX));
  for (let at = 0; at + SECRET_LENGTH_MIN <= text.length; at += 1) parts[slotOf(text, at, parts.length)] = 1;
  const valueMax = text.length * FORM_SHORTER_MAX;
  if (text.includes(ELLIPSIS_TEXT)) {
    const forms = values.flatMap((value) => formsOf(value.slice(0, valueMax)));
    return forms.map((form) => form.slice(0, text.length)).filter((form) => beginsIn(parts, form));
  }
  const possible = values.filter(({ length }) => length <= valueMax);
  return possible.flatMap(formsOf).filter((form) => form.length <= text.length && isWhollyIn(parts, form));
}

function beginsIn(parts: Uint8Array, form: string): boolean {
  return form.length >= SECRET_LENGTH_MIN && parts[slotOf(form, 0, parts.length)] === 1;
}

function isWhollyIn(parts: Uint8Array, form: string): boolean {
  if (form.length < SECRET_LENGTH_MIN) return false;
  for (let at = 0; at + SECRET_LENGTH_MIN <= form.length; at += 1)
    if (parts[slotOf(form, at, parts.length)] === 0) return false;
  return true;
}

/** So few slots are marked that different parts seldom share one: then a secret is searched for in vain. */
const SLOTS_PER_PART = 16;
const SLOTS_MAX = 0x10000;

/** Of the four units from here on, by their hash. */
function slotOf(text: string, from: number, slots: number): number {
  let hash = 0;
  for (let at = from; at < from + SECRET_LENGTH_MIN; at += 1) hash = (hash * 31 + text.charCodeAt(at)) % SLOTS_MAX;
  return hash % slots;
}

/** More than any UTF-16 code unit: a state of the search and a unit make one key. */
const UNITS = 0x10000;

const START = 0;

/** Where `shortened` has cut a text. */
const ELLIPSIS_TEXT = '…';
const ELLIPSIS = ELLIPSIS_TEXT.charCodeAt(0);

/**
 * Finds all secrets in a text in one pass (Aho and Corasick, "Efficient string matching", 1975). They came from a client, so
 * they are not made into a regular expression.
 */
class SecretSearch {
  /** From a state and a code unit to the state that is one unit deeper in a secret. */
  readonly #steps = new Map<number, number>();
  /**
   * For each state: where the search goes on if no secret continues, the length of the longest secret that ends here, and how much
   * of a secret has been found.
   */
  readonly #fallbacks: number[] = [START];
  readonly #lengths: number[] = [0];
  readonly #depths: number[] = [0];

  constructor(secrets: readonly string[]) {
    this.#add(secrets.map((text) => ({ text, state: START })));
  }

  find(text: string): readonly Span[] {
    const found: Span[] = [];
    if (this.#steps.size === 0) return found;
    let state = START;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const begun = this.#depths[state] ?? 0;
      // A quotation can end in the middle of a secret.
      if (unit === ELLIPSIS && begun >= SECRET_LENGTH_MIN) addSpan(found, at - begun, at);
      state = this.#step(state, unit);
      const length = this.#lengths[state] ?? 0;
      if (length > 0) addSpan(found, at + 1 - length, at + 1);
    }
    return found;
  }

  /** All states of one depth at a time, since a fallback is less deep. */
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
}

/** It ends after all others; overlapping ones are merged into it. */
function addSpan(spans: Span[], start: number, to: number): void {
  let from = start;
  for (let last = spans.at(-1); last !== undefined && last.to > from; last = spans.at(-1)) {
    from = Math.min(from, last.from);
    spans.pop();
  }
  spans.push({ from, to });
}

/** All but the characters that JSON and URLs leave as they are (RFC 3986 §2.3). */
const ESCAPABLE = /[^A-Za-z0-9._~-]/;

/** The forms in which an error's message can quote a value whose octets came as Latin-1. */
function formsOf(value: string): readonly string[] {
  if (!ESCAPABLE.test(value)) return [value];
  const decoded = percentDecode(value) ?? value;
  const texts = [...new Set([value, decoded, asUtf8(value)])];
  const encoded = texts.map((text) => guarded(() => encodeURIComponent(text)) ?? text);
  return [...new Set([...texts, ...texts.map(jsonOf), ...encoded])];
}

function jsonOf(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
