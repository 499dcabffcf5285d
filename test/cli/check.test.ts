import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createSite, type Finished, freshFolder, replaceOnce, runCommand } from '../start-server.ts';

const GOOD = `version: 1
routes:
  hello:
    path: /hello
    text: Hello
    examples:
      greets:
        request: GET /hello
        response: { status: 200, contains: Hello }
`;
const FAILING = replaceOnce(GOOD, 'contains: Hello', "contains: 'Good: day, 100%'");
const MISTAKEN = `${GOOD}  hello2:\n    path: /hello\n    text: A\n`;
const MISSPELT = 'version: 1\nhandlers: ./code.mjs\nroutes: {}\n';
const DOUBTFUL = `${GOOD.replace('routes:', 'schemas: { Unused: { type: string } }\nroutes:')}`;

describe('the command: check', () => {
  it('passes the shipped manifest, its examples too', async () => {
    const { stdout } = await checkRun(createSite().folder, [], { code: 0, stderr: '' });
    assert.match(
      stdout,
      /^routes\.yaml: no mistakes in \d+ routes, [2-9]\d examples passed \(\d+ of them change something\)\n$/,
    );
  });
  it('finds views and handlers beside the manifest, wherever it is called from', async () => {
    const { manifest } = createSite();
    const { stdout } = await checkRun(freshFolder(), ['--manifest', manifest], { code: 0, stderr: '' });
    assert.ok(stdout.startsWith(`${manifest}: no mistakes`));
  });
  it('fails where an example does', async () => {
    const { stdout, stderr } = await checkRun(siteOf(FAILING), [], { code: 1 });
    assert.equal(stdout, 'routes.yaml: no mistakes in 1 route, 1 of 1 example failed\n');
    assert.match(stderr, /^routes\.yaml:9:44 error failed-example\n/);
    assert.match(stderr, /^ {2}hint: found "Hello"$/m);
  });
  it('runs no examples where there are mistakes', async () => {
    const { stdout, stderr } = await checkRun(siteOf(MISTAKEN), [], { code: 1 });
    assert.equal(stdout, 'routes.yaml: 1 mistake, the examples were not run\n');
    assert.match(stderr, /ambiguous-routes/);
  });
  it('tells warnings, and does not fail for them', async () => {
    const { stdout, stderr } = await checkRun(siteOf(DOUBTFUL), [], { code: 0 });
    assert.equal(stdout, 'routes.yaml: no mistakes in 1 route, 1 example passed, 1 warning\n');
    assert.match(stderr, /^routes\.yaml:\d+:\d+ warning unused-schema\n/);
  });
  it('shows in lines how far hundreds of examples are, where no terminal is', async () => {
    const examples = Array.from(
      { length: 200 },
      (_, index) => `      e${index}: { request: GET /hello, response: {} }\n`,
    );
    const { stderr } = await checkRun(siteOf(GOOD + examples.join('')), [], { code: 0 });
    assert.equal(stderr.split('\n').length, 11);
    assert.match(stderr, /^examples: 21 of 201\n/);
    assert.match(stderr, /\nexamples: 201 of 201\n$/);
  });
  it('leaves the examples alone where a server starts plainly', async () => {
    const site = siteOf(replaceOnce(GOOD, 'GET /hello', 'GET /elsewhere'));
    const { stderr } = await runCommand(['serve', '--host', '192.0.2.1', '--port', '0'], { cwd: site });
    assert.doesNotMatch(stderr, /example/);
    assert.match(stderr, /this machine does not have this address/);
  });
});

