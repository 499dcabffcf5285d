import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './tracked-files.ts';

const COLUMNS = 100;

describe(`prose of the documentation: at most ${COLUMNS} columns, so that a diff shows what changed`, () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...markdownBelow('docs')];
  it('sees the pages that are written by hand, and those that are generated', () => {
    for (const page of ['docs/reference/HTTP.md', 'docs/reference/ERRORS.md', 'docs/errors/bad-yaml.md'])
      assert.ok(pages.includes(page), page);
  });
  for (const page of pages) {
    it(page, () => assert.deepEqual(tooWide(readFileSync(join(ROOT, page), 'utf8')), []));
  }

  const wide = 'word '.repeat(COLUMNS / 5);
  const link = `[a page](https://example.com/${'a'.repeat(COLUMNS)})`;
  const cases: readonly (readonly [title: string, page: string, lines: readonly number[]])[] = [
    ['a paragraph', `short\n${wide}word\n`, [2]],
    ['a list item, and what follows in it', `- ${wide}word\n  ${wide}word\n`, [1, 2]],
    ['words beside a link', `see ${link}\n`, [1]],
    ['prose after code', `\`\`\`\na\n\`\`\`\n${wide}word\n`, [4]],
    ['not a line of 100 columns, whatever it takes in bytes', `${'ä'.repeat(COLUMNS - 6)} words\n`, []],
    ['not code, also in a list', `  \`\`\`sh\n  ${wide}word\n  \`\`\`\n`, []],
    ['not a table', `  | ${wide}word |\n`, []],
    ['not a heading', `## ${wide}word\n`, []],
    ['not a link alone, which nobody can break', `- ${link}.\n!${link}\n<https://${'a'.repeat(COLUMNS)}>\n`, []],
  ];
  for (const [title, page, lines] of cases) {
    it(`the rule would notice: ${title}`, () => assert.deepEqual(tooWide(page), lines));
  }
});

/** The numbers of the lines that are too wide. */
function tooWide(page: string): readonly number[] {
  let fenced = false;
  return page.split('\n').flatMap((line, at) => {
    if (/^\s*```/.test(line)) {
      fenced = !fenced;
      return [];
    }
    const free = fenced || /^\s*\||^#/.test(line) || isLinkAlone(line);
    return free || [...line].length <= COLUMNS ? [] : [at + 1];
  });
}

function isLinkAlone(line: string): boolean {
  return /^\s*(?:- |\d+\. )?(?:!?\[[^\]]*\]\([^)]*\)|<\S+>)[.,;:]?$/.test(line);
}

function markdownBelow(folder: string): readonly string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.md'));
  return files.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)).sort();
}
