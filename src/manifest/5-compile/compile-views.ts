import type { ContentPiece } from '../../contract/content.ts';
import type { PageData, View } from '../../contract/page-data.ts';
import { messageOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import type { Steps } from '../1-read/run-steps.ts';
import { layoutAround } from '../3-resolve/named-view.ts';
import type { SoundRoute, SoundSite } from '../3-resolve/sound-site.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { Handlebars } from '../views/handlebars.ts';
import { includedNames } from '../views/included-names.ts';
import type { ParsedView } from '../views/parsed-view.ts';
import { isPageSlot } from '../views/view-nodes.ts';
import { BUILT_IN_ERROR, BUILT_IN_LAYOUT } from './built-in-views.ts';
import { compileFill, type FillTexts, fixedTexts, whatIsMissing } from './compile-page-texts.ts';
import { TemplateCompiler } from './compile-template.ts';
import { type Escaping, escapingOf } from './escape-values.ts';
import { PagePreparer, type Piece } from './prepare-page.ts';

/** The compiled views. */
export interface CompiledViews {
  /** A page, and what is around it: that of an error is always the shared layout. */
  page(view: ParsedView, around?: PageAround): View;
  readonly error: View;
  /** Prepares all requested pages on these backgrounds. Others are prepared when they are first shown on one. */
  prepare(backgrounds: Iterable<string>): Steps<void>;
}

/** The layout of a page, its type if it is not HTML, and what it says about itself. */
export type PageAround = Pick<SoundRoute, 'layout' | 'heading' | 'description' | 'type'>;

/** A page, and how its pieces on a background are prepared. */
interface PreparedView {
  readonly view: View;
  prepare(background: string): void;
}

/** Layout and page become one list of pieces; other views stay partials of it. */
export function compileViews({ title, page, views }: SoundSite, forms: PageData['forms']): CompiledViews {
  const partials = [...partialsIn(views.byName)];
  const shared = page.layout?.ast ?? Handlebars.parse(BUILT_IN_LAYOUT);
  const ways = new Map<Escaping, PageWays>();
  const makeWays = (escaping: Escaping): PageWays => {
    const templates = new TemplateCompiler(escaping, partials);
    return { templates, preparer: new PagePreparer({ title, forms }, shared, templates) };
  };
  const compilePage = (name: string, ast: hbs.AST.Program, around?: PageAround) => {
    const layout = around?.layout ?? { kind: 'shared' };
    const outer = layoutAround(layout, undefined)?.ast ?? shared;
    const { body } = layout.kind === 'none' ? ast : insertPage(outer, ast);
    // An error has no description, and its heading comes with the request.
    const known = around === undefined ? { description: '' } : fixedTexts(around);
    const escaping = escapingOf(around?.type);
    const { templates, preparer } = getOrMake(ways, escaping, () => makeWays(escaping));
    const fill = around && compileFill(around, (text) => templates.compileText(text));
    return makeView({ name, fill, prepare: (background) => preparer.prepare(body, background, known) });
  };
  const error = compilePage(page.error?.name ?? 'error', page.error?.ast ?? Handlebars.parse(BUILT_IN_ERROR));
  const compiled = new Map<string, PreparedView>();
  return {
    page({ name, ast }, around) {
      const key = around === undefined ? name : keyOf(name, around);
      return getOrMake(compiled, key, () => compilePage(name, ast, around)).view;
    },
    error: error.view,
    *prepare(backgrounds) {
      for (const background of backgrounds) {
        for (const page of [error, ...compiled.values()]) {
          page.prepare(background);
          yield;
        }
      }
    },
  };
}

/** How the pages of a type are made. */
interface PageWays {
  readonly templates: TemplateCompiler;
  readonly preparer: PagePreparer;
}

/** Pages with the same key are the same. */
function keyOf(name: string, { layout, heading, description, type }: PageAround): string {
  const texts = [heading, description].map((one) => (one.kind === 'fixed' ? one.text : [one.template.source.text]));
  return JSON.stringify([name, layout.kind === 'named' ? layout.view.name : layout.kind, escapingOf(type), ...texts]);
}

/** Most views are pages that no other includes: compiling them a second time would take as long as all the rest. */
function partialsIn(views: ReadonlyMap<string, ParsedView>): Iterable<ParsedView> {
  const included = includedNames(views.values());
  return included.has('') ? views.values() : [...views.values()].filter(({ name }) => included.has(name));
}

interface ViewParts {
  readonly name: string;
  readonly fill: FillTexts | undefined;
  readonly prepare: (background: string) => readonly Piece[];
}

function makeView({ name, fill, prepare }: ViewParts): PreparedView {
  const byBackground = new Map<string, readonly Piece[]>();
  const piecesOn = (background: string) => getOrMake(byBackground, background, () => prepare(background));
  const view: View = (model, page) => {
    const pieces = piecesOn(page.background);
    const filled = fill === undefined ? page : { ...page, ...fill(model, page) };
    try {
      return showPieces(pieces, model, filled);
    } catch (cause) {
      throw explained(name, cause);
    }
  };
  return { view, prepare: piecesOn };
}

function showPieces(pieces: readonly Piece[], model: unknown, page: PageData): readonly ContentPiece[] {
  const content: ContentPiece[] = [];
  for (const piece of pieces) {
    content.push(typeof piece === 'function' ? piece(model, page) : piece);
  }
  return content;
}

function explained(name: string, cause: unknown): Error {
  const said = messageOf(cause);
  // The lint lets a circle pass whose blocks can end it; these data did not.
  const endless = said.includes('call stack') && guarded(() => cause instanceof RangeError) === true;
  const reason = endless ? ENDLESS : whatIsMissing(said);
  return new Error(`Cannot show the view "${name}": ${reason}`, { cause });
}

const ENDLESS = 'with this data its views include each other without end';

/** The layout's tree with the page's statements in place of its `{{> page}}`; both trees stay unchanged. */
function insertPage(layout: hbs.AST.Program, page: hbs.AST.Program): hbs.AST.Program {
  return { ...layout, body: layout.body.flatMap((statement) => insertAt(statement, page)) };
}

function insertAt(statement: hbs.AST.Statement, page: hbs.AST.Program): hbs.AST.Statement[] {
  if (isPageSlot(statement)) return page.body;
  if (!isBlock(statement)) return [statement];
  const { program } = statement;
  const inverse = 'inverse' in statement ? statement.inverse : undefined;
  // A block can lack either side, whatever the declaration says.
  const inserted = {
    ...statement,
    ...(program && { program: insertPage(program, page) }),
    ...(inverse && { inverse: insertPage(inverse, page) }),
  };
  return [inserted];
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement | hbs.AST.PartialBlockStatement {
  return statement.type === 'BlockStatement' || statement.type === 'PartialBlockStatement';
}
