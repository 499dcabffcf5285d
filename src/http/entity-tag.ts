import { trimOws } from './white-space.ts';

/** What a representation is recognised by (RFC 9110 §8.8). */
export interface Validators {
  /** As it is sent, with its quotes; a weak one begins with `W/`. */
  readonly tag: string;
  /** Wall clock; undefined: unknown, or in the future. */
  readonly modifiedMs: number | undefined;
}

/** entity-tag (RFC 9110 §8.8.3). */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/y;

/** The entity tags of If-Match or If-None-Match: `*`, or a list in which what is not a tag matches nothing. */
export function readTags(field: string): '*' | readonly string[] {
  if (trimOws(field) === '*') return '*';
  const tags: string[] = [];
  for (let at = 0; at < field.length; ) {
    ENTITY_TAG.lastIndex = at;
    const [tag] = ENTITY_TAG.exec(field) ?? [];
    const end = at + (tag?.length ?? 0);
    if (tag !== undefined && /^[\t ]*(?:,|$)/.test(field.slice(end))) tags.push(tag);
    const comma = field.indexOf(',', end);
    at = comma === -1 ? field.length : comma + 1;
    while (field[at] === ' ' || field[at] === '\t') at += 1;
  }
  return tags;
}

/** The strong comparison (RFC 9110 §8.8.3.2): a weak tag equals nothing. */
export function isStrongMatch(one: string, other: string): boolean {
  return one === other && !one.startsWith('W/');
}

/** The weak comparison. */
export function isWeakMatch(one: string, other: string): boolean {
  return opaque(one) === opaque(other);
}

function opaque(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}
