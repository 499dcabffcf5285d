import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before } from 'node:test';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
  type Response,
} from 'playwright-core';
import { type RunningServer, type StartOptions, startServer } from '../start-server.ts';

/** What a `describe` here is skipped for; `false` where a browser is installed. */
export const noChromium = findChromium() === undefined && 'needs chromium';

/**
 * Chromium and a server of our own, for one `describe`: they start before its first test and end after its last.
 * As a scope, what is opened for more than one test.
 */
export interface Visit extends TestScope {
  readonly server: RunningServer;
  /** A window of a new visitor, who has no cookies yet. It closes when the test does. */
  open(t: TestScope, options?: WindowOptions): Promise<Window>;
}

export interface TestScope {
  after(task: () => Promise<unknown>): void;
}

export interface WindowOptions extends BrowserContextOptions {
  /** What the visitor's cookie asks for. */
  readonly background?: Background;
  /** JavaScript that runs in every page, before it is there; no content security policy keeps it out. */
  readonly script?: string;
}

export type Background = 'green' | 'white';

/** One window. All addresses are paths on the server. */
export interface Window {
  readonly page: Page;
  /** What the browser said of the pages on its console, a refusal by their security policy included. */
  readonly complaints: readonly string[];
  go(path: string): Promise<Response>;
}

/** To be called in a `describe` that is skipped for `noChromium`. */
export function visit(options: StartOptions = {}): Visit {
  const running: { browser?: Browser; server?: RunningServer } = {};
  const tasks: (() => Promise<unknown>)[] = [];
  before(async () => {
    // Each is kept as soon as there is one: where the other fails, it is closed, too.
    await Promise.all([
      launchBrowser().then((browser) => Object.assign(running, { browser })),
      startServer(options).then((server) => Object.assign(running, { server })),
    ]);
  });
  after(async () => {
    for (const task of tasks) await task();
    await Promise.all([running.browser?.close(), running.server?.stop()]);
  });
  return {
    get server() {
      return started(running.server);
    },
    after: (task) => void tasks.push(task),
    open: (t, windowOptions = {}) => openWindow(t, started(running.browser), started(running.server), windowOptions),
  };
}

/** Needs Chromium: see `noChromium`. */
export /** How long until a step that waits in vain says so. */
const PATIENCE_MS = 15_000;

/** For a script; a `describe` has `visit`. Needs Chromium: see `noChromium`. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: started(findChromium()),
    // Chromium's sandbox does not work for root, which is who runs tests in a container.
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

/** Debian's name first. */
function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function openWindow(
  t: TestScope,
  browser: Browser,
  server: RunningServer,
  { background, script, ...contextOptions }: WindowOptions,
): Promise<Window> {
  const context = await browser.newContext({ baseURL: server.url, ...contextOptions });
  context.setDefaultTimeout(PATIENCE_MS);
  t.after(() => context.close());
  if (background !== undefined) await context.addCookies([{ name: 'bg_color', value: background, url: server.url }]);
  await context.addInitScript({ content: REPORT_VIOLATIONS });
  if (script !== undefined) await context.addInitScript({ content: script });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning';
    if (isBad && !STATUS_OF_A_PAGE.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  return {
    page,
    complaints,
    go: async (path) => started((await page.goto(path)) ?? undefined),
  };
}

/** The console has them as well, but not those of what the policy only reports. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) => {
  console.error('policy: ' + event.effectiveDirective + ' ' + event.blockedURI);
});`;

/** What the browser notes of every error page. */
const STATUS_OF_A_PAGE = /^Failed to load resource: the server responded with a status of \d{3} \([\w ]+\)$/;

/** The text of a part of a page, each run of white space as one space. */
export async function readText(part: Locator): Promise<string> {
  return ((await part.textContent()) ?? '').trim().replace(/\s+/g, ' ');
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('It is not there: this belongs into a test');
  return thing;
}
