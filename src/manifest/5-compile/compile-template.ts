import { getOrMake } from '../collections/get-or-make.ts';
import { Handlebars } from '../views/handlebars.ts';
import { HELPERS } from '../views/view-nodes.ts';
import { ESCAPES, type EscapeValue, type Escaping } from './escape-values.ts';

const OPTIONS: PrecompileOptions = {
  strict: true,
  knownHelpersOnly: true,
  // An indented {{> form}} would indent every line of what was typed into a textarea.
  preventIndent: true,
  knownHelpers: Object.fromEntries([...HELPERS.keys()].map((name) => [name, true])),
};

/** Views that include each other, all with their values escaped in one way. */
export class TemplateCompiler {
  readonly escape: EscapeValue;
  readonly #environment = Handlebars.create();
  readonly #escaping: Escaping;

  constructor(escaping: Escaping, partials: Iterable<{ readonly name: string; readonly ast: hbs.AST.Program }>) {
    this.#escaping = escaping;
    this.escape = escaping === 'html' ? (value) => Handlebars.escapeExpression(String(value)) : ESCAPES[escaping];
    for (const { name, ast } of partials) this.#environment.registerPartial(name, this.compile(ast));
  }

  /**
   * `Handlebars.compile` waits for the first request; this compiles now. The function is made from the code that Handlebars
   * generates, as it would do later.
   */
  compile(ast: hbs.AST.Program): HandlebarsTemplateDelegate {
    const made = this.#generate(ast, OPTIONS);
    return this.#environment.template(this.#escaping === 'html' ? made : escapingBy(this.escape, made));
  }

  /** A template of a text that views escape when they show it. */
  compileText(ast: hbs.AST.Program): HandlebarsTemplateDelegate {
    return this.#environment.template(this.#generate(ast, { ...OPTIONS, noEscape: true }));
  }

  #generate(ast: hbs.AST.Program, options: PrecompileOptions): TemplateSpecification {
    return new Function(`return ${String(this.#environment.precompile(ast, options))}`)();
  }
}

/** Generated code finds `escapeExpression` at the container that it gets, and Handlebars has no other place to set it. */
function escapingBy(value: EscapeValue, made: TemplateSpecification): TemplateSpecification {
  const containers = new WeakMap<object, object>();
  const withEscape = (container: object) =>
    getOrMake(containers, container, () => Object.create(container, { escapeExpression: { value } }));
  const parts = Object.entries(made).map(([name, part]) => {
    const isCode = typeof part === 'function';
    return [name, isCode ? (container: object, ...rest: unknown[]) => part(withEscape(container), ...rest) : part];
  });
  return Object.fromEntries(parts);
}
