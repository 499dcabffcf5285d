import { offsetOf } from '../3-gather/explain-view-error.ts';
import type { ParsedView } from '../3-gather/read-views.ts';

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

/** What the view says. */
export function textOfNode({ source }: ParsedView, { loc: { start, end } }: hbs.AST.Node): string {
  return source.text.slice(offsetOf(source, start.line, start.column), offsetOf(source, end.line, end.column));
}
