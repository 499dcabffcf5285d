import { createHash } from 'node:crypto';
import { isContent } from './view-nodes.ts';

/** The content of one `<style>` element of a view, in order. */
export type StylePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `{{@page.background}}` */
  | { readonly kind: 'background' }
  /** Anything else that is known only when the page is shown. */
  | { readonly kind: 'dynamic'; readonly node: hbs.AST.Node };

/** The `<style>` elements of a view, also those inside blocks. */
export function styleElements(program: hbs.AST.Program): readonly (readonly StylePart[])[] {
  const elements: StylePart[][] = [];
  let open: StylePart[] | undefined;
  for (const statement of program.body) {
    if (isContent(statement)) open = readContent(statement.value, open, elements);
    else if (open === undefined) elements.push(...nestedPrograms(statement).flatMap(nestedElements));
    else if (statement.type !== 'CommentStatement') open.push(partOf(statement));
  }
  return elements;
}

/** The source by which a content security policy allows such an element (CSP Level 3 §2.3.1), on one background. */
export function styleHash(parts: readonly StylePart[], background: string): string {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : background)).join('');
  // HTML normalizes line ends (HTML §13.2.3.5).
  const digest = createHash('sha256').update(text.replace(/\r\n?/g, '\n')).digest('base64');
  return `'sha256-${digest}'`;
}

/** Splits a text at its tags; returns the element that is still open at its end. */
function readContent(text: string, before: StylePart[] | undefined, elements: StylePart[][]): StylePart[] | undefined {
  let open = before;
  let rest = text;
  while (rest !== '') {
    const tag = (open === undefined ? OPENING : CLOSING).exec(rest);
    open?.push({ kind: 'text', text: rest.slice(0, tag?.index) });
    if (tag === null) return open;
    rest = rest.slice(tag.index + tag[0].length);
    if (open !== undefined) elements.push(open);
    open = open === undefined ? [] : undefined;
  }
  return open;
}

function nestedElements(program: hbs.AST.Program): readonly StylePart[][] {
  return styleElements(program).map((parts) => [...parts]);
}

const OPENING = /<style(?:\s[^>]*)?>/i;
const CLOSING = /<\/style\s*>/i;

function partOf(statement: hbs.AST.Statement): StylePart {
  const path = statement.type === 'MustacheStatement' && 'path' in statement ? statement.path : undefined;
  const isBackground =
    typeof path === 'object' && path !== null && 'original' in path && path.original === '@page.background';
  return isBackground ? { kind: 'background' } : { kind: 'dynamic', node: statement };
}

function nestedPrograms(statement: hbs.AST.Statement): readonly hbs.AST.Program[] {
  const sides = ['program', 'inverse'].map((side): unknown => Reflect.get(statement, side));
  return sides.filter((side): side is hbs.AST.Program => typeof side === 'object' && side !== null && 'body' in side);
}