describe('the command: check --format json', () => {
  it('prints all of it, and nothing else', async () => {
    const { stdout, stderr } = await checkRun(siteOf(FAILING), ['--format', 'json'], { code: 1 });
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout), {
      ok: false,
      diagnostics: [
        {
          file: 'routes.yaml',
          line: 9,
          column: 44,
          endLine: 9,
          endColumn: 61,
          code: 'failed-example',
          severity: 'error',
          message: 'The example "greets" of the route "hello" failed: the body must contain "Good: day, 100%"',
          hint: 'found "Hello"',
          related: [
            { file: 'routes.yaml', line: 8, column: 18, endLine: 8, endColumn: 28, message: 'the request is here' },
          ],
        },
      ],
      examples: { passed: 0, failed: 1 },
    });
  });
  it('says so where all is well', async () => {
    const { stdout } = await checkRun(siteOf(GOOD), ['--format', 'json'], { code: 0, stderr: '' });
    assert.deepEqual(JSON.parse(stdout), { ok: true, diagnostics: [], examples: { passed: 1, failed: 0 } });
  });
  it('counts no examples where there are mistakes', async () => {
    const { stdout } = await checkRun(siteOf(MISTAKEN), ['--format', 'json'], { code: 1, stderr: '' });
    const { ok, examples, diagnostics } = JSON.parse(stdout);
    assert.deepEqual([ok, examples, diagnostics.length], [false, { passed: 0, failed: 0 }, 1]);
  });
  it('is well with warnings', async () => {
    const { stdout } = await checkRun(siteOf(DOUBTFUL), ['--format', 'json'], { code: 0, stderr: '' });
    const { ok, diagnostics } = JSON.parse(stdout);
    assert.deepEqual([ok, diagnostics[0].severity], [true, 'warning']);
  });
});

describe('the command: check --format github', () => {
  it('prints a workflow command for each finding, escaped', async () => {
    const { stdout, stderr } = await checkRun(siteOf(FAILING), ['--format', 'github', '-m', './routes.yaml'], {
      code: 1,
    });
    assert.equal(stderr, '');
    assert.equal(
      stdout,
      '::error file=routes.yaml,line=9,endLine=9,col=44,endColumn=61,title=failed-example::' +
        'The example "greets" of the route "hello" failed: the body must contain "Good: day, 100%25"%0A' +
        'found "Hello"\n' +
        './routes.yaml: no mistakes in 1 route, 1 of 1 example failed\n',
    );
  });
  it('escapes commas and colons in the name of a file', async () => {
    const { folder } = createSite(undefined, { 'a,b:c.yaml': FAILING });
    const { stdout } = await checkRun(folder, ['--format', 'github', '-m', 'a,b:c.yaml'], { code: 1 });
    assert.ok(stdout.startsWith('::error file=a%2Cb%3Ac.yaml,line=9,'));
  });
  describe('where GITHUB_WORKSPACE says what the root of the repository is', () => {
    const files = { 'site/routes.yaml': FAILING, 'site/code.yaml': MISSPELT, 'site/code.mjs': 'null.x;' };
    const cases: readonly (readonly [title: string, args: readonly string[], from: string, file: string])[] = [
      ['names a file from there on', [], 'site', 'site/routes.yaml'],
      ['names code of handlers from there on', ['-m', 'code.yaml'], 'site', 'site/code.mjs'],
      ['names a file that is named from elsewhere', ['-m', '../site/routes.yaml'], 'views', 'site/routes.yaml'],
    ];
    for (const [title, args, from, file] of cases) {
      it(title, async () => {
        const { folder } = siteWith(files);
        const env = { GITHUB_WORKSPACE: folder };
        const { stdout } = await checkRun(join(folder, from), ['--format', 'github', ...args], { code: 1, env });
        assert.ok(stdout.startsWith(`::error file=${file},line=`), stdout);
      });
    }
    it('names it by an absolute name, too', async () => {
      const { folder } = siteWith(files);
      const env = { GITHUB_WORKSPACE: folder };
      const args = ['--format', 'github', '-m', join(folder, 'site/routes.yaml')];
      const { stdout } = await checkRun(freshFolder(), args, { code: 1, env });
      assert.ok(stdout.startsWith('::error file=site/routes.yaml,line='), stdout);
    });
    it('follows links, since a step works in a folder by its own name', async () => {
      const { folder } = siteWith(files);
      const link = join(freshFolder(), 'link');
      symlinkSync(folder, link);
      const { stdout } = await checkRun(join(folder, 'site'), ['--format', 'github'], {
        code: 1,
        env: { GITHUB_WORKSPACE: link },
      });
      assert.ok(stdout.startsWith('::error file=site/routes.yaml,line='), stdout);
    });
    it('leaves a file that is not in there as it is named', async () => {
      const { folder } = siteWith(files);
      for (const workspace of [freshFolder(), join(folder, 'sit'), '']) {
        const env = { GITHUB_WORKSPACE: workspace };
        const { stdout } = await checkRun(join(folder, 'site'), ['--format', 'github'], { code: 1, env });
        assert.ok(stdout.startsWith('::error file=routes.yaml,line='), stdout);
      }
    });
  });
  it('warns of what is doubtful', async () => {
    const { stdout } = await checkRun(siteOf(DOUBTFUL), ['--format', 'github'], { code: 0 });
    assert.match(stdout, /^::warning file=routes\.yaml,line=\d+/);
  });
});

