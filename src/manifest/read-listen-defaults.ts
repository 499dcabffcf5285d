import type { Program } from '../contract/program.ts';
import { readManifest } from './1-read/read-manifest.ts';
import { newReading } from './1-read/read-text.ts';
import type { Environment } from './1-read/replace-variables.ts';
import { validateManifest } from './2-validate/validate-manifest.ts';
import { listenOf } from './3-resolve/resolve-settings.ts';

/** Where a manifest listens, for `--help`. Undefined if it is missing or wrong: `--help` does not report that. */
export function readListenDefaults(file: string, env: Environment = {}): Program['listen'] | undefined {
  const reading = newReading();
  const { findings } = reading;
  const located = readManifest({ file, env }, reading);
  const valid = located && validateManifest(located, findings);
  return valid && !findings.hasErrors ? listenOf(valid.manifest.server ?? {}) : undefined;
}
