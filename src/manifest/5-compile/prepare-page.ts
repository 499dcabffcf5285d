import type { PageData, PageTexts } from '../../contract/page-data.ts';
import { maskForbidden } from '../../http/control-characters.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { isContent } from '../views/view-nodes.ts';
import type { TemplateCompiler } from './compile-template.ts';
import { ConstantFolder, NO_PROTOTYPES } from './fold-constants.ts';
import { type ShowPiece, showPlainly } from './show-plainly.ts';

/** A piece of a page: bytes that are the same in every answer, or what is rendered for each. */
export type Piece = Uint8Array | ShowPiece;

/** A shorter text is cheaper to render with its neighbours than as a piece of its own. */
const OWN_PIECE_LENGTH_MIN = 128;

/**
 * Prepares pages as bytes, as far as they are the same for every visitor: of 4.8 KB of a page with a form, 60 bytes must be
 * rendered and encoded for a request.
 */
export class PagePreparer {
  readonly #site: Pick<PageData, 'title' | 'forms'>;
  readonly #around: hbs.AST.Program;
  readonly #templates: TemplateCompiler;
  readonly #folders = new Map<string, ConstantFolder>();
  /** Of single statements, for all backgrounds and texts. */
  readonly #ofStatements = new Map<hbs.AST.Statement, HandlebarsTemplateDelegate>();
  /** Pages of one layout share its bytes. */
  readonly #bytes = new Map<string, Uint8Array>();

  /** Statements are compiled in the place of those of `around`. */
  constructor(site: Pick<PageData, 'title' | 'forms'>, around: hbs.AST.Program, templates: TemplateCompiler) {
    this.#site = site;
    this.#around = around;
    this.#templates = templates;
  }

  /** The pieces of a page on one background. A text about it that is not known yet is left to the request. */
  prepare(statements: readonly hbs.AST.Statement[], background: string, texts: Partial<PageTexts>): readonly Piece[] {
    const pieces: Piece[] = [];
    let run: hbs.AST.Statement[] = [];
    for (const statement of this.#folder(background, texts).fold(statements)) {
      if (!isContent(statement) || statement.value.length < OWN_PIECE_LENGTH_MIN) {
        run.push(statement);
        continue;
      }
      if (run.length > 0) pieces.push(this.#pieceOf(run));
      run = [];
      pieces.push(this.#bytesOf(statement.value));
    }
    if (run.length > 0) pieces.push(this.#pieceOf(run));
    return pieces;
  }

  #folder(background: string, texts: Partial<PageTexts>): ConstantFolder {
    const key = JSON.stringify([background, texts]);
    const compile = (statement: hbs.AST.Statement) => this.#templateOf(statement);
    return getOrMake(this.#folders, key, () => new ConstantFolder({ ...this.#site, background, ...texts }, compile));
  }

  #templateOf(statement: hbs.AST.Statement): HandlebarsTemplateDelegate {
    return getOrMake(this.#ofStatements, statement, () => this.#compile([statement]));
  }

  #pieceOf(run: readonly hbs.AST.Statement[]): Piece {
    const [only] = run;
    if (run.length === 1 && only !== undefined && isContent(only)) return this.#bytesOf(only.value);
    const template = this.#compile(run);
    const showAll: ShowPiece = (model, page) => maskForbidden(template(model, { data: { page }, ...NO_PROTOTYPES }));
    return showPlainly(run, showAll, this.#templates.escape) ?? showAll;
  }

  #compile(statements: readonly hbs.AST.Statement[]): HandlebarsTemplateDelegate {
    return this.#templates.compile({ ...this.#around, body: [...statements] });
  }

  #bytesOf(text: string): Uint8Array {
    return getOrMake(this.#bytes, text, () => Buffer.from(text));
  }
}
