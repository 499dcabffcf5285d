import { stringify } from 'yaml';

/** An OpenAPI document as text. Keys keep their order, and nothing is an alias of YAML, so that a diff reads well. */
export function writeDocument(document: object, format: 'yaml' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 2)}\n`;
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 100 });
}
