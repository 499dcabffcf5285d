import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { SoundSite } from '../3-resolve/sound-site.ts';
import { Findings } from '../findings/findings.ts';
import { isCurrent, typesModuleOf } from './types-module.ts';

/**
 * Finds generated types that are out of date. A server runs without them, so only `check` looks; if there
 * are none, they are not wanted: a handler that imports them would fail to compile. Fault: stale-types.
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
