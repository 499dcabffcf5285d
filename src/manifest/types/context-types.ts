import { basename } from 'node:path';
import { groupsAbove } from '../3-resolve/groups-above.ts';
import { BASIC_AUTH_GUARD, PRODUCT_PREFIX } from '../3-resolve/product-handlers.ts';
import type { Site, SiteGates, SiteRoute } from '../3-resolve/site.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { type PropertyNode, printString, property, type TypeNode, unionOf, word } from './type-text.ts';

type Guarded = Pick<Site, 'routes' | 'groups'>;

/** By the names of the guards: which routes ask each of them. */
export function guardTypes({ routes, groups }: Guarded): readonly PropertyNode[] {
  const routesOf = new Map<string, Set<string>>();
  const add = ({ guards }: SiteGates, route: SiteRoute | undefined): void => {
    for (const { text } of guards) {
      if (text.startsWith(PRODUCT_PREFIX)) continue;
      const names = getOrMake(routesOf, text, () => new Set());
      if (route !== undefined) names.add(printString(route.name));
    }
  };
  for (const group of groups) add(group, undefined);
  for (const route of routes.values()) {
    for (const { segments } of route.paths) {
      for (const { group } of groupsAbove(groups, segments)) add(group, route);
    }
    add(route, route);
  }
  return [...routesOf].map(([guard, names]) => {
    const which = unionOf([...names].map(word));
    return property(guard, { kind: 'generic', name: 'RouteGuard', parameters: [word('Routes'), which] });
  });
}

/** What guards add to the context of a route, whichever of its paths is asked for. Without guards it is nothing. */
export function contextBy(route: SiteRoute, site: Guarded & Pick<Site, 'module'>): readonly PropertyNode[] {
  const listed = route.paths.map(({ segments }) => {
    const above = groupsAbove(site.groups, segments).filter(({ isCertain }) => isCertain);
    const names = [...above.map(({ group }) => group), route].flatMap(({ guards }) => guards.map(({ text }) => text));
    return names.filter((name) => name === BASIC_AUTH_GUARD || !name.startsWith(PRODUCT_PREFIX));
  });
  const lists = new Map(listed.map((names) => [names.join('\n'), names] as const));
  if ([...lists.values()].every((names) => names.length === 0)) return [];
  if (!isTypeScript(site)) return [property('context', { kind: 'object', properties: [], open: true })];
  const types = [...lists.values()].map((names): TypeNode => {
    const items = names.map((name) => word(printString(name)));
    return { kind: 'generic', name: 'ContextOf', parameters: [word('typeof module'), { kind: 'tuple', items }] };
  });
  return [property('context', unionOf(types))];
}

/** Only of such a module it is certain that the compiler knows its exports. */
function isTypeScript({ module }: Pick<Site, 'module'>): boolean {
  return /\.[cm]?ts$/.test(module ?? '');
}

/** How the generated module, which is beside it, imports the module of the handlers. */
export function moduleBeside({ module = '' }: Pick<Site, 'module'>): string {
  return `./${basename(module)}`;
}
