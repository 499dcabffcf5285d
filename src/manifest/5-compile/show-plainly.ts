import { HELPERS } from '../4-lint/lint-views.ts';
import { isContent, isMustache, isPath } from '../4-lint/view-nodes.ts';
import { Handlebars } from '../handlebars.ts';
import type { ShowPiece } from './prepare-page.ts';

/**
 * Texts, and properties of the model between them. Handlebars sets itself up for each call, which took 4 µs where all that was
 * to do was to show three values; it is still asked for whatever is no text or number of the model's own.
 */
export function showPlainly(statements: readonly hbs.AST.Statement[], showAll: ShowPiece): ShowPiece | undefined {
  const parts = statements.map(plainPart);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return (model, page) => {
    if (typeof model !== 'object' || model === null) return showAll(model, page);
    let text = '';
    for (const part of parts) {
      if (part.kind === 'text') {
        text += part.text;
        continue;
      }
      const value: unknown = Object.hasOwn(model, part.name) ? Reflect.get(model, part.name) : undefined;
      if (typeof value === 'string') text += Handlebars.escapeExpression(value);
      else if (typeof value === 'number') text += value;
      else return showAll(model, page);
    }
    return text;
  };
}

type PlainPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'property'; readonly name: string };

/** A text, or `{{name}}` that is the name of no helper. */
function plainPart(statement: hbs.AST.Statement): PlainPart | undefined {
  if (isContent(statement)) return { kind: 'text', text: statement.value };
  if (!isMustache(statement) || !isPath(statement.path)) return undefined;
  const { path, escaped, params, hash } = statement;
  if (params.length > 0 || hash !== undefined) return undefined;
  const [name, ...more] = path.parts;
  const isProperty = escaped && !path.data && path.depth === 0 && more.length === 0;
  return isProperty && name !== undefined && !HELPERS.has(name) ? { kind: 'property', name } : undefined;
}
