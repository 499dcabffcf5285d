import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import type { Page } from 'playwright-core';
import type { Background, Visit } from './open-browser.ts';
import { SHOWN_PAGES, type ShownPage, show } from './shown-pages.ts';

/** What was seen of one page. The lists hold what is wrong. */
export interface PageFindings {
  readonly page: ShownPage;
  readonly status: number;
  /** Of the body, as it was drawn. */
  readonly color: string;
  readonly complaints: readonly string[];
  readonly barriers: readonly string[];
  readonly markup: readonly string[];
  readonly overflow: readonly string[];
  readonly unprinted: readonly string[];
}

const PHONE = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 800 };

/** Looks at a page from inside: a script for a window. */
export const IN_PAGE = `${axe.source}
${readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')}`;

const html = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:recommended'],
    rules: {
      // Matters of taste. A button's type is "submit" and an input's "text" where none is named; HTML says so.
      'no-implicit-button-type': 'off',
      'no-implicit-input-type': 'off',
      // A list is sent as checkboxes of one name.
      'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }],
    },
  }),
);

/** Opens every page once, and looks at all of it. */
export async function surveyPages(here: Visit, background: Background): Promise<readonly PageFindings[]> {
  const window = await here.open(here, { background, script: IN_PAGE, viewport: WIDE });
  const { page } = window;
  const findings: PageFindings[] = [];
  for (const shown of SHOWN_PAGES) {
    const before = window.complaints.length;
    const response = await show(window, shown);
    const look = {
      page: shown,
      status: response.status(),
      color: await inPage<string>(page, 'background'),
      markup: await findMarkupFaults(await response.text()),
      ...(await lookAtSizes(page)),
    };
    findings.push({ ...look, complaints: window.complaints.slice(before) });
  }
  return findings;
}

/** What a browser finds of a page, on a wide screen, on a phone and on paper. */
export async function lookAtSizes(page: Page): Promise<Pick<PageFindings, 'barriers' | 'overflow' | 'unprinted'>> {
  const wide = await inPage<string[]>(page, 'findBarriers');
  await page.setViewportSize(PHONE);
  const narrow = await inPage<string[]>(page, 'findBarriers');
  const overflow = await inPage<string[]>(page, 'findOverflow');
  await page.emulateMedia({ media: 'print' });
  const unprinted = await inPage<string[]>(page, 'findUnprinted');
  await page.emulateMedia({ media: null });
  await page.setViewportSize(WIDE);
  return { barriers: [...new Set([...wide, ...narrow])], overflow, unprinted };
}

/** A function of in-page.js. */
function inPage<T>(page: Page, name: string): Promise<T> {
  return page.evaluate<T>(`inPage.${name}()`);
}

export async function findMarkupFaults(text: string): Promise<string[]> {
  const { results } = await html.validateString(text);
  return results
    .flatMap(({ messages }) => messages)
    .filter(({ ruleId, selector }) => ruleId !== 'form-dup-name' || !isItemOfList(text, selector))
    .map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`);
}

/**
 * The fields for the items of a list have its name, in a group of their own. HTML lets them (WHATWG HTML §4.10.22.4), but the rule
 * has no option for it: its `shared` takes no text fields, and its `allowArrayBrackets` wants names that end in brackets.
 */
function isItemOfList(text: string, selector: string | null): boolean {
  const [, id, list] = /^#((.+)-\d+)$/.exec(selector ?? '') ?? [];
  const [group = ''] = text.split(`<fieldset id="${list}"`)[1]?.split('</fieldset>') ?? [];
  const field = [...group.matchAll(/<[^<>]+>/g)].find(([tag]) => tag.includes(` id="${id}"`));
  const [, name] = / name="([^"]+)"/.exec(field?.[0] ?? '') ?? [];
  // The form's own name can stand before that of the list.
  return name !== undefined && `-${list}`.endsWith(`-${name}`);
}
