import { buildValue } from './build-value.ts';
import type { LocatedManifest } from './located-manifest.ts';
import { parseYaml, type RootWords } from './parse-yaml.ts';
import { readText, type TextRequest } from './read-text.ts';
import type { Environment } from './replace-variables.ts';

/** A manifest to read. */
export interface ManifestRequest extends TextRequest {
  /** Its variables. */
  readonly env: Environment;
  /** About its root, unless it is a manifest. */
  readonly words?: RootWords;
}

/** File to plain values with places; undefined if nothing is left to check. What was wrong is in `findings`. */
export function readManifest(request: ManifestRequest): LocatedManifest | undefined {
  const { env, findings, words } = request;
  const source = readText(request);
  const root = source && parseYaml(source, findings, words);
  return source && root && buildValue({ source, root, env, findings });
}
