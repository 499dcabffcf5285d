import type { RouteShape } from '../2-validate/manifest-shape.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** A route answers in exactly one way. Faults: no-answer, several-answers, stray-key. */
export function lintAnswers(input: LintInput): void {
  for (const [name, route] of routesOf(input)) {
    const ways = waysOf(route);
    if (ways.length > 1) addFinding(input, name, ways);
    else if (input.damage.touches(['routes', name], ANSWER_KEYS)) continue;
    else if (ways.length === 0) addFinding(input, name, ways);
    else lintStrayKeys(input, name, route);
  }
}

/** Whether there is no doubt how a route answers. */
export function hasOneAnswer(route: RouteShape): boolean {
  return waysOf(route).length === 1;
}

const ANSWER_KEYS = ['handler', 'view', 'data', 'text', 'json', 'redirect', 'response'];
const WAYS = ['handler', 'view', 'text', 'json', 'redirect'];

function waysOf(route: RouteShape): readonly string[] {
  return Object.keys(route).filter((key) => isWay(key, route));
}

/** A view beside a handler is no way of its own. */
function isWay(key: string, route: RouteShape): boolean {
  return WAYS.includes(key) && !(key === 'view' && route.handler !== undefined);
}

function addFinding({ located, findings }: LintInput, name: string, ways: readonly string[]): void {
  const [first, second] = ways;
  if (first === undefined || second === undefined) {
    const message = `Cannot answer on the route "${name}": it does not say how`;
    const hint = `add one of ${WAYS.join(', ')}`;
    findings.add({ code: 'no-answer', at: located.keyAt(['routes', name]), message, hint });
    return;
  }
  const quoted = ways.map((way) => `"${way}"`);
  findings.add({
    code: 'several-answers',
    at: located.keyAt(['routes', name, second]),
    message: `Cannot answer in more than one way: ${new Intl.ListFormat('en').format(quoted)}`,
    hint: 'keep one of them; only "view" can stand beside "handler"',
    related: [{ ...located.keyAt(['routes', name, first]), message: 'the first one is here' }],
  });
}

function lintStrayKeys({ located, findings }: LintInput, name: string, route: RouteShape): void {
  const add = (keys: readonly string[], hint: string) => {
    const message = `Cannot use "${keys.join('.')}" on this route`;
    findings.add({ code: 'stray-key', at: located.keyAt(['routes', name, ...keys]), message, hint });
  };
  if (route.data !== undefined && (route.view === undefined || route.handler !== undefined)) {
    add(['data'], 'it is what a view without a handler shows');
  }
  if (route.response?.type !== undefined && route.text === undefined && route.json === undefined) {
    add(['response', 'type'], 'it is the media type of "text" or "json"');
  }
  if (route.response?.status !== undefined && route.redirect !== undefined) {
    add(['response', 'status'], 'a redirect has a key "status" of its own');
  }
  if (route.redirect?.params !== undefined && route.redirect.route === undefined) {
    add(['redirect', 'params'], 'they fill in the path of the route that "redirect.route" names');
  }
}
