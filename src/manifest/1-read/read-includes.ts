import { pointerTo } from '../../http/json-pointer.ts';
import type { Findings } from '../findings/findings.ts';
import { nearestName } from '../findings/nearest-name.ts';
import { spanOf } from '../findings/source.ts';
import { findIncludes, type IncludedFile } from './find-includes.ts';
import { isRecord } from './is-record.ts';
import { JoinedManifest } from './joined-manifest.ts';
import type { LocatedManifest } from './located-manifest.ts';
import type { RootWords } from './parse-yaml.ts';
import { readManifest } from './read-manifest.ts';
import type { Reading } from './read-text.ts';

/**
 * Reads what `include` names, and joins its routes to those of the manifest as if they were written there. Places know
 * their own file. Faults: bad-include, duplicate-route, those of reading a manifest, and unknown-key, missing-key and
 * wrong-type for the top of an included file.
 */
export function readIncludes(main: LocatedManifest, reading: Reading): LocatedManifest {
  const { findings } = reading;
  const { files, folders, complete } = findIncludes(main, findings);
  for (const folder of folders) reading.folders.add(folder);
  if (files.length === 0 && complete) return main;
  const joined = new JoinedRoutes(main, findings);
  if (!complete) joined.miss();
  for (const file of files) {
    const part = readPart(file, reading);
    if (part === undefined) joined.miss();
    else joined.add(part);
  }
  return joined.located();
}

const PART_WORDS: RootWords = {
  noun: 'file of routes',
  smallest: 'the smallest file that can be included is "routes: {}"',
  keys: 'an included file must be a map with the key "routes"',
};

function readPart({ name, at }: IncludedFile, reading: Reading): LocatedManifest | undefined {
  const part = readManifest({ file: name, at, env: {}, words: PART_WORDS }, reading);
  if (part !== undefined) checkTop(part, reading.findings);
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
  } else if (!isRecord(value['routes']) && !spoilt.has(pointerTo(ROUTES))) {
    const message = '"routes" is not a map of keys';
    findings.add({ code: 'wrong-type', at: part.valueAt(['routes']), message, hint: 'it must be a map of keys' });
  }
}

const ROUTES = ['routes'];

/** The routes of several files under one key. */
class JoinedRoutes {
  readonly #main: LocatedManifest;
  readonly #findings: Findings;
  readonly #routes: Record<string, unknown> = Object.create(null);
  readonly #joined: JoinedManifest;

  constructor(main: LocatedManifest, findings: Findings) {
    this.#main = main;
    this.#findings = findings;
    Object.assign(this.#routes, routesOf(main));
    this.#joined = new JoinedManifest(main);
  }

  /** The routes of a file are not known: from now on any name can be that of a route. */
  miss(): void {
    this.#joined.incomplete.add(pointerTo(ROUTES));
  }

  add(part: LocatedManifest): void {
    const routes = routesOf(part);
    if (routes === undefined || part.incomplete.has(pointerTo(ROUTES))) this.miss();
    for (const [name, value] of Object.entries(routes ?? {})) {
      const path = [...ROUTES, name];
      if (!(name in this.#routes)) {
        this.#routes[name] = value;
        this.#joined.carry({ value, located: part, path }, path);
      } else if (!name.startsWith('x-')) this.#refuseSecond(part, name);
    }
  }

  located(): LocatedManifest {
    // Without a map of its own the manifest lacks what the schema requires of it, which must be reported.
    if (routesOf(this.#main) === undefined) return this.#main;
    return this.#joined.located(Object.assign(Object.create(null), this.#main.value, { routes: this.#routes }));
  }

  #refuseSecond(part: LocatedManifest, name: string): void {
    const path = [...ROUTES, name];
    const first = this.#joined.places.get(pointerTo(path));
    const at = first && spanOf(first.source, ...(first.key ?? first.value));
    const related = at === undefined ? [] : [{ ...at, message: 'the first one is here' }];
    const message = `Two routes have the name "${name}"`;
    const hint = 'the names of routes are unique across all files';
    this.#findings.add({ code: 'duplicate-route', at: part.keyAt(path), message, hint, related });
    this.miss();
  }
}

function routesOf({ value }: LocatedManifest): Readonly<Record<string, unknown>> | undefined {
  const routes = isRecord(value) ? value['routes'] : undefined;
  return isRecord(routes) ? routes : undefined;
}
