import { pointerTo } from '../../http/json-pointer.ts';
import type { Findings } from '../findings/findings.ts';
import { nearestName } from '../findings/nearest-name.ts';
import { spanOf } from '../findings/source.ts';
import { findIncludes, type IncludedFile } from './find-includes.ts';
import type { Remark } from './find-remarks.ts';
import { isRecord } from './is-record.ts';
import { LocatedManifest, type Place } from './located-manifest.ts';
import type { RootWords } from './parse-yaml.ts';
import { readManifest } from './read-manifest.ts';

/** A manifest with the routes of all files that it includes. */
export interface WithIncludes {
  readonly located: LocatedManifest;
  /** The included files, in their order, whether or not they could be read. */
  readonly files: readonly string[];
  /** Where the patterns look. */
  readonly folders: readonly string[];
}

/**
 * Reads what `include` names, and joins its routes to those of the manifest as if they were written there. Places know
 * their own file. Faults: bad-include, duplicate-route, those of reading a manifest, and unknown-key, missing-key and
 * wrong-type for the top of an included file.
 */
export function readIncludes(
  main: LocatedManifest,
  { findings, sources }: { readonly findings: Findings; readonly sources: Map<string, string> },
): WithIncludes {
  const { files, folders, complete } = findIncludes(main, findings);
  if (files.length === 0 && complete) return { located: main, files: [], folders };
  const joined = new JoinedRoutes(main, findings);
  if (!complete) joined.miss();
  for (const file of files) {
    const part = readPart(file, findings, sources);
    if (part === undefined) joined.miss();
    else joined.add(part);
  }
  return { located: joined.located(), files: files.map(({ name }) => name), folders };
}

const PART_WORDS: RootWords = {
  noun: 'file of routes',
  smallest: 'the smallest file that can be included is "routes: {}"',
  keys: 'an included file must be a map with the key "routes"',
};

function readPart(
  { name, at }: IncludedFile,
  findings: Findings,
  sources: Map<string, string>,
): LocatedManifest | undefined {
  const part = readManifest({ file: name, at, env: {}, findings, sources, words: PART_WORDS });
  if (part !== undefined) checkTop(part, findings);
  return part;
}

/** An included file can only have routes, and keys that are ignored. */
function checkTop(part: LocatedManifest, findings: Findings): void {
  const { value, spoilt, incomplete } = part;
  if (!isRecord(value)) return;
  let misspelt = false;
  for (const key of Object.keys(value)) {
    if (key === 'routes' || key.startsWith('x-')) continue;
    const meant = nearestName(key, ['routes']) !== undefined;
    misspelt ||= meant;
    const hint = meant ? 'did you mean "routes"?' : 'it belongs in the manifest: an included file holds only routes';
    const message = `Unknown key "${key}" in an included file`;
    findings.add({ code: 'unknown-key', at: part.keyAt([key]), message, hint });
  }
  if (!('routes' in value)) {
    if (misspelt || incomplete.has('')) return;
    const message = 'Missing key "routes" in an included file';
    findings.add({ code: 'missing-key', at: part.keyAt([]), message });
  } else if (!isRecord(value['routes']) && !spoilt.has(ROUTES)) {
    const message = '"routes" is not a map of keys';
    findings.add({ code: 'wrong-type', at: part.valueAt(['routes']), message, hint: 'it must be a map of keys' });
  }
}

const ROUTES = pointerTo(['routes']);

/** The routes of several files under one key. */
class JoinedRoutes {
  readonly #main: LocatedManifest;
  readonly #findings: Findings;
  readonly #routes: Record<string, unknown> = Object.create(null);
  readonly #places: Map<string, Place>;
  readonly #spoilt: Set<string>;
  readonly #incomplete: Set<string>;
  readonly #remarks: Map<string, Remark>;

  constructor(main: LocatedManifest, findings: Findings) {
    this.#main = main;
    this.#findings = findings;
    Object.assign(this.#routes, routesOf(main));
    this.#places = new Map(main.places);
    this.#spoilt = new Set(main.spoilt);
    this.#incomplete = new Set(main.incomplete);
    this.#remarks = new Map(main.remarks);
  }

  /** The routes of a file are not known: from now on any name can be that of a route. */
  miss(): void {
    this.#incomplete.add(ROUTES);
  }

  add(part: LocatedManifest): void {
    const routes = routesOf(part);
    if (routes === undefined) {
      this.miss();
      return;
    }
    /** Pointers to their routes. */
    const added = new Set<string>();
    for (const [name, route] of Object.entries(routes)) {
      if (!(name in this.#routes)) {
        this.#routes[name] = route;
        added.add(pointerTo(['routes', name]));
      } else if (!name.startsWith('x-')) this.#refuseSecond(part, name);
    }
    const isAdded = (pointer: string) => added.has(routePointer(pointer));
    for (const [pointer, place] of part.places) if (isAdded(pointer)) this.#places.set(pointer, place);
    for (const [pointer, remark] of part.remarks) if (isAdded(pointer)) this.#remarks.set(pointer, remark);
    for (const pointer of part.spoilt) if (isAdded(pointer)) this.#spoilt.add(pointer);
    for (const pointer of part.incomplete) if (pointer === ROUTES || isAdded(pointer)) this.#incomplete.add(pointer);
  }

  located(): LocatedManifest {
    const { source, value } = this.#main;
    // Without a map of its own the manifest lacks what the schema requires of it, which must be reported.
    if (routesOf(this.#main) === undefined) return this.#main;
    return new LocatedManifest({
      source,
      value: Object.assign(Object.create(null), value, { routes: this.#routes }),
      places: this.#places,
      spoilt: this.#spoilt,
      incomplete: this.#incomplete,
      remarks: this.#remarks,
    });
  }

  #refuseSecond(part: LocatedManifest, name: string): void {
    const path = ['routes', name];
    const first = this.#places.get(pointerTo(path));
    const at = first && spanOf(first.source, ...(first.key ?? first.value));
    const related = at === undefined ? [] : [{ ...at, message: 'the first one is here' }];
    const message = `Two routes have the name "${name}"`;
    const hint = 'the names of routes are unique across all files';
    this.#findings.add({ code: 'duplicate-route', at: part.keyAt(path), message, hint, related });
    this.miss();
  }
}

/** The pointer of the route that this pointer leads into. */
function routePointer(pointer: string): string {
  const end = pointer.indexOf('/', ROUTES.length + 1);
  return end === -1 ? pointer : pointer.slice(0, end);
}

function routesOf({ value }: LocatedManifest): Readonly<Record<string, unknown>> | undefined {
  const routes = isRecord(value) ? value['routes'] : undefined;
  return isRecord(routes) ? routes : undefined;
}
