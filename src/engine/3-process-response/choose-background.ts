import type { Pages } from '../../contract/program.ts';

/** The colour that the visitor's cookie asks for, of those that the manifest names; any other value gets the default (S10). */
export function chooseBackground(background: Pages['background'], cookies: ReadonlyMap<string, string>): string {
  const wanted = cookies.get(background.cookie);
  return (wanted === undefined ? undefined : background.colors.get(wanted)) ?? background.default;
}
