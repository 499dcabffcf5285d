import type { Findings } from '../findings/findings.ts';
import { buildValue } from './build-value.ts';
import type { LocatedManifest } from './located-manifest.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';
import type { Environment } from './replace-variables.ts';

/** A manifest to read. */
export interface ManifestRequest {
  readonly file: string;
  /** Its variables. */
  readonly env: Environment;
  readonly findings: Findings;
  /** Gets every text that could be read, for code frames. */
  readonly sources: Map<string, string>;
}

/** File to plain values with places; undefined if nothing is left to check. What was wrong is in `findings`. */
export function readManifest({ file, env, findings, sources }: ManifestRequest): LocatedManifest | undefined {
  const source = readText({ file, at: undefined, findings, sources });
  const root = source && parseYaml(source, findings);
  return source && root && buildValue({ source, root, env, findings });
}
