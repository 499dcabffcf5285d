import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { isInstalled } from '../clients/start-redis.ts';
import { freshFolder } from '../start-server.ts';
import { isAsShown, readGuide } from './read-guide.ts';
import { runGuide } from './run-guide.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GUIDES = readdirSync(join(ROOT, 'docs/guides')).filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', ...GUIDES.map((name) => `docs/guides/${name}`)];

describe('guides: what they say is what happens', { skip: !isInstalled('curl') && 'needs curl' }, () => {
  for (const page of PAGES) {
    it(page, (t) => runGuide(readFileSync(join(ROOT, page), 'utf8'), t));
  }
});

it('README.ru.md asks for the same steps as README.md', () => {
  const [steps, russian] = ['README.md', 'README.ru.md'].map((page) => {
    return readGuide(readFileSync(join(ROOT, page), 'utf8')).map((step) => ({ ...step, line: 0 }));
  });
  assert.deepEqual(russian, steps);
});

it('docs/guides/handlers.md names all that velosiped exports', () => {
  const [api, guide] = ['src/api.ts', 'docs/guides/handlers.md'].map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const lists = [...(api ?? '').matchAll(/^export (?:type )?\{([^}]+)\}/gm)].flatMap(([, list = '']) =>
    list.split(','),
  );
  const declared = [...(api ?? '').matchAll(/^export (?:const|async function) (\w+)/gm)].map(([, name = '']) => name);
  const names = [...lists.map((item) => item.replace(/\btype\b/, '').trim()), ...declared];
  assert.ok(names.length > 25, `${names}`);
  const unnamed = names.filter((name) => !new RegExp(`\`${name}\\b`).test(guide ?? ''));
  assert.deepEqual(unnamed, []);
});

it('handlers of guides that are written in TypeScript fit their routes, by the rules of this repository', () => {
  const folder = freshFolder();
  for (const guide of ['handlers', 'login']) {
    const own = join(folder, guide);
    mkdirSync(own);
    for (const step of readGuide(readFileSync(join(ROOT, `docs/guides/${guide}.md`), 'utf8'))) {
      if (step.kind === 'file' && !step.path.includes('/')) writeFileSync(join(own, step.path), step.text);
    }
    const types = loadTypes(join(own, 'routes.yaml'));
    assert.equal(types.kind, 'loaded');
    writeFileSync(join(own, 'routes.gen.ts'), types.module.text);
  }
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  const own = {
    // What many have, and this repository has not.
    noPropertyAccessFromIndexSignature: false,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: { velosiped: [join(ROOT, 'src/api.ts')] },
  };
  const config = { compilerOptions: { ...compilerOptions, ...own }, include: ['*/*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  assert.equal(stdout, '');
});

describe('guides: what a test does with a page', () => {
  it('writes files, adds to them and runs commands, in the order of the page', () => {
    const page =
      '```yaml routes.yaml\na: 1\n```\n\n```yaml\nfor the eye\n```\n```yaml routes.yaml +\nb: 2\n```\n```console\n$ ls # all\nroutes.yaml\n$ true\n```\n';
    assert.deepEqual(readGuide(page), [
      { kind: 'file', path: 'routes.yaml', text: 'a: 1\n', added: false },
      { kind: 'file', path: 'routes.yaml', text: 'b: 2\n', added: true },
      { kind: 'command', command: 'ls', shown: ['routes.yaml'], line: 12 },
      { kind: 'command', command: 'true', shown: [], line: 14 },
    ]);
  });

  const cases: readonly (readonly [shown: readonly string[], output: string, same: boolean])[] = [
    [['200 OK'], '200 OK\r\n', true],
    [['200 OK'], '200 OK\nmore\n', false],
    [['200 …'], '200 OK\n', true],
    [['a', '…', 'z'], 'a\nb\nc\nz\n', true],
    [['a', '…', 'z'], 'a\nz\n', true],
    [['a', '…'], 'b\n', false],
    [['(a)'], 'a\n', false],
  ];
  for (const [shown, output, same] of cases) {
    it(`${JSON.stringify(output)} is ${same ? '' : 'not '}what ${JSON.stringify(shown)} shows`, () => {
      assert.equal(isAsShown(shown, output), same);
    });
  }
});
