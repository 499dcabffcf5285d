import { buildValue } from './build-value.ts';
import type { LocatedManifest } from './located-manifest.ts';
import { parseYaml, type RootWords } from './parse-yaml.ts';
import { type Reading, readText, type TextRequest } from './read-text.ts';
import type { Environment } from './replace-variables.ts';

/** A manifest to read. */
export interface ManifestRequest extends TextRequest {
  /** Its variables. */
  readonly env: Environment;
  /** About its root, unless it is a manifest. */
  readonly words?: RootWords;
}

/** File to plain values with places; undefined if nothing is left to check. What was wrong is in `findings`. */
export function readManifest(request: ManifestRequest, reading: Reading): LocatedManifest | undefined {
  const { env, words } = request;
  const { findings } = reading;
  const source = readText(request, reading);
  const root = source && parseYaml(source, findings, words);
  return source && root && buildValue({ source, root, env, findings });
}
