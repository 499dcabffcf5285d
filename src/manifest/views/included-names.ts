import { Handlebars } from './handlebars.ts';
import type { ParsedView } from './parsed-view.ts';
import { type Inclusion, partialName } from './view-nodes.ts';

/** The name of every view that one of these includes; the empty one if a name is computed. */
export function includedNames(views: Iterable<ParsedView>): ReadonlySet<string> {
  return new Set([...views].flatMap((view) => inclusionsIn(view).map((node) => partialName(node) ?? '')));
}

/** The statements of a view that include others. `always`: only those that are shown whatever the data are, and whatever others do. */
export function inclusionsIn({ ast }: Pick<ParsedView, 'ast'>, which: 'all' | 'always' = 'all'): readonly Inclusion[] {
  const finder = new InclusionFinder(which === 'all');
  finder.accept(ast);
  return finder.found;
}

class InclusionFinder extends Handlebars.Visitor {
  readonly found: Inclusion[] = [];
  /** Also in blocks: the data decide whether their content is shown, or the view that is included around it. */
  readonly #inBlocks: boolean;

  constructor(inBlocks: boolean) {
    super();
    this.#inBlocks = inBlocks;
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    this.found.push(node);
    super.PartialStatement(node);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.found.push(node);
    if (this.#inBlocks) super.PartialBlockStatement(node);
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    if (this.#inBlocks) super.BlockStatement(node);
  }
}
