import { offsetOf, type ParsedView } from '../../views/parsed-view.ts';
import { isBlock, isContent, isInclusion, isMustache } from '../../views/view-nodes.ts';

/** What a view consists of, for who reads the HTML that it makes. */
export type Piece =
  /** HTML as it is written, and where. */
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  /** A value that is printed: text, since everything is escaped. */
  | { readonly kind: 'filled' }
  /** One of these is shown. */
  | { readonly kind: 'choice'; readonly options: readonly (readonly Piece[])[] }
  /** Any HTML: another view, or a block that may be shown any number of times. */
  | { readonly kind: 'block'; readonly pieces: readonly Piece[] };

/** The view's own HTML, in the order of its text. */
export function piecesOf(view: ParsedView): readonly Piece[] {
  return piecesIn(view, view.ast);
}

function piecesIn(view: ParsedView, program: hbs.AST.Program | undefined): readonly Piece[] {
  return (program?.body ?? []).flatMap((node) => pieceOf(view, node));
}

function pieceOf(view: ParsedView, node: hbs.AST.Statement): readonly Piece[] {
  const { start } = node.loc;
  if (isContent(node)) {
    return [{ kind: 'text', text: String(node.original), offset: offsetOf(view.source, start.line, start.column) }];
  }
  if (isMustache(node)) return [{ kind: 'filled' }];
  if (isBlock(node)) {
    const options = [piecesIn(view, node.program), piecesIn(view, node.inverse)];
    if (CONDITIONS.has(node.path.original)) return [{ kind: 'choice', options }];
    return [{ kind: 'block', pieces: options.flat() }];
  }
  if (!isInclusion(node)) return [];
  return [{ kind: 'block', pieces: 'program' in node ? piecesIn(view, node.program) : [] }];
}

const CONDITIONS: ReadonlySet<string> = new Set(['if', 'unless']);
