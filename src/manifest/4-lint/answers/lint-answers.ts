import { wordList } from '../../../http/word-list.ts';
import { ANSWER_KEYS } from '../../3-resolve/resolve-answer.ts';
import type { SiteRoute } from '../../3-resolve/site.ts';
import type { RouteAnswer } from '../../3-resolve/site-answer.ts';
import { ruleInside } from '../../schemas/tell-broken.ts';
import type { LintInput } from '../lint-input.ts';

/** A route answers in exactly one way. Faults: no-answer, several-answers, stray-key. */
export function lintAnswers(input: LintInput): void {
  for (const route of input.site.routes.values()) {
    const { answer, at, name } = route;
    const isLost = at.lost(...ANSWER_KEYS, 'model', 'data', 'response');
    switch (answer.kind) {
      case 'several':
        addSeveral(input, route, [...answer.answers.keys()]);
        break;
      case 'none': {
        const message = `The route "${name}" does not say how it answers`;
        const hint = `add one of ${ANSWER_KEYS.join(', ')}`;
        if (!isLost) input.findings.add({ code: 'no-answer', at: at.key, message, hint });
        break;
      }
      default:
        if (!isLost) lintStrayKeys(input, route, answer);
    }
  }
}

/** The statuses of answers without a body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);
/** Those of "redirect". */
const REDIRECTING: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function addSeveral({ findings }: LintInput, { at }: SiteRoute, ways: readonly string[]): void {
  const [first = '', second = ''] = ways;
  const quoted = ways.map((way) => `"${way}"`);
  findings.add({
    code: 'several-answers',
    at: at.in(second).key,
    message: `The route answers in more than one way: ${wordList(quoted, 'and')}`,
    hint: 'keep one of them; only "view" goes together with "handler"',
    related: [{ ...at.in(first).key, message: 'the first one is here' }],
  });
}

function lintStrayKeys(input: LintInput, route: SiteRoute, answer: RouteAnswer): void {
  const { findings } = input;
  const add = (keys: readonly string[], hint: string, severity: 'error' | 'warning' = 'error') => {
    const message = `"${keys.join('.')}" does not belong on this route`;
    findings.add({ code: 'stray-key', at: route.at.in(...keys).key, severity, message, hint });
  };
  const { words } = route;
  if (words.has('bodyRequired') && !words.has('body') && !route.at.lost('body'))
    add(['bodyRequired'], 'it says whether a body must be sent, and this route declares none: add "body"');
  if (words.has('data') && answer.kind !== 'view') add(['data'], 'it is for a view without a handler');
  if (!words.has('view') && !route.at.lost('view')) {
    if (words.has('layout')) add(['layout'], 'it is around a view, and this route shows none');
    const hint = 'it is for a view, and this route shows none; "summary" says what a route does';
    if (words.has('heading')) add(['heading'], hint);
    // A plain one is in the OpenAPI document.
    if (words.has('description') && route.description.kind !== 'fixed') add(['description'], hint);
  }
  for (const key of ['view', 'model']) {
    const hint = words.has(key) ? strayHint(key, answer) : undefined;
    if (hint !== undefined) add([key], hint);
  }
  const isFixed = answer.kind === 'text' || answer.kind === 'json';
  if (answer.kind === 'json') lintFixedModel(input, route, answer.value);
  const unsent = unsentHint(route, answer);
  if (unsent !== undefined) add([answer.kind], unsent, 'warning');
  const isFile = answer.kind === 'file' || answer.kind === 'folder';
  if (words.has('response.type') && !isFixed && !isFile && answer.kind !== 'view' && answer.kind !== 'handler') {
    add(['response', 'type'], 'it is the media type of a body, and this answer has none of its own');
  }
  if (words.has('response.download') && !isFile) add(['response', 'download'], 'it is for "file" and "folder"');
  if (words.has('response.status') && answer.kind === 'redirect') {
    add(['response', 'status'], 'a redirect has a key "status" of its own');
  }
  if (words.has('redirect.params') && answer.kind === 'redirect' && answer.to.kind !== 'route') {
    add(['redirect', 'params'], 'they fill in the path of the route that "redirect.route" names');
  }
}

/** A fixed answer must be what its route promises. */
function lintFixedModel({ rules, findings }: LintInput, { model, at }: SiteRoute, value: unknown): void {
  if (model === undefined || at.lost('model')) return;
  const broken = rules.judge(model, value);
  if (broken === undefined) return;
  findings.add({
    code: 'bad-value',
    at: at.in('json', ...broken.keys).value,
    message: 'The fixed answer does not fit its model',
    hint: ruleInside(broken),
  });
}

/** Why an answer does not use the view or the model of its route: only handlers and fixed JSON have a model. */
function strayHint(key: string, answer: RouteAnswer): string | undefined {
  if (answer.kind === 'submit') return `${answer.handler.text} shows nothing: it leads to another URL`;
  if (key === 'view' || answer.kind === 'handler' || answer.kind === 'json') return undefined;
  return answer.kind === 'probe'
    ? `what ${answer.handler.text} answers is known: its "status"`
    : 'it is what a handler returns';
}

/** Why a fixed body does not go with the status. An empty body is how to send none. */
function unsentHint({ status, headers }: SiteRoute, answer: RouteAnswer): string | undefined {
  if (answer.kind !== 'text' && answer.kind !== 'json') return undefined;
  const isEmpty = answer.kind === 'text' && answer.text === '';
  if (WITHOUT_CONTENT.has(status) && !isEmpty) {
    return `an answer with the status ${status} has no body: this would never be sent; write text: ""`;
  }
  const leads = headers.some(({ name }) => name.toLowerCase() === 'location');
  return REDIRECTING.has(status) && !leads ? `use "redirect": the status ${status} leads elsewhere` : undefined;
}
