import type { Diagnostic } from '../contract/diagnostic.ts';
import type { ValidManifest } from './2-validate/validate-manifest.ts';
import { Findings } from './findings.ts';
import { isCurrent, typesModuleOf } from './types-module.ts';

/**
 * Finds generated types that are not those of the manifest. A server runs without them, so only `check` asks; where there
 * are none, nobody wants them: a handler that imports them says so itself. Fault: stale-types.
 */
export function lintTypes(valid: ValidManifest): readonly Diagnostic[] {
  const module = typesModuleOf(valid);
  if (module?.found === undefined || isCurrent(module)) return [];
  const { located } = valid;
  const findings = new Findings();
  findings.add({
    code: 'stale-types',
    at: located.valueAt(['handlers']),
    message: `Cannot find the types of this manifest in "${module.file}": they are those of an older one`,
    hint: 'write them anew by the command `types`',
  });
  return findings.inOrder([located.source.file]);
}
