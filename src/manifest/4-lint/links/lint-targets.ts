import type { SourceSpan } from '../../../contract/diagnostic.ts';
import type { Placed } from '../../2-validate/spot.ts';
import type { SiteRoute } from '../../3-resolve/site.ts';
import { answersOfKind, type RedirectAnswer } from '../../3-resolve/site-answer.ts';
import { spanOf } from '../../findings/source.ts';
import { methodAfter, urlFault } from '../answers/lint-redirects.ts';
import { findCircles, fromFirst } from '../find-circles.ts';
import type { LintInput } from '../lint-input.ts';
import { unfilledPart } from '../paths/lint-foreign-words.ts';
import { htmlOfView } from './html-of-view.ts';
import { type LinkFault, type LinkJudge, saidOfLink } from './judge-link.ts';
import { scanLinks } from './scan-links.ts';

/** Paths of this server in links and forms of views have to reach a route. Fault: dead-link. */
export function lintLinks({ site, findings }: LintInput, judge: LinkJudge): void {
  for (const view of site.views.byName.values()) {
    for (const link of scanLinks(htmlOfView(view))) {
      // If a condition chooses the value, the first one that leads nowhere is enough.
      const [fault] = link.values.flatMap((value) => judge.faultOf(value, link) ?? []);
      if (fault === undefined) continue;
      const hint = fault.hint ?? (fault.takes && methodHint(fault.takes));
      const said = saidOfLink(link.kind, { ...fault, hint }, site);
      findings.add({ code: 'dead-link', at: spanOf(view.source, link.start, link.end), ...said });
    }
  }
}

function methodHint(methods: readonly string[]): string {
  if (methods.includes('POST')) return 'only a form with method="post" sends POST';
  return methods.includes('GET') ? 'only links and forms with method="get" send GET' : 'pages send only GET and POST';
}

/** Warns of redirects to paths of this server that no route has, and of those that lead round in a circle. Fault: bad-redirect. */
export function lintRedirectTargets(input: LintInput, judge: LinkJudge): void {
  for (const route of input.site.routes.values()) {
    for (const answer of answersOfKind(route.answer, 'redirect')) lintUrl(input, judge, { route, answer });
    lintLocation(input, judge, route);
  }
  for (const circle of circlesOf(input, judge)) addCircle(input, circle);
}

interface Redirecting {
  readonly route: SiteRoute;
  readonly answer: RedirectAnswer;
}

function lintUrl(input: LintInput, judge: LinkJudge, { route: { methods }, answer }: Redirecting): void {
  const { status } = answer;
  const { text, at } = urlOf(input, answer) ?? {};
  if (text === undefined || at === undefined) return;
  for (const method of methods.filter((each) => each !== 'OPTIONS')) {
    const after = methodAfter(method, answer);
    const fault = judge.faultOf(text, { method: after, isPage: true });
    if (fault === undefined) continue;
    const hint = `a ${method} ${after === method ? 'stays one' : `becomes a ${after}`} after ${status}`;
    addDead(input, fault.takes === undefined ? fault : { ...fault, hint }, at.value);
    return;
  }
}

/** That of a redirect which a route writes itself. */
function lintLocation(input: LintInput, judge: LinkJudge, { headers, status }: SiteRoute): void {
  const location = headers.find(({ name }) => name.toLowerCase() === 'location');
  if (location === undefined || status < 300 || status > 399 || !isWhole(location.value)) return;
  const fault = judge.faultOf(location.value, { method: undefined, isPage: true });
  if (fault !== undefined) addDead(input, fault, location.at.value);
}

/** The URL that is written, or that of a folder's route: whether it has the file. What else a route takes is checked elsewhere. */
function urlOf({ site: { routes } }: LintInput, answer: RedirectAnswer): Placed | undefined {
  const { to } = answer;
  if (to.kind === 'url') return isWhole(to.url.text) ? to.url : undefined;
  if (to.kind !== 'route' || routes.get(to.route.text)?.answer.kind !== 'folder') return undefined;
  const { location } = answer;
  return location === undefined ? undefined : { text: location, at: to.route.at };
}

/** Whether nothing else is wrong with a URL. */
function isWhole(url: string): boolean {
  return urlFault(url) === undefined && unfilledPart(url) === undefined;
}

function addDead({ site, findings }: LintInput, fault: LinkFault, at: SourceSpan): void {
  findings.add({ code: 'bad-redirect', at, severity: 'warning', ...saidOfLink('redirect', fault, site) });
}

/** One way from a route to the next. */
interface Step extends Redirecting {
  readonly method: string;
}

/** Each circle once, whatever the methods, from its first route in the manifest's order. */
function circlesOf({ site }: LintInput, judge: LinkJudge): readonly (readonly Step[])[] {
  const rank = new Map([...site.routes.keys()].map((name, index) => [name, index]));
  const starts = [...site.routes.values()].flatMap((route) =>
    route.methods.flatMap((method) => stepOf(route, method) ?? []),
  );
  const steps = new Map(starts.map((step) => [keyOf(step), step]));
  const stepsFrom = (key: string) => {
    const step = steps.get(key);
    return [(step && nextStep(judge, step)) ?? []].flat();
  };
  const circles = findCircles(steps.keys(), { stepsFrom, target: keyOf });
  const byRoutes = circles.map((circle) => {
    const names = circle.map(({ route }) => route.name).toSorted();
    return [JSON.stringify(names), fromFirst(circle, ({ route }) => rank.get(route.name) ?? 0)] as const;
  });
  return [...new Map(byRoutes).values()];
}

function keyOf({ route, method }: Step): string {
  return `${method} ${route.name}`;
}

function stepOf(route: SiteRoute, method: string): Step | undefined {
  const { answer } = route;
  return answer.kind === 'redirect' && method !== 'OPTIONS' ? { route, answer, method } : undefined;
}

function nextStep(judge: LinkJudge, { route, answer, method }: Step): Step | undefined {
  const { location } = answer;
  const after = methodAfter(method, answer);
  const taker = location === undefined ? undefined : judge.takerOf(location, after);
  return taker && (taker === route || !asksForMore(taker)) ? stepOf(taker, after) : undefined;
}

/** No other route can send to one that needs a value besides its path: who follows it has none. A route that sends to itself is wrong anyway. */
function asksForMore({ parameters: { query, headers, cookies } }: SiteRoute): boolean {
  return [...query, ...headers, ...cookies].some(({ required, plain }) => required && plain?.default === undefined);
}

function addCircle({ findings }: LintInput, [first, ...others]: readonly Step[]): void {
  if (first === undefined) return;
  const { name } = first.route;
  const ways = others.map(({ route }) => `to "${route.name}"`).join(', ');
  findings.add({
    code: 'bad-redirect',
    at: placeOf(first),
    severity: 'warning',
    message: `The route "${name}" redirects ${others.length === 0 ? 'to itself' : `${ways} and back to itself`}`,
    hint: 'clients would go round in a circle',
    related: others.map((each) => ({ ...placeOf(each), message: `"${each.route.name}" leads on from here` })),
  });
}

function placeOf({ answer: { at, to } }: Step): SourceSpan {
  switch (to.kind) {
    case 'url':
      return to.url.at.value;
    case 'route':
      return to.route.at.value;
    default:
      return at.key;
  }
}
