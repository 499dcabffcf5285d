import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** So many routes stay well below the 1 MiB that a file may have. */
const ROUTES_PER_FILE = 1000;
const SHIPPED_LAYOUT = resolve(import.meta.dirname, '../../views/layout.hbs');

/** Writes a manifest whose routes stand in included files, each written by `routeText`; the folder is made. */
export function writeIncludes(folder: string, count: number, routeText: (number: number) => string, top = ''): void {
  mkdirSync(join(folder, 'routes'), { recursive: true });
  writeFileSync(
    join(folder, 'routes.yaml'),
    `version: 1\nhandlers: ./handlers.mjs\nviews: ./views\n${top}include: [routes/*.yaml]\nroutes: {}\n`,
  );
  for (let from = 0; from < count; from += ROUTES_PER_FILE) {
    const size = Math.min(ROUTES_PER_FILE, count - from);
    const routes = Array.from({ length: size }, (_, index) => routeText(from + index));
    writeFileSync(join(folder, `routes/${String(from).padStart(8, '0')}.yaml`), `routes:\n${routes.join('')}`);
  }
}

/**
 * Writes a site of so many routes, alike in all but their path: one handler, one view in the demo's layout, two parameters.
 * Requests of a small and of a large site have the same length. Returns the manifest's path.
 */
export function writeUniformSite(folder: string, count: number): string {
  const page = 'page: { layout: layout, background: { cookie: bg_color, colors: { green: green }, default: white } }\n';
  writeIncludes(folder, count, uniformRoute, page);
  mkdirSync(join(folder, 'views'));
  cpSync(SHIPPED_LAYOUT, join(folder, 'views/layout.hbs'));
  writeFileSync(join(folder, 'views/page.hbs'), '<h1>{{id}}</h1>\n<p>{{part}}</p>\n');
  writeFileSync(
    join(folder, 'handlers.mjs'),
    'export const handlers = { show: ({ params }) => ({ id: params.id, part: params.part }) };\n',
  );
  return join(folder, 'routes.yaml');
}

/** A target for each route of a uniform site, in an order that no cache can guess. */
export function uniformTargets(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => uniformPath((index * STRIDE) % count, '17', 'some-part'));
}

/** A prime, so that each number comes once. */
const STRIDE = 7919;

function uniformRoute(number: number): string {
  return `  route${number}:
    path: ${uniformPath(number, '{id}', '{part}')}
    params:
      id: { type: integer, minimum: 1 }
      part: { type: string, maxLength: 20 }
    handler: show
    view: page
`;
}

/** Pages below sections, as the paths of a large site are. */
function uniformPath(number: number, id: string, part: string): string {
  const digits = String(number).padStart(5, '0');
  return `/section${digits.slice(0, 3)}/page${digits}/${id}/${part}`;
}
