import type { PageData, PageTexts } from '../../contract/page-data.ts';
import { isContent } from '../views/view-nodes.ts';

/** What is known of a page before there is a request. Error pages get a heading only then, and other pages can. */
export type PageConstants = Pick<PageData, 'title' | 'forms' | 'background'> & Partial<PageTexts>;

/** Makes a template of a single statement, with the views that it can include. */
export type CompileStatement = (statement: hbs.AST.Statement) => HandlebarsTemplateDelegate;

/** A text of at least this length stays a piece of its own, so that pages of one layout share its bytes. */
const LONG_TEXT_LENGTH = 1024;

/**
 * Renders once and for all what depends only on constants, such as the forms of the start page: a page with one form took
 * 100 µs more a request. Nothing needs to be proved about a statement: it is rendered without a model and without what differs
 * between pages, and stays as it is if it asks for any of that.
 */
export class ConstantFolder {
  readonly #constants: PageConstants;
  readonly #page: PageConstants;
  readonly #compile: CompileStatement;
  /** The statements of the layout are those of every page. */
  readonly #shown = new Map<hbs.AST.Statement, string | undefined>();

  constructor(constants: PageConstants, compile: CompileStatement) {
    this.#constants = constants;
    this.#page = new Proxy(constants, CONSTANTS_ALONE);
    this.#compile = compile;
  }

  /** The same statements, with texts in place of those that can be rendered now. Neighbouring texts are joined, unless one is long. */
  fold(statements: readonly hbs.AST.Statement[]): readonly hbs.AST.Statement[] {
    const folded: hbs.AST.Statement[] = [];
    for (const statement of statements) {
      const last = folded.at(-1);
      const text = isContent(statement) ? statement.value : this.#show(statement);
      if (text === undefined) folded.push(statement);
      else if (last !== undefined && isContent(last) && isShort(last.value) && isShort(text)) {
        folded[folded.length - 1] = content(last, last.value + text);
      } else folded.push(content(statement, text));
    }
    return folded;
  }

  #show(statement: hbs.AST.Statement): string | undefined {
    if (!this.#shown.has(statement)) this.#shown.set(statement, this.#tryToShow(statement));
    return this.#shown.get(statement);
  }

  #tryToShow(statement: hbs.AST.Statement): string | undefined {
    if (!this.#beginsWithConstant(statement)) return undefined;
    try {
      return this.#compile(statement)(NO_MODEL, { data: { page: this.#page }, ...NO_PROTOTYPES });
    } catch {
      return undefined; // it needs the request, or fails when it is shown
    }
  }

  /** The others need not be tried. */
  #beginsWithConstant(statement: hbs.AST.Statement): boolean {
    const params = 'params' in statement && Array.isArray(statement.params) ? statement.params : [];
    const subject: unknown = params[0] ?? Reflect.get(statement, 'path');
    const name = typeof subject === 'object' && subject !== null && 'original' in subject ? `${subject.original}` : '';
    const [root, key = ''] = name.split('.');
    return root === '@page' && Object.hasOwn(this.#constants, key);
  }
}

function isShort(text: string): boolean {
  return text.length < LONG_TEXT_LENGTH;
}

/** `strict` does not keep a condition or a lookup from reading what is not there yet. */
const CONSTANTS_ALONE: ProxyHandler<PageConstants> = {
  get: (constants, key) => (Object.hasOwn(constants, key) ? Reflect.get(constants, key) : refuse()),
  has: (constants, key) => Object.hasOwn(constants, key) || refuse(),
  getOwnPropertyDescriptor: (constants, key) =>
    Object.hasOwn(constants, key) ? Reflect.getOwnPropertyDescriptor(constants, key) : refuse(),
  ownKeys: refuse,
};

/** Any access to it throws: it must wait for the request. */
const NO_MODEL = new Proxy(
  {},
  {
    get: refuse,
    has: refuse,
    getOwnPropertyDescriptor: refuse,
    getPrototypeOf: refuse,
    ownKeys: refuse,
  },
);

function refuse(): never {
  throw new Error('There is no model yet');
}

/** Thrown explicitly, so that Handlebars has nothing to warn of on the console. */
export const NO_PROTOTYPES = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };

function content({ loc }: hbs.AST.Node, text: string): hbs.AST.ContentStatement {
  return { type: 'ContentStatement', loc, value: text, original: { open: false, close: false } };
}
