import type { Diagnostic, SourceSpan } from '../../../contract/diagnostic.ts';
import { wordSet } from '../../../http/word-list.ts';
import { layoutAround, viewOf, withIncluded } from '../../3-resolve/named-view.ts';
import type { SiteHeader, SiteRoute } from '../../3-resolve/site.ts';
import { spanOf } from '../../findings/source.ts';
import type { ParsedView } from '../../views/parsed-view.ts';
import { GAP, htmlOfView } from '../links/html-of-view.ts';
import type { LinkJudge } from '../links/judge-link.ts';
import { readTags } from '../links/read-tags.ts';
import { scanLinks, type WrittenLink } from '../links/scan-links.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Warns of pages that have browsers hide where their forms come from: routes with `sameOrigin` refuse what the site itself sends then.
 * Fault: hidden-origin.
 */
export function lintOrigins(input: LintInput, judge: LinkJudge): void {
  const { routes, page, views } = input.site;
  const guarded = [...routes.values()].filter(({ sameOrigin }) => sameOrigin);
  if (guarded.length === 0) return;
  const { layout } = page;
  const withForms = viewsWithForms(input, judge);
  for (const header of page.headers) lintHeader(input, header, guarded);
  for (const { headers, view, layout: written } of routes.values()) {
    const shown = view && viewOf(view.found);
    const around = layoutAround(written, layout);
    const parts = shown === undefined ? [] : [shown, ...(around === undefined ? [] : [around])];
    if (parts.some((part) => withForms.has(part))) for (const header of headers) lintHeader(input, header, guarded);
  }
  for (const view of views.byName.values()) {
    if (view === layout || withForms.has(view)) lintTags(input, view, { guarded, judge });
  }
}

type Guarded = readonly SiteRoute[];

function lintHeader(input: LintInput, { name, value, at }: SiteHeader<string | null>, guarded: Guarded): void {
  if (value === null) return;
  switch (name.toLowerCase()) {
    case 'referrer-policy':
      if (policyOf(value) === STRIPPING) addPolicy(input, at.value, { guarded });
      break;
    case 'content-security-policy':
      if (!isStripped(value)) return;
      input.findings.add({
        code: 'hidden-origin',
        at: at.value,
        message: 'In this sandbox the forms of this site have no origin',
        hint: 'routes with "sameOrigin" refuse them: add allow-same-origin to the sandbox',
        related: relatedTo(guarded),
      });
  }
}

/** Whether a policy takes pages their origin (CSP Level 3 §6.3.2). */
function isStripped(policy: string): boolean {
  const sandbox = policy.split(/[;,]/).find((directive) => /^\s*sandbox(?:\s|$)/i.test(directive));
  return sandbox !== undefined && !/\sallow-same-origin(?:\s|$)/i.test(sandbox);
}

/** The one policy with which browsers write `Origin: null` into a form of the same site (Fetch §3.2). */
const STRIPPING = 'no-referrer';

const POLICIES = wordSet(
  `${STRIPPING} no-referrer-when-downgrade origin origin-when-cross-origin same-origin strict-origin ` +
    'strict-origin-when-cross-origin unsafe-url',
);

/** The last one that browsers know (Referrer Policy §8.1). */
function policyOf(value: string): string | undefined {
  const tokens = value.split(',').map((token) => token.trim().toLowerCase());
  return tokens.findLast((token) => POLICIES.has(token));
}

/** Of a GET browsers say no origin, and without a referrer it is let through. */
function addPolicy(
  { findings }: LintInput,
  at: SourceSpan,
  { guarded, by = `the policy "${STRIPPING}"` }: { readonly guarded: Guarded; readonly by?: string },
): void {
  const sending = guarded.filter(({ methods }) => methods.some((method) => method !== 'GET' && method !== 'HEAD'));
  if (sending.length === 0) return;
  findings.add({
    code: 'hidden-origin',
    at,
    message: `With ${by} the forms of this site have no origin`,
    hint: `browsers send "Origin: null" then, which routes with "sameOrigin" refuse: ${by === FORM_REL ? 'remove it' : 'use same-origin'}`,
    related: relatedTo(sending),
  });
}

const ROUTES_SHOWN_MAX = 3;

function relatedTo(guarded: Guarded): Diagnostic['related'] {
  return guarded.slice(0, ROUTES_SHOWN_MAX).map(({ name, at }) => {
    return { ...at.in('sameOrigin').key, message: `the route "${name}" refuses other origins` };
  });
}

/** What a page says of it itself, and what a form does. */
function lintTags(
  input: LintInput,
  view: ParsedView,
  { guarded, judge }: { readonly guarded: Guarded; readonly judge: LinkJudge },
): void {
  const html = htmlOfView(view);
  readTags(html, {
    open: ({ name, attributes, start, end }) => {
      const textOf = (wanted: string) => attributes.find((each) => each.name === wanted)?.value.toLowerCase() ?? '';
      const at = spanOf(view.source, start, end);
      const rel = textOf('rel').split(BETWEEN_WORDS);
      if (name === 'form' && rel.includes('noreferrer')) {
        const own = scanLinks(html).filter((link) => link.start > start && link.end < end);
        if (own.some((link) => isGuarded(link, judge))) addPolicy(input, at, { guarded, by: FORM_REL });
      }
      if (name === 'meta' && textOf('name') === 'referrer' && STRIPPED.has(textOf('content').trim()))
        addPolicy(input, at, { guarded });
    },
  });
}

/** White space, or a mark of a condition (`MARKS`). */
const BETWEEN_WORDS = /[\s\uFDD1-\uFDD5]+/;

/** And an old name of the same, which browsers still know (HTML §4.2.5.1). */
const STRIPPED: ReadonlySet<string> = new Set([STRIPPING, 'never']);

/** What a form says of its own requests alone (HTML §4.10.21.3). */
const FORM_REL = 'rel="noreferrer"';

/** The views in which, or in what they include, is a form that a route with `sameOrigin` may get. */
function viewsWithForms({ site: { views } }: LintInput, judge: LinkJudge): ReadonlySet<ParsedView> {
  const all = [...views.byName.values()];
  const own = new Set(all.filter((view) => scanLinks(htmlOfView(view)).some((link) => isGuarded(link, judge))));
  return new Set(all.filter((view) => [...withIncluded([view], views)].some((included) => own.has(included))));
}

/** By POST: one whose action is filled in can be any. */
function isGuarded({ kind, method, values }: WrittenLink, judge: LinkJudge): boolean {
  if (kind !== 'form' || method === 'GET') return false;
  return values.some((value) => {
    if (value.includes(GAP)) return true;
    const taker = judge.takerOf(value, 'POST');
    return taker !== undefined && (taker.sameOrigin || taker.answer.kind === 'submit');
  });
}
