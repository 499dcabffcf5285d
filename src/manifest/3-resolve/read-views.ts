import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hintFor, type Reading, readText, reasonOf } from '../1-read/read-text.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import { makeSource } from '../findings/source.ts';
import { BUILT_IN_PARTIALS } from '../views/built-in-form.ts';
import { includedNames } from '../views/included-names.ts';
import { parseView } from '../views/parse-view.ts';
import type { ParsedView } from '../views/parsed-view.ts';

/** Only where they are loaded can there be any. */
export interface LoadedViews {
  /** `none`: the manifest names no folder. `not-loaded`: it could not be read, which is reported. */
  readonly kind: 'loaded' | 'none' | 'not-loaded';
  readonly byName: ReadonlyMap<string, ParsedView>;
  readonly broken: ReadonlySet<string>;
  /** The views that broken views seem to include. */
  readonly includedByBroken: ReadonlySet<string>;
}

export function noViews(kind: 'none' | 'not-loaded'): LoadedViews {
  return { kind, byName: new Map(), broken: new Set(), includedByBroken: new Set() };
}

/** Reads and parses every `.hbs` file below the folder of the views. Faults: cannot-read, too-large, not-utf8, bad-view. */
export function readViews(valid: ValidManifest, reading: Reading): LoadedViews {
  const { findings } = reading;
  const { manifest, located, damage } = valid;
  if (manifest.views === undefined) return noViews(damage.touches([], ['views']) ? 'not-loaded' : 'none');
  const folder = join(dirname(located.source.file), manifest.views);
  reading.folders.add(folder);
  const at = located.valueAt(['views']);
  const names = viewNames(folder);
  if (typeof names === 'string') {
    const message = `Cannot read the views "${manifest.views}": ${names}`;
    findings.add({ code: 'cannot-read', at, message, hint: hintFor(names, folder) });
    return noViews('not-loaded');
  }
  const byName = new Map<string, ParsedView>();
  const broken = new Set<string>();
  const includedByBroken = new Set<string>();
  for (const name of names) {
    const source = readText({ file: join(folder, `${name}.hbs`), at }, reading);
    const view = source && parseView(name, source, findings);
    if (view !== undefined) byName.set(name, view);
    else {
      broken.add(name);
      for (const [, included = ''] of source?.text.matchAll(INCLUSION) ?? []) includedByBroken.add(included);
    }
  }
  const included = includedNames(byName.values());
  for (const [name, text] of BUILT_IN_PARTIALS) {
    if (!included.has(name) || byName.has(name) || broken.has(name)) continue;
    const view = parseView(name, makeSource(`built-in ${name}`, text), findings);
    if (view !== undefined) byName.set(name, view);
  }
  return { kind: 'loaded', byName, broken, includedByBroken };
}

/** Found in the text of a view, which may be broken. */
const INCLUSION = /\{\{~?#?>\s*["'[]?([^\s"'}\]~]+)/g;

/** In the order of their names, or in words why there are none. A view in a subfolder is `subfolder/name`. */
function viewNames(folder: string): readonly string[] | string {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => file.slice(0, -'.hbs'.length).replaceAll('\\', '/'))
      .sort();
  } catch (error) {
    return reasonOf(error);
  }
}
