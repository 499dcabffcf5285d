import type { ChoiceModel } from '../contract/page-data.ts';

/** The most fields that a list has on a page: each of them is some 200 bytes there. */
export const LIST_FIELDS_MAX = 100;

/** The fields of a list: one for each text, and `count` at least. */
export function listFields(id: string, texts: readonly string[], count: number): readonly ChoiceModel[] {
  return Array.from({ length: Math.max(count, texts.length) }, (_, index) => {
    const value = texts[index] ?? '';
    return { id: choiceId(id, index), value, label: String(index + 1), selected: value !== '', focused: false };
  });
}

/** The id of a part of a field that has several. */
export function choiceId(id: string, index: number): string {
  return `${id}-${index + 1}`;
}
