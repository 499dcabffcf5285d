import { join, resolve } from 'node:path';
import { startServer } from '../start-server.ts';
import { type Background, launchBrowser } from './open-browser.ts';

/** Takes README's pictures of the start page anew: `node --import tsx test/browser/take-screenshots.ts`. Needs Chromium. */
async function takeScreenshots(): Promise<void> {
  const server = await startServer();
  const browser = await launchBrowser();
  try {
    for (const background of ['white', 'green'] satisfies Background[]) {
      const page = await browser.newPage({ viewport: SIZE });
      await page.goto(server.url);
      if (background !== 'white') {
        // As a visitor does it, so that the picture shows what that leads to.
        await page.getByRole('button', { name: background }).click();
        await page.getByRole('link', { name: 'start page' }).click();
      }
      const path = join(DOCS, `start-${background}.png`);
      await page.screenshot({ path, fullPage: true });
      await page.close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

const DOCS = resolve(import.meta.dirname, '../../docs');
/** Two of them stand side by side in a README. */
const SIZE = { width: 720, height: 600 };

await takeScreenshots();
