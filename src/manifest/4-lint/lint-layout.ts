import { offsetOf } from '../3-gather/explain-view-error.ts';
import { Handlebars } from '../handlebars.ts';
import { isPageSlot } from '../page-views.ts';
import { spanOf } from '../source.ts';
import type { LintInput } from './lint-input.ts';

/** The layout has one `{{> page}}`, which the page takes the place of. Fault: layout-slot. */
export function lintLayout(input: LintInput): void {
  const { layout } = input.site.page;
  if (layout === undefined) return;
  const { source } = layout;
  const finder = new SlotFinder();
  finder.accept(layout.ast);
  const [first, second] = finder.slots;
  const spanOfSlot = ({ loc: { start, end } }: hbs.AST.Node) =>
    spanOf(source, offsetOf(source, start.line, start.column), offsetOf(source, end.line, end.column));
  const add = (at: ReturnType<typeof spanOf>, message: string, hint: string) => {
    input.findings.add({ code: 'layout-slot', at, message, hint });
  };
  if (first === undefined) {
    add(spanOf(source, 0, 0), 'Cannot use a layout without a place for the page', 'add {{> page}} where the page goes');
  } else if (second !== undefined) {
    add(spanOfSlot(second), 'Cannot show the page twice', 'keep one {{> page}}');
  } else if (first.params.length > 0 || first.hash !== undefined) {
    add(spanOfSlot(first), 'Cannot give values to the place of the page', 'write {{> page}}');
  }
}

class SlotFinder extends Handlebars.Visitor {
  readonly slots: hbs.AST.PartialStatement[] = [];

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    if (isPageSlot(node)) this.slots.push(node);
  }
}
