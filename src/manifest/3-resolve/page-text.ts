import type { Spot } from '../2-validate/spot.ts';
import { makeSource } from '../findings/source.ts';
import { parseTemplate, type ViewError } from '../views/parse-view.ts';
import type { ParsedView } from '../views/parsed-view.ts';

/** A text about the page of a route. */
export type PageText =
  | { readonly kind: 'fixed'; readonly text: string }
  /** It is filled in from what the route's view gets. */
  | { readonly kind: 'template'; readonly template: ParsedView }
  | { readonly kind: 'broken'; readonly template: Pick<ParsedView, 'name' | 'source'>; readonly error: ViewError };

/** A text without braces is no template. `name` is for messages. */
export function readPageText(text: string, name: string, at: Spot): PageText {
  if (!text.includes('{{')) return { kind: 'fixed', text };
  const source = {
    ...makeSource(at.value.file, text),
    part: (start: number, length: number) => at.part(start, length),
  };
  const parsed = parseTemplate(name, source);
  return parsed.kind === 'view'
    ? { kind: 'template', template: parsed.view }
    : { kind: 'broken', template: { name, source }, error: parsed.error };
}
