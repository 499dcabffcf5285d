import { offsetOf, type ParsedView } from '../../views/parsed-view.ts';
import { isBlock, isContent, isInclusion, isMustache } from '../../views/view-nodes.ts';

/** A value that is printed: text, since everything is escaped. Like all marks, it is a character that Unicode keeps out of all texts. */
export const GAP = '\uFDD0';

/** Stands for a template's other tags. */
export const MARKS = {
  /** What a condition shows, then what it shows otherwise, up to its end. */
  either: '\uFDD1',
  or: '\uFDD2',
  end: '\uFDD3',
  /** Any HTML: another view, or a block that can be shown any number of times. */
  unknown: '\uFDD4',
  /** Nothing: it fills up the length of the tags. */
  nothing: '\uFDD5',
} as const;

/** The HTML of a view, each character at the offset that it has in the view. */
export function htmlOfView(view: ParsedView): string {
  const html = new MarkedHtml(view);
  html.addAll(view.ast);
  return html.text;
}

class MarkedHtml {
  text = '';
  readonly #view: ParsedView;

  constructor(view: ParsedView) {
    this.#view = view;
  }

  addAll(program: hbs.AST.Program | undefined): void {
    for (const node of program?.body ?? []) this.#add(node);
  }

  #add(node: hbs.AST.Statement): void {
    const { start } = node.loc;
    this.text = this.text.padEnd(offsetOf(this.#view.source, start.line, start.column), MARKS.nothing);
    if (isContent(node)) this.text += String(node.original);
    else if (isMustache(node)) this.text += GAP;
    else if (isBlock(node) && isCondition(node)) {
      this.text += MARKS.either;
      this.#addChoice(node);
      this.text += MARKS.end;
    } else if (isBlock(node) || isInclusion(node)) {
      this.text += MARKS.unknown;
      if ('program' in node) this.addAll(node.program);
      if ('inverse' in node) this.addAll(node.inverse);
    }
  }

  #addChoice({ program, inverse }: hbs.AST.BlockStatement): void {
    this.addAll(program);
    this.text += MARKS.or;
    if (inverse === undefined) return;
    const [next] = inverse.body;
    // `{{else if}}` is one more choice of the same condition.
    if (inverse.body.length === 1 && next !== undefined && isBlock(next) && isCondition(next) && isChained(inverse)) {
      this.#addChoice(next);
    } else this.addAll(inverse);
  }
}

function isCondition({ path }: hbs.AST.BlockStatement): boolean {
  return path.original === 'if' || path.original === 'unless';
}

function isChained(inverse: hbs.AST.Program): boolean {
  return 'chained' in inverse && inverse.chained === true;
}
