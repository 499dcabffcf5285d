import { createHash } from 'node:crypto';
import type { FileResponder } from '../../contract/file-responders.ts';
import type { RequestSecrets } from '../../contract/log-settings.ts';
import type { BodyRule, Parameter, Program, RedirectValue, Responder, Route } from '../../contract/program.ts';
import { isSecretField, type SecretNames } from '../../http/secret-names.ts';
import type { FileManner } from '../3-resolve/site-answer.ts';
import { isCheckbox } from '../3-resolve/site-form.ts';
import type { SoundAnswer, SoundParameter, SoundRoute } from '../3-resolve/sound-site.ts';
import { typeOfName } from '../3-resolve/type-of-name.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';
import { compileBody } from './compile-body.ts';
import { compileGates, fieldLine } from './compile-gates.ts';
import { fixedTexts } from './compile-page-texts.ts';
import { compileParameter } from './compile-parameter.ts';
import { isSecretSchema } from './compile-secrets.ts';
import type { CompiledViews } from './compile-views.ts';
import type { AlikeSharer } from './share-alike.ts';

/** What a route is compiled with. */
export interface RouteParts {
  readonly views: CompiledViews;
  readonly rules: RuleCompiler;
  readonly forms: Program['forms'];
  readonly secrets: RequestSecrets | undefined;
  /** Of all routes. */
  readonly alike: AlikeSharer;
}

/** One route. */
export function compileRoute(route: SoundRoute, parts: RouteParts): Route {
  const { name, summary, methods, paths, parameters, sameOrigin, status, headers } = route;
  const { alike } = parts;
  const compileAll = (group: readonly SoundParameter[], secret: SecretNames = NO_NAMES) =>
    alike.share(group.map((one) => alike.share(compileOne(one, parts.rules, secret))));
  return {
    name,
    summary,
    methods,
    paths: paths.map(({ segments }) => segments),
    params: compileAll(parameters.params),
    query: compileAll(parameters.query, parts.secrets?.query),
    headers: compileAll(parameters.headers),
    cookies: compileAll(parameters.cookies),
    body: routeBody(route, parts),
    form: Object.hasOwn(parts.forms, name) ? parts.forms[name] : undefined,
    sameOrigin,
    errors: route.errors,
    cors: route.cors?.rule,
    gates: compileGates(route),
    respond: alike.share(compileAnswer(route, parts.views)),
    response: alike.share({
      status,
      headers: alike.share(headers.map((one) => alike.share(fieldLine(one)))),
      cookies: NO_COOKIES,
    }),
    page: alike.share({ heading: '', description: '', ...fixedTexts(route) }),
  };
}

/** The body, by its schema, and by the route's form. */
function routeBody(
  { name: route, body, bodyRequired, form }: SoundRoute,
  { rules, secrets }: RouteParts,
): BodyRule | undefined {
  const rule = body && { ...compileBody(body, { rules, secrets, route }), required: bodyRequired };
  if (rule === undefined || form === undefined) return rule;
  const { inputs } = form;
  const ofBody = inputs.filter(({ place }) => place === 'body');
  const checkboxes = inputs.length > 1 ? ofBody.filter(isCheckbox).map(({ name }) => name) : [];
  const alongside = inputs.flatMap(({ place, name }) => (place === 'body' ? [] : [name]));
  return { ...rule, form: { checkboxes, alongside: new Set(alongside) } };
}

const NO_NAMES: SecretNames = [];
const NO_COOKIES: Route['response']['cookies'] = [];

function compileOne(parameter: SoundParameter, rules: RuleCompiler, names: SecretNames): Parameter {
  const { name, required, schema, plain, list } = parameter;
  const secret = isSecretSchema(schema) || isSecretField(names, name) ? { secret: true } : {};
  const { type } = plain === undefined ? parameter.list : plain;
  return { ...compileParameter({ name, required, schema, type, list }, rules), ...secret };
}

function compileAnswer(route: SoundRoute, views: CompiledViews): Responder {
  const { answer, type } = route;
  switch (answer.kind) {
    case 'handler': {
      const { handler, found, view } = answer;
      return {
        kind: 'handler',
        name: handler.text,
        handler: found.value,
        view: view && views.page(view.found.value, route),
        type,
      };
    }
    case 'probe':
      return { kind: 'probe', asks: answer.asks, view: answer.view && views.page(answer.view.found.value, route) };
    case 'view':
      return { kind: 'view', view: views.page(answer.view.found.value, route), type, data: ordinary(answer.data) };
    case 'text':
      return fixed(answer.type, answer.text);
    case 'json':
      return fixed(answer.type, JSON.stringify(answer.value));
    case 'redirect':
      return compileRedirect(answer);
    case 'file':
      return { kind: 'file', path: answer.file.path, ...compileManner(answer) };
    case 'folder': {
      const { root, index, fallback, parameter } = answer;
      return { kind: 'folder', root: root.path, parameter, index, fallback: fallback?.path, ...compileManner(answer) };
    }
    case 'submit':
      return { kind: 'submit' };
  }
}

function compileRedirect({ to, location }: SoundAnswer & { kind: 'redirect' }): Responder {
  if (to.kind !== 'route' || to.taken.size === 0) return { kind: 'redirect', location: ['Location', location] };
  const params = Object.entries(to.params).map(([name, value]): readonly [string, RedirectValue] => {
    const from = to.taken.get(name);
    return [name, from === undefined ? { kind: 'text', text: String(value) } : { kind: 'parameter', name: from }];
  });
  return { kind: 'redirect-filled', route: to.route.text, params: new Map(params) };
}

function compileManner({ type, download }: FileManner): Pick<FileResponder, 'typeOf' | 'download'> {
  return { typeOf: type === undefined ? typeOfName : () => type, download };
}

/** Handlebars converts an object to text to report a name missing in it, which fails without a prototype. */
function ordinary(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

function fixed(type: string, text: string): Responder {
  const body = new TextEncoder().encode(text);
  const tag = createHash('sha1').update(body).digest('base64url');
  return { kind: 'fixed', type, body, tag, tagLine: [['ETag', `"${tag}"`]] };
}
