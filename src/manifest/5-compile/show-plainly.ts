import type { PageData } from '../../contract/page-data.ts';
import { isMaskFree, maskForbidden } from '../../http/control-characters.ts';
import { HELPERS, hasZero, isBlock, isContent, isMustache, isPath } from '../views/view-nodes.ts';
import type { EscapeValue } from './escape-values.ts';

/** Shows a part of a page. */
export type ShowPiece = (model: unknown, page: PageData) => string;

/**
 * Renders texts, values of the model and of the page, conditions on them, and lists of them. Handlebars sets itself up for each call,
 * which took 4 µs just to render three values, and as long to render a table of three cookies. It is still used for whatever is not
 * a text or a number, and for everything else that a condition leads to.
 */
export function showPlainly(
  statements: readonly hbs.AST.Statement[],
  showAll: ShowPiece,
  escapeValue: EscapeValue,
): ShowPiece | undefined {
  const parts = plainParts(statements);
  return parts && ((model, page) => showParts(parts, { model, page, escapeValue }) ?? showAll(model, page));
}

interface Shown {
  readonly model: unknown;
  readonly page: PageData;
  readonly escapeValue: EscapeValue;
}

type PlainPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: PlainPath }
  /** An undefined branch is left to Handlebars. */
  | { readonly kind: 'condition'; readonly path: PlainPath; readonly yes: PlainParts; readonly no: PlainParts }
  /** `yes`: for each item, which is its model. */
  | { readonly kind: 'list'; readonly path: PlainPath; readonly yes: PlainParts; readonly no: PlainParts };

type PlainParts = readonly PlainPart[] | undefined;

/** `{{name}}`, `{{name.part}}`, `{{@page.name}}`; no names: `{{this}}` */
interface PlainPath {
  readonly root: 'model' | 'page';
  readonly names: readonly string[];
}

function plainParts(statements: readonly hbs.AST.Statement[]): PlainParts {
  const parts = statements.map(plainPart);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function plainPart(statement: hbs.AST.Statement): PlainPart | undefined {
  if (isContent(statement)) return { kind: 'text', text: maskForbidden(statement.value) };
  if (isBlock(statement)) return plainBlock(statement);
  if (!isMustache(statement) || !statement.escaped) return undefined;
  const path = statement.params.length > 0 || statement.hash !== undefined ? undefined : plainPath(statement.path);
  return path && { kind: 'value', path };
}

/** `if`, `unless` and `each` */
function plainBlock({ path, params, hash, program, inverse }: hbs.AST.BlockStatement): PlainPart | undefined {
  const [subject] = params;
  const name = isPath(path) ? path.original : '';
  if (!PLAIN_BLOCKS.has(name) || subject === undefined) return undefined;
  if (program?.blockParams !== undefined || inverse?.blockParams !== undefined) return undefined;
  const subjectPath = hasZero({ hash }) ? undefined : plainPath(subject);
  if (subjectPath === undefined) return undefined;
  // A block can lack either side, whatever the declaration says.
  const [first, second] = [plainParts(program?.body ?? []), plainParts(inverse?.body ?? [])];
  if (name === 'each') return { kind: 'list', path: subjectPath, yes: first, no: second };
  const [yes, no] = name === 'if' ? [first, second] : [second, first];
  return { kind: 'condition', path: subjectPath, yes, no };
}

const PLAIN_BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each']);

/** A path that is not the name of a helper, and leads only down. */
function plainPath(node: hbs.AST.Node): PlainPath | undefined {
  if (!isPath(node) || node.depth > 0) return undefined;
  const [first, ...more] = node.parts;
  if (node.data) return first === 'page' && more.length > 0 ? { root: 'page', names: more } : undefined;
  return first !== undefined && HELPERS.has(first) ? undefined : { root: 'model', names: node.parts };
}

/** undefined: left to Handlebars. */
function showParts(parts: readonly PlainPart[], shown: Shown): string | undefined {
  let text = '';
  for (const part of parts) {
    const piece = part.kind === 'text' ? part.text : showPart(part, shown);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

function showPart(part: Exclude<PlainPart, { kind: 'text' }>, shown: Shown): string | undefined {
  const value = lookUp(part.path, shown[part.path.root]);
  if (part.kind === 'value') {
    // To search the whole text for what must be masked took 1.5 µs of the start page, whose texts are always the same.
    if (typeof value === 'string') return isMaskFree(value) ? shown.escapeValue(value) : undefined;
    return typeof value === 'number' ? `${value}` : undefined;
  }
  if (value === undefined || typeof value === 'function') return undefined;
  if (part.kind === 'list') return showList(part, value, shown);
  const way = isTrue(value) ? part.yes : part.no;
  return way && showParts(way, shown);
}

/** Handlebars also knows lists with holes, and objects as lists. */
function showList({ yes, no }: PlainPart & { kind: 'list' }, value: unknown, shown: Shown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) return no && showParts(no, shown);
  let text = '';
  for (const model of value) {
    const item = model === undefined || yes === undefined ? undefined : showParts(yes, { ...shown, model });
    if (item === undefined) return undefined;
    text += item;
  }
  return text;
}

/** undefined: there is no such property, or it is not the object's own. */
function lookUp({ names }: PlainPath, root: unknown): unknown {
  let value = root;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/** For Handlebars, an empty list is false. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
