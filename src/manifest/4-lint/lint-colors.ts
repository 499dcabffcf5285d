import type { KeyPath } from '../1-read/located-manifest.ts';
import { CSS_COLOR_NAMES } from '../css-color-names.ts';
import { nearestName } from '../nearest-name.ts';
import type { LintInput } from './lint-input.ts';

/** Colours land in pages as they are, so only these forms may. Fault: unknown-color. */
export function lintColors(input: LintInput): void {
  const background = input.manifest.page?.background;
  const path = ['page', 'background'];
  for (const [value, color] of Object.entries(background?.colors ?? {})) {
    lintColor(input, [...path, 'colors', value], color);
  }
  if (background?.default !== undefined) lintColor(input, [...path, 'default'], background.default);
}

function lintColor({ located, findings }: LintInput, path: KeyPath, color: string): void {
  if (HEX.test(color) || CSS_COLOR_NAMES.has(color.toLowerCase())) return;
  const nearest = nearestName(color, CSS_COLOR_NAMES);
  const hint =
    nearest === undefined ? 'use a CSS colour name, or #rgb, #rgba, #rrggbb, #rrggbbaa' : `did you mean "${nearest}"?`;
  findings.add({ code: 'unknown-color', at: located.valueAt(path), message: `Unknown colour "${color}"`, hint });
}

/** CSS Color 4 §5.2. */
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
