import type { PageFields, Pages, WrittenFields } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { canBeCoded } from '../../http/can-be-coded.ts';
import type { SitePage } from '../3-resolve/site.ts';
import type { SoundSite } from '../3-resolve/sound-site.ts';
import { Handlebars } from '../views/handlebars.ts';
import { type StylePart, styleElements, styleHash } from '../views/style-elements.ts';
import { BUILT_IN_LAYOUT } from './built-in-views.ts';

/**
 * The header fields of every page, on each background: safe defaults (OWASP ASVS 5.0 §3.4), which `page.headers` changes,
 * removes or adds to. Style elements are allowed by their hashes, so that nothing that a visitor makes a page show can be one.
 */
export function compilePageHeaders(site: SoundSite): Pages['headers'] {
  const { background, headers, scripts } = site.page;
  const replaced = new Set(headers.map(({ name }) => name.toLowerCase()));
  const added = headers.flatMap(({ name, value }): readonly FieldLine[] => (value === null ? [] : [[name, value]]));
  const styles = stylesOf(site);
  const fieldsOn = (color: string): readonly FieldLine[] => {
    const safe = safeHeaders(
      styles.map((parts) => styleHash(parts, color)),
      scripts,
    );
    return [...safe.filter(([name]) => !replaced.has(name.toLowerCase())), ...added];
  };
  const colors = new Set([background.default, ...background.colors.values()]);
  return new Map([...colors].map((color) => [color, writePageFields(fieldsOn(color))]));
}

/** Field lines that have passed the lint, as pages have them. */
export function writePageFields(lines: readonly FieldLine[]): PageFields {
  const plain = lines.filter(([name]) => name.toLowerCase() !== 'strict-transport-security');
  return { secure: writeLines(lines), plain: writeLines(plain) };
}

function writeLines(lines: readonly FieldLine[]): WrittenFields {
  return { lines, text: linesText(lines), canBeCoded: canBeCoded(lines) };
}

/** Field lines that have passed the lint, as they are sent. */
export function linesText(lines: readonly FieldLine[]): string {
  return lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

function safeHeaders(styleHashes: readonly string[], scripts: SitePage['scripts']): readonly FieldLine[] {
  const policy = [
    "default-src 'none'",
    ...(scripts === 'self' ? ["script-src 'self'"] : []),
    `style-src ${["'self'", ...new Set(styleHashes)].join(' ')}`,
    // The icon of a layout can be a data: URL, so that no browser asks for one.
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return [
    ['Content-Security-Policy', policy.join('; ')],
    ['X-Content-Type-Options', 'nosniff'],
    // Not "no-referrer", which makes browsers send `Origin: null` with forms.
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Cache-Control', 'no-store'],
  ];
}

function stylesOf({ views, page }: SoundSite): readonly (readonly StylePart[])[] {
  const own = [...views.byName.values()].map(({ ast }) => ast);
  const layout = page.layout === undefined ? [Handlebars.parse(BUILT_IN_LAYOUT)] : [];
  return [...layout, ...own].flatMap(styleElements);
}
