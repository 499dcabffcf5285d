import type { Diagnostic, SourceSpan } from '../../../contract/diagnostic.ts';
import { layoutAround, type NamedView, viewOf } from '../../3-resolve/named-view.ts';
import { PROBE_MODEL } from '../../3-resolve/product-handlers.ts';
import type { Site, SiteRoute } from '../../3-resolve/site.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import type { Findings } from '../../findings/findings.ts';
import { type ParsedView, spanOfNode } from '../../views/parsed-view.ts';
import type { LintInput } from '../lint-input.ts';
import { type ModelType, ModelTypes } from './model-types.ts';
import { errorType, pageOfTexts, pageType } from './page-types.ts';
import type { PageWords, ViewProblem } from './read-view-value.ts';
import { walkPage } from './walk-view.ts';

/**
 * Checks every page against the data of its view: the model of its route, the data that are written there, or what an
 * error page always gets. If a handler's route declares no model, only @page and its like are checked. Fault: not-in-model.
 */
export function lintModels({ site, findings }: LintInput): void {
  if (site.views.kind !== 'loaded') return;
  const { byName: views } = site.views;
  const { layout } = site.page;
  const types = new ModelTypes({ refersSafely: !site.at.lost('schemas') });
  const found = new Map<string, { readonly problem: ViewProblem; readonly pages: Page[] }>();
  const approved = new Set<string>();
  for (const page of pagesOf(site, types)) {
    const sink = {
      add: (problem: ViewProblem) => {
        const key = `${placeKey(problem.at)} ${problem.message.split(':')[0]}`;
        const known = getOrMake(found, key, () => ({ problem, pages: [] }));
        if (known.pages.at(-1) !== page) known.pages.push(page);
      },
      approve: (at: SourceSpan) => void approved.add(placeKey(at)),
    };
    const { view, type, words, literal, layout: around, pageData } = page;
    walkPage({ types, words, literal, sink, pageData, views, layout: around, page: view, model: type });
  }
  for (const { problem, pages } of found.values()) {
    if (problem.harmless && approved.has(placeKey(problem.at))) continue;
    addFinding(findings, problem, { pages, layout });
  }
}

function placeKey({ file, line, column }: SourceSpan): string {
  return `${file}:${line}:${column}`;
}

/** A view and its data, and who shows it with them. */
interface Page {
  /** Undefined: a built-in one, in the layout. */
  readonly view: ParsedView | undefined;
  /** Undefined: a built-in one, or none. */
  readonly layout: ParsedView | undefined;
  readonly type: ModelType;
  /** What it gets as `@page`. */
  readonly pageData: ModelType;
  readonly words: PageWords;
  /** Its data are written in the manifest. */
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
  undeclared: 'the handler gives only "status"',
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
function pagesOf(site: Site, types: ModelTypes): Iterable<Page> {
  const { routes, page: pages } = site;
  const pageData = pageType(site, types);
  const ofTexts = pageOfTexts(site, types);
  const found = new Map<string, Page>();
  const add = (page: Omit<Page, 'shownBy'>, shownBy: readonly Related[]) => {
    const key = `${page.words.undeclared} ${page.type.id} ${page.view?.name ?? ''} ${page.layout?.name ?? ''}`;
    getOrMake(found, key, () => ({ ...page, shownBy: [] })).shownBy.push(...shownBy);
  };
  for (const route of routes.values()) {
    if (route.view === undefined) continue;
    const view = viewOf(route.view.found);
    const { given, shownBy } = givenBy(route, types);
    if (view !== undefined)
      add({ view, layout: layoutAround(route.layout, pages.layout), pageData, ...given }, [shownBy]);
    for (const text of [route.heading, route.description]) {
      if (text.kind === 'template')
        add({ view: text.template, layout: undefined, pageData: ofTexts, ...given }, [shownBy]);
    }
  }
  const { error, errors } = pages.named;
  const given = { layout: pages.layout, type: errorType(types), pageData, words: ERROR_WORDS, literal: false };
  const place = ({ at }: NamedView) => ({ ...at.value, message: 'it is named as an error page here' });
  add({ view: pages.error, ...given }, error === undefined ? [] : [place(error)]);
  for (const named of errors.values()) {
    const view = viewOf(named.found);
    if (view !== undefined) add({ view, ...given }, [place(named)]);
  }
  return found.values();
}

/** The data of a route's view, and where it is said what they are. */
function givenBy(route: SiteRoute, types: ModelTypes): { readonly given: Given; readonly shownBy: Related } {
  const { name, at, answer, words } = route;
  const isUnclear = at.lost('handler', 'model', 'data');
  const typeOf = (model: SiteRoute['model']) => (model === undefined || isUnclear ? types.any : types.ofSchema(model));
  switch (answer.kind) {
    case 'probe': {
      const shownBy = { ...at.in('handler').key, message: `the handler of the route "${name}" is here` };
      return { given: { type: typeOf(PROBE_MODEL), words: PROBE_WORDS, literal: false }, shownBy };
    }
    case 'handler':
    case 'submit': {
      const shownBy = { ...at.in('model').key, message: `the model of the route "${name}" is here` };
      return { given: { type: typeOf(route.model), words: MODEL_WORDS, literal: false }, shownBy };
    }
    default: {
      const shownBy = words.has('data')
        ? { ...at.in('data').key, message: `the data of the route "${name}" are here` }
        : { ...at.in('view').value, message: `the route "${name}" gives no data` };
      // Else it shows no view, or it is unclear which.
      if (answer.kind === 'view' && !isUnclear)
        return { given: { type: types.ofData(answer.data), words: DATA_WORDS, literal: true }, shownBy };
      return { given: { type: types.any, words: MODEL_WORDS, literal: false }, shownBy };
    }
  }
}

type Given = Pick<Page, 'type' | 'words' | 'literal'>;

const RELATED_MAX = 5;

function addFinding(
  findings: Findings,
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
    return isLast ? { ...one, message: `${one.message}, and ${more} more like it` } : one;
  });
  findings.add({ code: 'not-in-model', at, message, hint, related: [...included, ...listed] });
}
