import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './tracked-files.ts';

describe('links of the documentation: each leads to a file, and to a heading of it', () => {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  const pages = ['README.md', 'README.ru.md', 'CONTRIBUTING.md', ...below.map((name) => `docs/${name}`)];
  it('sees the pages', () =>
    assert.ok(pages.includes('docs/guides/start.md') && pages.length > 20, String(pages.length)));
  for (const page of pages) it(page, () => assert.deepEqual(deadLinks(page), []));

  it('lead from each README to each guide', () => {
    const guides = pages.filter((page) => page.startsWith('docs/guides/'));
    for (const readme of ['README.md', 'README.ru.md']) {
      const text = readFileSync(join(ROOT, readme), 'utf8');
      assert.deepEqual(
        guides.filter((guide) => !text.includes(`(${guide})`)),
        [],
        readme,
      );
    }
  });

  it('the rule would notice a file and a heading that are not there', () => {
    assert.equal(isAlive('README.md', 'docs/nowhere.md'), false);
    assert.equal(isAlive('README.md', 'docs/reference/HTTP.md#nothing-of-the-kind'), false);
    assert.equal(isAlive('README.md', 'docs/reference/HTTP.md#behind-a-proxy'), true);
  });
});

function deadLinks(page: string): readonly string[] {
  const prose = readFileSync(join(ROOT, page), 'utf8')
    .replace(/^```.*?^```/gms, '')
    .replace(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/(?<!\\)\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return links.filter((link) => !/^[a-z]+:/.test(link) && !isAlive(page, link));
}

function isAlive(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, 'utf8')).includes(heading);
}

/** The names that GitHub gives to headings. */
function headingsOf(page: string): readonly string[] {
  const headings = page.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
