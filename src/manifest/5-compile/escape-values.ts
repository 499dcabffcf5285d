import { essenceOf } from '../../http/media-types.ts';

/** Writes a value of a model into a text of some type. */
export type EscapeValue = (value: unknown) => string;

/** How the values of a view are escaped. */
export type Escaping = 'html' | 'json' | 'script' | 'csv' | 'none';

/** By the media type of what the view shows; a view without one is HTML. */
export function escapingOf(type: string | undefined): Escaping {
  const essence = type === undefined ? 'text/html' : essenceOf(type);
  return ESCAPINGS.find(([pattern]) => pattern.test(essence))?.[1] ?? 'none';
}

/** The escapes of HTML are those of XML, too. */
const ESCAPINGS: readonly (readonly [RegExp, Escaping])[] = [
  [/^(?:text\/(?:html|xml)|application\/xml|.+\+xml)$/, 'html'],
  [/^(?:application\/(?:json|x-ndjson|manifest\+json)|.+\+json)$/, 'json'],
  [/^(?:text|application)\/(?:java|ecma)script$/, 'script'],
  [/^text\/csv$/, 'csv'],
];

/** HTML is escaped by Handlebars itself. */
export const ESCAPES: Readonly<Record<Exclude<Escaping, 'html'>, EscapeValue>> = {
  /** For the inside of quotation marks, which the view writes. */
  json: (value) => JSON.stringify(textOf(value)).slice(1, -1),
  /** The same, for whatever quotation marks, and where the script is inside a page. */
  script: (value) => ESCAPES.json(value).replace(/['`$<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  /** A whole field (RFC 4180 §2): in quotation marks if it needs them. */
  csv: (value) => {
    const text = textOf(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  },
  none: textOf,
};

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
