import type { PageData } from '../../contract/program.ts';
import { isContent } from '../4-lint/view-nodes.ts';

/** What every page of a program has alike. */
export type PageConstants = Pick<PageData, 'title' | 'forms'>;

/** Makes a template of statements, with the views that they may include. */
export type CompileStatements = (program: hbs.AST.Program) => HandlebarsTemplateDelegate;

/**
 * Shows once and for all what depends on constants alone, such as the forms of the start page: a page with one form took
 * 100 µs more a request. Nothing has to be proved about a statement: it is shown without a model and without what differs
 * between pages, and stays as it is if it asks for any of that.
 */
export class ConstantFolder {
  readonly #page: PageConstants;
  readonly #compile: CompileStatements;
  /** The statements of the layout are those of every page. */
  readonly #shown = new Map<hbs.AST.Statement, string | undefined>();

  constructor(constants: PageConstants, compile: CompileStatements) {
    this.#page = new Proxy(constants, CONSTANTS_ALONE);
    this.#compile = compile;
  }

  fold(page: hbs.AST.Program): hbs.AST.Program {
    const body: hbs.AST.Statement[] = [];
    for (const statement of page.body) {
      const last = body.at(-1);
      const text = isContent(statement) ? statement.value : this.#show(page, statement);
      if (text === undefined) body.push(statement);
      else if (last !== undefined && isContent(last)) body[body.length - 1] = content(last, last.value + text);
      else body.push(content(statement, text));
    }
    return { ...page, body };
  }

  #show(page: hbs.AST.Program, statement: hbs.AST.Statement): string | undefined {
    if (!this.#shown.has(statement)) this.#shown.set(statement, this.#tryToShow(page, statement));
    return this.#shown.get(statement);
  }

  #tryToShow(page: hbs.AST.Program, statement: hbs.AST.Statement): string | undefined {
    if (!beginsWithConstant(statement)) return undefined;
    try {
      const template = this.#compile({ ...page, body: [statement] });
      return template(NO_MODEL, { data: { page: this.#page }, ...NO_PROTOTYPES });
    } catch {
      return undefined; // it needs what only a request brings, or is one that fails when it is shown
    }
  }
}

/** The others need not be tried. */
function beginsWithConstant(statement: hbs.AST.Statement): boolean {
  const params = 'params' in statement && Array.isArray(statement.params) ? statement.params : [];
  const subject: unknown = params[0] ?? Reflect.get(statement, 'path');
  const name = typeof subject === 'object' && subject !== null && 'original' in subject ? String(subject.original) : '';
  return name === '@page.title' || name === '@page.forms' || name.startsWith('@page.forms.');
}

/** `strict` does not keep a condition or a lookup from asking for what is not there yet. */
const CONSTANTS_ALONE: ProxyHandler<PageConstants> = {
  get: (constants, key) => (isConstant(key) ? Reflect.get(constants, key) : refuse()),
  has: (_constants, key) => isConstant(key) || refuse(),
  getOwnPropertyDescriptor: (constants, key) =>
    isConstant(key) ? Reflect.getOwnPropertyDescriptor(constants, key) : refuse(),
  ownKeys: refuse,
};

function isConstant(key: string | symbol): boolean {
  return key === 'title' || key === 'forms';
}

/** Whoever looks into it, by whatever way, has to wait for the request. */
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

/** Said outright, so that Handlebars has nothing to warn of on the console. */
export const NO_PROTOTYPES = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };

function content({ loc }: hbs.AST.Node, text: string): hbs.AST.ContentStatement {
  return { type: 'ContentStatement', loc, value: text, original: { open: false, close: false } };
}
