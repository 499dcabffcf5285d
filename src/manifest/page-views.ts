/** Whether a statement of the layout is the place of its page: `{{> page}}`. */
export function isPageSlot(statement: hbs.AST.Node): statement is hbs.AST.PartialStatement {
  return statement.type === 'PartialStatement' && partialName(statement) === 'page';
}

/** The name of the view that a partial includes; undefined where it is computed. */
export function partialName(statement: hbs.AST.Node): string | undefined {
  const name: unknown = 'name' in statement ? statement.name : undefined;
  const original = typeof name === 'object' && name !== null && 'original' in name ? name.original : undefined;
  return typeof original === 'string' || typeof original === 'number' ? String(original) : undefined;
}
