import type { BuildUrl } from '../../contract/handler.ts';
import type { Program, Route } from '../../contract/program.ts';
import { urlBuilder } from './build-url.ts';

/** The `url()` that the handlers of a program get. */
export function urlsOf(program: Program): BuildUrl {
  return tableOf(program).url;
}

/** The route of a name, whatever it is. */
export function routeNamed(program: Program, name: string): Route | undefined {
  return tableOf(program).byName.get(name);
}

interface Table {
  readonly url: BuildUrl;
  readonly byName: ReadonlyMap<string, Route>;
}

const tables = new WeakMap<Program, Table>();

function tableOf(program: Program): Table {
  const known = tables.get(program);
  if (known !== undefined) return known;
  const byName = new Map(program.routes.map((route) => [route.name, route]));
  const table = { url: urlBuilder(program.routes), byName };
  tables.set(program, table);
  return table;
}
