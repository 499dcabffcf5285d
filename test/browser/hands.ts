import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

/** A way to use a page. */
export interface Hand {
  readonly name: string;
  /** Puts a text into a field, in place of what it holds. */
  fill(field: Locator, text: string): Promise<void>;
  /** Uses a button or a link. */
  press(control: Locator): Promise<void>;
}

export const HANDS: readonly Hand[] = [
  {
    name: 'mouse',
    fill: async (field, text) => {
      await field.click({ clickCount: 3 });
      await field.page().keyboard.type(text);
    },
    press: (control) => control.click(),
  },
  {
    name: 'keyboard alone',
    fill: async (field, text) => {
      await tabTo(field);
      await field.page().keyboard.type(text);
    },
    press: async (control) => {
      await tabTo(control);
      await control.page().keyboard.press('Enter');
    },
  },
];

const TABS_MAX = 100;

/** Presses Tab until the focus is there, and sees it at every stop of the way. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  const there = target.and(page.locator(':focus'));
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    await page.keyboard.press('Tab');
    if ((await there.count()) === 1) {
      assert.notEqual(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'none');
      return;
    }
  }
  assert.fail(`${TABS_MAX} times Tab do not lead to ${target}`);
}
