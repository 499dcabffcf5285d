import type { PageText } from '../../3-resolve/page-text.ts';
import type { Site } from '../../3-resolve/site.ts';
import type { Finding } from '../../findings/findings.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import { spanOf } from '../../findings/source.ts';
import { Handlebars } from '../../views/handlebars.ts';
import { includedNames } from '../../views/included-names.ts';
import { type ParsedView, spanOfNode } from '../../views/parsed-view.ts';
import { HELPERS, isPageSlot, isPath, partialName } from '../../views/view-nodes.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: unescaped-output, unknown-helper, unknown-partial, bad-view, dynamic-lookup. Checks every view, shown or not. */
export function lintViews(input: LintInput): void {
  const { views, routes } = input.site;
  for (const { heading, description } of routes.values())
    for (const text of [heading, description]) lintText(input, text);
  const names = new Set([...views.byName.keys(), ...views.broken]);
  const shown = shownAsPage(input.site, views.byName.values());
  for (const view of views.byName.values()) {
    const slots = !shown.has(view.name);
    const linter = new ViewLinter({ names, slots, add: (node, finding) => addFinding(input, view, node, finding) });
    linter.accept(view.ast);
  }
}

/** Checks a text about a page. */
function lintText(input: LintInput, text: PageText): void {
  if (text.kind === 'fixed') return;
  if (text.kind === 'broken') {
    const { name, source } = text.template;
    const { reason, hint, start, end } = text.error;
    const message = `Cannot read the ${name}: ${reason}`;
    input.findings.add({ code: 'bad-view', at: spanOf(source, start, end), message, hint });
    return;
  }
  const { template } = text;
  const add = (node: hbs.AST.Node, finding: ViewFinding) => addFinding(input, template, node, finding);
  new ViewLinter({ names: undefined, slots: false, add }).accept(template.ast);
}

/** Every view of a page, none of which can be a layout. A layout that is not in use is not a mistake. */
function shownAsPage({ routes, page }: Site, views: Iterable<ParsedView>): ReadonlySet<string> {
  const shown = new Set([...routes.values()].flatMap(({ view }) => view?.name ?? []));
  if (page.error !== undefined) shown.add(page.error.name);
  for (const { name } of page.named.errors.values()) shown.add(name);
  for (const name of includedNames(views)) shown.add(name);
  return shown;
}

type ViewFinding = Pick<Finding, 'code' | 'message' | 'hint'>;

function addFinding(input: LintInput, view: ParsedView, node: hbs.AST.Node, finding: ViewFinding): void {
  input.findings.add({ ...finding, at: spanOfNode(view, node) });
}

interface ViewLinterParts {
  /** Of all views; undefined: none can be included. */
  readonly names: ReadonlySet<string> | undefined;
  /** `{{> page}}` is allowed here: it is not a view, but the place of one. */
  readonly slots: boolean;
  readonly add: (node: hbs.AST.Node, finding: ViewFinding) => void;
}

class ViewLinter extends Handlebars.Visitor {
  readonly #parts: ViewLinterParts;

  constructor(parts: ViewLinterParts) {
    super();
    this.#parts = parts;
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    if (!node.escaped) {
      const hint = 'write it with two braces and without "&"';
      this.#parts.add(node, { code: 'unescaped-output', message: 'The value is written without escaping', hint });
    }
    this.#lintCall(node, node.params.length > 0 || node.hash !== undefined);
    super.MustacheStatement(node);
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    this.#lintCall(node, node.params.length > 0 || node.hash !== undefined);
    super.BlockStatement(node);
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    this.#lintCall(node, true);
    super.SubExpression(node);
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    if (!(this.#parts.slots && isPageSlot(node))) this.#lintPartial(node);
    super.PartialStatement(node);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.#lintPartial(node);
    super.PartialBlockStatement(node);
  }

  override Decorator(node: hbs.AST.Decorator): void {
    this.#refuseDecorator(node);
  }

  override DecoratorBlock(node: hbs.AST.DecoratorBlock): void {
    this.#refuseDecorator(node);
  }

  #lintCall(node: hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression, isCall: boolean): void {
    const { path } = node;
    const name = 'original' in path ? String(path.original) : undefined;
    const arity = name === undefined ? undefined : HELPERS.get(name);
    if (arity !== undefined && node.params.length !== arity) {
      const message = `The helper "${name}" has ${node.params.length} values`;
      this.#parts.add(node, { code: 'bad-view', message, hint: `it takes ${arity}` });
    } else if (arity === undefined && isCall) {
      const hint = nameHint(name ?? '', HELPERS.keys());
      this.#parts.add(path, { code: 'unknown-helper', message: `Unknown helper "${name ?? 'computed'}"`, hint });
    } else if (name === 'lookup') this.#lintLookup(node.params[1]);
  }

  /** A computed name cannot be checked against the model. */
  #lintLookup(key: hbs.AST.Expression | undefined): void {
    if (key === undefined || key.type.endsWith('Literal') || isIndex(key)) return;
    this.#parts.add(key, {
      code: 'dynamic-lookup',
      message: 'This name is known only when the view is shown',
      hint: 'write the name, as in {{person.name}}, or go through all of them by {{#each}}',
    });
  }

  #lintPartial(node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    const { names } = this.#parts;
    const name = partialName(node);
    if (names === undefined) {
      const hint = 'it is text, and a view is HTML: write what it shows';
      this.#parts.add(node, { code: 'bad-view', message: 'A heading or description cannot include a view', hint });
    } else if (name === undefined) {
      const hint = 'write the name of a view';
      this.#parts.add(node.name, {
        code: 'unknown-partial',
        message: 'The name of the included view is computed',
        hint,
      });
    } else if (node.params.length > 1) {
      const message = `The view "${name}" is included with ${node.params.length} values`;
      this.#parts.add(node, { code: 'bad-view', message, hint: 'it takes one: what the view shows' });
    } else if (name !== '@partial-block' && !names.has(name)) {
      const hint = () => nameHint(name, names);
      this.#parts.add(node.name, { code: 'unknown-partial', message: `Unknown view "${name}"`, hint });
    }
  }

  #refuseDecorator(node: hbs.AST.Decorator | hbs.AST.DecoratorBlock): void {
    const hint = 'put what is used more than once into a view of its own';
    this.#parts.add(node, { code: 'unknown-helper', message: 'Decorators are not supported', hint });
  }
}

/** `@index`, which counts the items of a list. */
function isIndex(node: hbs.AST.Node): boolean {
  return isPath(node) && node.data && node.parts.join('.') === 'index';
}
