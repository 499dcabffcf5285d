import { nearestName } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';
import { CSS_COLOR_NAMES } from './css-color-names.ts';

/** Colours are written into pages unescaped, so only these forms are allowed. Fault: unknown-color. */
export function lintColors({ site, findings }: LintInput): void {
  for (const { text, at } of site.page.colors) {
    if (HEX.test(text) || CSS_COLOR_NAMES.has(text.toLowerCase())) continue;
    const nearest = nearestName(text, CSS_COLOR_NAMES);
    const hint = nearest === undefined ? FORMS : `did you mean "${nearest}"?`;
    findings.add({ code: 'unknown-color', at: at.value, message: `Unknown colour "${text}"`, hint });
  }
}

const FORMS = 'use a CSS colour name, or #rgb, #rgba, #rrggbb, #rrggbbaa';
/** CSS Color 4 §5.2. */
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
