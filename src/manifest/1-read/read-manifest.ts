import type { Findings } from '../findings.ts';
import { buildValue } from './build-value.ts';
import type { LocatedManifest } from './located-manifest.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';

/** File to plain values with places; undefined where nothing is left to look at. What was wrong is in `findings`. */
export function readManifest(
  file: string,
  findings: Findings,
  sources: Map<string, string>,
): LocatedManifest | undefined {
  const source = readText({ file, at: undefined, findings, sources });
  const root = source && parseYaml(source, findings);
  return source && root && buildValue(source, root, findings);
}
