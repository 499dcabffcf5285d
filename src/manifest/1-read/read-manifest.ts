import type { SourceSpan } from '../../contract/diagnostic.ts';
import type { Findings } from '../findings/findings.ts';
import { buildValue } from './build-value.ts';
import type { LocatedManifest } from './located-manifest.ts';
import { parseYaml, type RootWords } from './parse-yaml.ts';
import { readText } from './read-text.ts';
import type { Environment } from './replace-variables.ts';

/** A manifest to read. */
export interface ManifestRequest {
  readonly file: string;
  /** What names the file; a manifest is named by nothing. */
  readonly at?: SourceSpan;
  /** Its variables. */
  readonly env: Environment;
  readonly findings: Findings;
  /** Gets every text that could be read, for code frames. */
  readonly sources: Map<string, string>;
  /** About its root, unless it is a manifest. */
  readonly words?: RootWords;
}

/** File to plain values with places; undefined if nothing is left to check. What was wrong is in `findings`. */
export function readManifest({
  file,
  at,
  env,
  findings,
  sources,
  words,
}: ManifestRequest): LocatedManifest | undefined {
  const source = readText({ file, at, findings, sources });
  const root = source && parseYaml(source, findings, words);
  return source && root && buildValue({ source, root, env, findings });
}
