import type { Program } from '../contract/program.ts';
import { readManifest } from './1-read/read-manifest.ts';
import { validateManifest } from './2-validate/validate-manifest.ts';
import { compileListen } from './5-compile/compile-settings.ts';
import { Findings } from './findings.ts';

/** Where a manifest listens, for `--help`. Undefined where it is missing or wrong: this is not the time to say so. */
export function readListenDefaults(file: string): Program['listen'] | undefined {
  const findings = new Findings();
  const located = readManifest(file, findings, new Map());
  const valid = located && validateManifest(located, findings);
  return valid && findings.isEmpty ? compileListen(valid.manifest.server ?? {}) : undefined;
}
