import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { SoundSite } from '../3-resolve/sound-site.ts';
import { Findings } from '../findings/findings.ts';
import { isCurrent, typesModuleOf } from './types-module.ts';

/**
 * Finds generated types that are not those of the manifest. A server runs without them, so only `check` asks; where there
 * are none, nobody wants them: a handler that imports them says so itself. Fault: stale-types.
 */
export function lintTypes(site: SoundSite): readonly Diagnostic[] {
  const module = typesModuleOf(site);
  if (module?.found === undefined || isCurrent(module)) return [];
  const findings = new Findings();
  findings.add({
    code: 'stale-types',
    at: site.at.in('handlers').value,
    message: `The types in "${module.file}" are out of date`,
    hint: 'run the command `types`',
  });
  return findings.inOrder([site.file]);
}
