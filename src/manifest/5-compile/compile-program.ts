import type { PageData, View } from '../../contract/page-data.ts';
import type { Program, Route } from '../../contract/program.ts';
import { messageOf } from '../../http/describe-thrown.ts';
import type { Steps } from '../1-read/run-steps.ts';
import type { Spot } from '../2-validate/spot.ts';
import { viewOf } from '../3-resolve/named-view.ts';
import type { SoundSite } from '../3-resolve/sound-site.ts';
import type { Findings } from '../findings/findings.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';
import { ERROR_MODELS, trialPage } from '../views/trial-models.ts';
import { buildRouteTree } from './build-route-tree.ts';
import { compileFieldTexts } from './compile-field-texts.ts';
import { compileForms } from './compile-form.ts';
import { compileGroups } from './compile-gates.ts';
import { compilePageHeaders } from './compile-page-headers.ts';
import { compileRoute } from './compile-route.ts';
import { findSecrets } from './compile-secrets.ts';
import { compileSettings } from './compile-settings.ts';
import { compileViews } from './compile-views.ts';
import { AlikeSharer } from './share-alike.ts';

export interface CompileOptions {
  readonly rules: RuleCompiler;
  readonly findings: Findings;
  /** All pages now, and not each when it is first shown: a plain start is faster without. */
  readonly preparePages: boolean;
}

/**
 * A site as a program, in steps: a server that reloads has visitors who wait. Views with constant data are tried here; failures are in
 * `findings`, and then the program must not be used. Fault: view-fails.
 */
export function* compileProgram(site: SoundSite, { rules, findings, preparePages }: CompileOptions): Steps<Program> {
  const { page: pages } = site;
  const { background } = pages;
  const secrets = findSecrets(site);
  const settings = compileSettings(site, secrets);
  const forms = compileForms(site);
  const views = compileViews(site, forms);
  const page = trialPage({ title: site.title, background: background.default, forms });
  const routes: Route[] = [];
  const alike = new AlikeSharer();
  for (const route of site.routes.values()) {
    yield;
    const compiled = compileRoute(route, { views, rules, forms, secrets: secrets.inside, alike });
    if (compiled.respond.kind === 'view') tryView(findings, { at: route.at.in('view'), ...compiled.respond, page });
    routes.push(compiled);
  }
  const errors = new Map<number, View>();
  for (const [status, { at, found }] of pages.named.errors) {
    const view = viewOf(found);
    if (view === undefined) continue;
    const compiled = views.page(view);
    errors.set(status, compiled);
    tryErrorView(findings, { at, view: compiled, page });
  }
  tryErrorView(findings, { at: pages.errorAt, view: views.error, page });
  yield;
  const groups = compileGroups(site.groups);
  const headers = compilePageHeaders(site);
  if (preparePages) yield* views.prepare(headers.keys());
  return {
    ...settings,
    pages: { background, headers, error: views.error, errors },
    routes,
    routesByName: new Map(routes.map((route) => [route.name, route])),
    fieldTexts: compileFieldTexts(routes, groups),
    groups,
    routeTree: yield* buildRouteTree(routes, settings.methods, alike),
    forms,
  };
}

function tryErrorView(findings: Findings, trial: Omit<Trial, 'data'>): void {
  // The first failure is enough.
  ERROR_MODELS.every((data) => tryView(findings, { ...trial, data }));
}

interface Trial {
  readonly at: Spot;
  readonly view: View;
  readonly data: unknown;
  readonly page: PageData;
}

function tryView(findings: Findings, { at, view, data, page }: Trial): boolean {
  try {
    view(data, page);
    return true;
  } catch (error) {
    const reason = messageOf(error);
    findings.add({ code: 'view-fails', at: at.value, message: reason });
    return false;
  }
}
