import type { Diagnostic, SourceSpan } from '../../contract/diagnostic.ts';
import type { RouteShape } from '../2-validate/manifest-shape.ts';
import type { ParsedView } from '../3-gather/read-views.ts';
import { choosePageViews } from '../page-views.ts';
import { PROBE_HANDLERS, PROBE_MODEL } from '../product-handlers.ts';
import { type LintInput, routesOf } from './lint-input.ts';
import { type ModelType, ModelTypes } from './model-types.ts';
import { errorType, pageType } from './page-types.ts';
import type { PageWords } from './read-view-value.ts';
import { spanOfNode, type ViewProblem } from './view-problems.ts';
import { walkPage } from './walk-view.ts';

/**
 * Holds every page against what its view gets: the model of its route, the data that are written there, or what an
 * error page always gets. Where a handler's route declares no model, only @page and its like are looked at. Fault: not-in-model.
 */
export function lintModels(input: LintInput): void {
  if (input.views.kind !== 'loaded') return;
  const { layout } = choosePageViews(input, input.views);
  const types = new ModelTypes(input.damage.touches([], ['schemas']) ? undefined : (input.manifest.schemas ?? {}));
  const found = new Map<string, { readonly problem: ViewProblem; readonly pages: Page[] }>();
  const approved = new Set<string>();
  const pageData = pageType(input, types);
  for (const page of pagesOf(input, types)) {
    const sink = {
      add: (problem: ViewProblem) => {
        const key = `${placeKey(problem.at)} ${problem.message.split(':')[0]}`;
        const known = found.get(key) ?? { problem, pages: [] };
        found.set(key, known);
        if (known.pages.at(-1) !== page) known.pages.push(page);
      },
      approve: (at: SourceSpan) => void approved.add(placeKey(at)),
    };
    const { view, type, words, literal } = page;
    walkPage({ types, words, literal, sink, pageData, views: input.views.byName, layout, page: view, model: type });
  }
  for (const { problem, pages } of found.values()) {
    if (problem.harmless && approved.has(placeKey(problem.at))) continue;
    addFinding(input, problem, { pages, layout });
  }
}

function placeKey({ file, line, column }: SourceSpan): string {
  return `${file}:${line}:${column}`;
}

/** A view and what it gets, and who shows it with that. */
interface Page {
  /** Undefined: a built-in one, in the layout. */
  readonly view: ParsedView | undefined;
  readonly type: ModelType;
  readonly words: PageWords;
  /** What it gets is written in the manifest. */
  readonly literal: boolean;
  readonly shownBy: Related[];
}

type Related = Diagnostic['related'][number];

const MODEL_WORDS: PageWords = {
  undeclared: 'the model does not declare it',
  missing: 'the model does not require it',
  missingHint: 'add it to "required"',
};

const PROBE_WORDS: PageWords = {
  undeclared: 'the handler gives "status" alone',
  missing: 'the handler does not give it',
  missingHint: 'remove it',
};

const DATA_WORDS: PageWords = {
  undeclared: 'the data do not have it',
  missing: 'the data do not always have it',
  missingHint: 'add it to the data',
};

const ERROR_WORDS: PageWords = {
  undeclared: 'an error page gets status, reason, message, detail, links, methods and form',
  missing: 'an error page does not always get it',
  missingHint: 'remove it',
};

/** Each different one once, with all that show it. */
function pagesOf(input: LintInput, types: ModelTypes): Iterable<Page> {
  const { views, located, manifest } = input;
  const pages = new Map<string, Page>();
  const add = (page: Omit<Page, 'shownBy'>, shownBy: readonly Related[]) => {
    const key = `${page.words.undeclared} ${page.type.id} ${page.view?.name ?? ''}`;
    const known = pages.get(key) ?? { ...page, shownBy: [] };
    pages.set(key, known);
    known.shownBy.push(...shownBy);
  };
  for (const [name, route] of routesOf(input)) {
    const view = views.kind === 'loaded' && route.view !== undefined ? views.byName.get(route.view) : undefined;
    if (view !== undefined)
      add({ view, ...givenBy(input, { name, route, types }) }, [shownByRoute(input, name, route)]);
  }
  const { error, errors } = choosePageViews(input, views);
  const given = { type: errorType(types), words: ERROR_WORDS, literal: false };
  const place = (...path: readonly string[]) => ({
    ...located.valueAt(path),
    message: 'it is named as an error page here',
  });
  add({ view: error, ...given }, manifest.page?.error === undefined ? [] : [place('page', 'error')]);
  for (const [status, view] of errors) add({ view, ...given }, [place('page', 'errors', String(status))]);
  return pages.values();
}

interface NamedRoute {
  readonly name: string;
  readonly route: RouteShape;
  readonly types: ModelTypes;
}

function givenBy({ damage }: LintInput, { name, route, types }: NamedRoute): Pick<Page, 'type' | 'words' | 'literal'> {
  const unclear = damage.touches(['routes', name], ['handler', 'model', 'data']);
  if (route.handler === undefined && !unclear) {
    return { type: types.ofData(route.data ?? {}), words: DATA_WORDS, literal: true };
  }
  const isProbe = PROBE_HANDLERS.has(route.handler ?? '');
  const model = isProbe ? PROBE_MODEL : route.model;
  const type = model === undefined || unclear ? types.any : types.ofSchema(model);
  return { type, words: isProbe ? PROBE_WORDS : MODEL_WORDS, literal: false };
}

function shownByRoute({ located }: LintInput, name: string, route: RouteShape): Related {
  const path = ['routes', name];
  if (route.handler === undefined) {
    if (route.data === undefined)
      return { ...located.valueAt([...path, 'view']), message: `the route "${name}" gives no data` };
    return { ...located.keyAt([...path, 'data']), message: `the data of the route "${name}" are here` };
  }
  if (PROBE_HANDLERS.has(route.handler)) {
    return { ...located.keyAt([...path, 'handler']), message: `the handler of the route "${name}" is here` };
  }
  return { ...located.keyAt([...path, 'model']), message: `the model of the route "${name}" is here` };
}

const RELATED_MAX = 5;

function addFinding(
  { findings }: LintInput,
  problem: ViewProblem,
  { pages, layout }: { readonly pages: readonly Page[]; readonly layout: ParsedView | undefined },
): void {
  const { view, at, message, includedBy } = problem;
  const ofLayout = view === layout && !problem.hint?.startsWith('did you mean');
  const hint = ofLayout
    ? 'the layout is around every page, error pages too: all that they have in common is in @page'
    : problem.hint;
  const included =
    includedBy === undefined
      ? []
      : [{ ...spanOfNode(includedBy.view, includedBy.node), message: `"${view.name}" is included here` }];
  const shownBy = pages.flatMap((page) => page.shownBy);
  const more = shownBy.length - RELATED_MAX;
  const listed = shownBy.slice(0, RELATED_MAX).map((one, index) => {
    const isLast = more > 0 && index === RELATED_MAX - 1;
    return isLast ? { ...one, message: `${one.message}, and ${more} more are like it` } : one;
  });
  findings.add({ code: 'not-in-model', at, message, hint, related: [...included, ...listed] });
}
