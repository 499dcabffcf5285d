/** A statement that includes another view. */
export type Inclusion = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

/** A helper with its values. */
export type Call = hbs.AST.SubExpression | hbs.AST.MustacheStatement;

export function isContent(node: hbs.AST.Node): node is hbs.AST.ContentStatement {
  return node.type === 'ContentStatement';
}

export function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement';
}

export function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement';
}

export function isInclusion(node: hbs.AST.Node): node is Inclusion {
  return node.type === 'PartialStatement' || node.type === 'PartialBlockStatement';
}

export function isCall(node: hbs.AST.Node): node is hbs.AST.SubExpression {
  return node.type === 'SubExpression';
}

export function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}

export function isNameLiteral(node: hbs.AST.Node): node is hbs.AST.StringLiteral | hbs.AST.NumberLiteral {
  return node.type === 'StringLiteral' || node.type === 'NumberLiteral';
}

/** Whether a condition takes 0 for true. */
export function hasZero({ hash }: { readonly hash: hbs.AST.Hash | undefined }): boolean {
  return hash?.pairs.some(({ key }) => key === 'includeZero') ?? false;
}

/** For Handlebars, a text or a number in braces of its own is a name. */
export function asPath(node: hbs.AST.Node): hbs.AST.PathExpression {
  if (isPath(node)) return node;
  const original = 'original' in node ? String(node.original) : '';
  return { type: 'PathExpression', loc: node.loc, data: false, depth: 0, parts: [original], original };
}

/** Whether a statement of the layout is the place of its page: `{{> page}}`. */
export function isPageSlot(statement: hbs.AST.Node): statement is hbs.AST.PartialStatement {
  return statement.type === 'PartialStatement' && partialName(statement) === 'page';
}

/** The name of the view that a partial includes; undefined if it is computed. */
export function partialName(statement: hbs.AST.Node): string | undefined {
  const name: unknown = 'name' in statement ? statement.name : undefined;
  const original = typeof name === 'object' && name !== null && 'original' in name ? name.original : undefined;
  return typeof original === 'string' || typeof original === 'number' ? String(original) : undefined;
}

/** The helpers that a view can call, and how many values each takes. `log` would write to the console. */
export const HELPERS: ReadonlyMap<string, number> = new Map([
  ['each', 1],
  ['if', 1],
  ['lookup', 2],
  ['unless', 1],
  ['with', 1],
]);

/** Whether a path names a helper. */
export function isHelper(path: hbs.AST.Node): boolean {
  return isPath(path) && HELPERS.has(path.original);
}
