import { Handlebars } from './handlebars.ts';
import type { ParsedView } from './parsed-view.ts';
import { partialName } from './view-nodes.ts';

/** The name of every view that one of these includes; the empty one if a name is computed. */
export function includedNames(views: Iterable<ParsedView>): ReadonlySet<string> {
  const finder = new InclusionFinder();
  for (const { ast } of views) finder.accept(ast);
  return finder.found;
}

class InclusionFinder extends Handlebars.Visitor {
  readonly found = new Set<string>();

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    this.found.add(partialName(node) ?? '');
    super.PartialStatement(node);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.found.add(partialName(node) ?? '');
    super.PartialBlockStatement(node);
  }
}
