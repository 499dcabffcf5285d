import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { BROWSER_FIELDS, type PageName, SCENARIOS, type Scenario } from './scenarios.ts';

/** The bytes that our own server answers each scenario with, as text. */
export type Pages = Readonly<Record<PageName, string>>;

/** Fetches our own page of each scenario, as a browser would. */
export async function fetchPages(url: string): Promise<Pages> {
  const pages = Object.values(SCENARIOS).map(async (scenario) => [scenario.name, await fetchPage(url, scenario)]);
  return Object.fromEntries(await Promise.all(pages));
}

/**
 * Writes one flat template a scenario, made of our own answers: what changes from request to request is a mustache again, so that
 * a peer renders the same page by the same library. Each is rendered here, and has to give our page to the byte.
 */
export async function writeTemplates(url: string, folder: string): Promise<void> {
  const pages = await fetchPages(url);
  const odd = { ...SCENARIOS.divide, target: `/div/${ODD.dividend}/to/${ODD.divisor}` };
  const templates = {
    start: withBackground(withCookies(pages.start)),
    divide: withBackground(withNumbers(await fetchPage(url, odd))),
    'not-found': withBackground(pages['not-found']),
    post: withBackground(pages.post),
  };
  const model = { background: 'green', dividend: 6, divisor: 3, quotient: 2, cookies: sentCookies() };
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(SCENARIOS) as PageName[]) {
    if (Handlebars.compile(templates[name])(model) !== pages[name])
      throw new Error(`The template of "${name}" does not give our own page`);
    writeFileSync(join(folder, `${name}.hbs`), templates[name]);
  }
}

/** Numbers that stand nowhere else in a page. */
const ODD = { dividend: '98765.4321', divisor: '-12345.75', quotient: '-7.9999540003645' };

async function fetchPage(url: string, { method, target, status }: Scenario): Promise<string> {
  const headers = BROWSER_FIELDS.map(([name, value]): [string, string] => [name, value]);
  const answer = await fetch(url + target, { method, headers });
  if (answer.status !== status) throw new Error(`${method} ${target} is answered with ${answer.status}`);
  return answer.text();
}

function withNumbers(page: string): string {
  return Object.entries(ODD).reduce((text, [name, value]) => {
    if (!text.includes(value)) throw new Error(`The page of a division does not show ${value}`);
    return text.replaceAll(value, `{{${name}}}`);
  }, page);
}

function withBackground(page: string): string {
  return page
    .replace('background-color: green }', 'background-color: {{background}} }')
    .replace('class="background-green"', 'class="background-{{background}}"');
}

/** The start page lists the cookies that it got. */
function withCookies(page: string): string {
  const row = '<tr><td><code>{{name}}</code></td><td><code>{{value}}</code></td></tr>\n';
  return page.replace(/(?:<tr><td><code>.*\n)+/, `{{#each cookies}}\n${row}{{/each}}\n`);
}

function sentCookies(): { name: string; value: string }[] {
  const header = BROWSER_FIELDS.find(([name]) => name === 'Cookie')?.[1] ?? '';
  return header.split('; ').map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return { name, value };
  });
}