describe('handlers that print', () => {
  const printing = `version: 1
handlers: ./prints.mjs
routes: { a: { path: /a, handler: a, examples: { e: { request: GET /a, response: { status: 200 } } } } }
`;
  const code = `import { writeSync } from 'node:fs';
console.log('at the top');
process.stdout.write('by the stream\\n');
setTimeout(() => console.log('later'), 1).unref();
export const handlers = { a: () => { console.log('in an example'); writeSync(1, 'by the descriptor\\n'); return {}; } };
`;
  it('check --format json: they do so on stderr', async () => {
    const { folder } = createSite(() => printing, { 'prints.mjs': code });
    for (const format of ['json', 'github', 'text']) {
      const { stdout, stderr } = await checkRun(folder, ['--format', format], { code: 0 });
      if (format === 'json')
        assert.deepEqual(JSON.parse(stdout), { ok: true, diagnostics: [], examples: { passed: 1, failed: 0 } });
      else assert.equal(stdout, 'routes.yaml: no mistakes in 1 route, 1 example passed\n');
      for (const words of ['at the top', 'by the stream', 'in an example', 'by the descriptor'])
        assert.ok(stderr.includes(words), words);
    }
  });
  it('routes --json and explain --json: likewise', async () => {
    const { folder } = createSite(() => printing, { 'prints.mjs': code });
    for (const args of [
      ['routes', '--json'],
      ['explain', 'GET', '/a', '--json'],
    ]) {
      const { stdout, stderr } = await runCommand(args, { cwd: folder });
      assert.doesNotThrow(() => JSON.parse(stdout), stdout);
      for (const words of ['at the top', 'by the stream']) assert.ok(stderr.includes(words), words);
    }
  });
});

function siteWith(files: Readonly<Record<string, string>>): { readonly folder: string } {
  const folder = freshFolder();
  for (const name of ['site', 'views']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder };
}

function siteOf(manifest: string): string {
  return createSite(() => manifest).folder;
}

interface Expected {
  readonly code: number;
  readonly stderr?: string;
  readonly env?: Readonly<Record<string, string>>;
}

async function checkRun(cwd: string, args: readonly string[], { code, stderr, env = {} }: Expected): Promise<Finished> {
  // A build machine's own word must not count.
  const finished = await runCommand(['check', ...args], { cwd, env: { GITHUB_WORKSPACE: '', ...env } });
  assert.equal(finished.code, code, finished.stderr);
  if (stderr !== undefined) assert.equal(finished.stderr, stderr);
  const said = finished.stdout + finished.stderr;
  assert.ok(!said.includes('\x1b'), 'no colours where no terminal is');
  assert.doesNotMatch(said, /^\s+at /m, 'no stack trace');
  return finished;
}
