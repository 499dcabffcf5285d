import type { RouteShape } from '../2-validate/manifest-shape.ts';
import { PROBE_HANDLERS, SUBMIT_HANDLER } from '../product-handlers.ts';
import { wordList } from '../word-list.ts';
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

/** The statuses of answers without a body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);
/** Those of "redirect". */
const REDIRECTING: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const ANSWER_KEYS = ['handler', 'view', 'model', 'data', 'text', 'json', 'redirect', 'response'];
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
    message: `Cannot answer in more than one way: ${wordList(quoted, 'and')}`,
    hint: 'keep one of them; only "view" can stand beside "handler"',
    related: [{ ...located.keyAt(['routes', name, first]), message: 'the first one is here' }],
  });
}

function lintStrayKeys({ located, findings }: LintInput, name: string, route: RouteShape): void {
  const add = (keys: readonly string[], hint: string, severity: 'error' | 'warning' = 'error') => {
    const message = `Cannot use "${keys.join('.')}" on this route`;
    findings.add({ code: 'stray-key', at: located.keyAt(['routes', name, ...keys]), severity, message, hint });
  };
  if (route.data !== undefined && (route.view === undefined || route.handler !== undefined)) {
    add(['data'], 'it is what a view without a handler shows');
  }
  if (route.handler === SUBMIT_HANDLER) {
    for (const key of ['view', 'model'] as const) {
      if (route[key] !== undefined) add([key], `${SUBMIT_HANDLER} shows nothing: it leads to another URL`);
    }
  }
  if (route.model !== undefined && PROBE_HANDLERS.has(route.handler ?? '')) {
    add(['model'], `what ${route.handler} answers is known: its "status"`);
  }
  if (route.model !== undefined && route.handler === undefined) add(['model'], 'it is what a handler returns');
  const unsent = unsentHint(route);
  if (unsent !== undefined) add([route.text === undefined ? 'json' : 'text'], unsent, 'warning');
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

/** Why a body of the manifest's own does not go with the status, which it can still be answered with. An empty one is how to send none. */
function unsentHint({ text, json, response = {} }: RouteShape): string | undefined {
  const { status, headers = {} } = response;
  if (status === undefined || (text === undefined && json === undefined)) return undefined;
  if (WITHOUT_CONTENT.has(status) && text !== '') {
    return `an answer with the status ${status} has no body: this would never be sent; write text: ""`;
  }
  const leads = Object.keys(headers).some((name) => name.toLowerCase() === 'location');
  return REDIRECTING.has(status) && !leads ? `use "redirect": the status ${status} leads elsewhere` : undefined;
}
