import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { type Finished, freshFolder, replaceOnce, runCommand, SOURCE } from '../start-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GENERATED = 'src/routes.gen.ts';

const MANIFEST = `version: 1
handlers: ./src/handlers.mjs
routes:
  hello: { path: '/hello/{name}', params: { name: { type: string } }, handler: hello }
`;
const HANDLERS = 'export const handlers = { hello: ({ params }) => ({ hello: params.name }) };\n';

describe('the command: types', () => {
  it('writes routes.gen.ts beside the handlers, and says so', async () => {
    const folder = makeFolder({ 'routes.yaml': MANIFEST, 'src/handlers.mjs': HANDLERS });
    await checkRun(['types'], folder, { code: 0, stdout: `${GENERATED}: written\n`, stderr: '' });
    assert.match(readFileSync(join(folder, GENERATED), 'utf8'), /readonly hello: RouteHandler<Routes, 'hello'>;/);
    assert.deepEqual(readdirSync(join(folder, 'src')), ['handlers.mjs', 'routes.gen.ts'], 'no draft is left');
    await checkRun(['types'], folder, { code: 0, stdout: `${GENERATED}: unchanged\n`, stderr: '' });
    await checkRun(['types', '--check'], folder, { code: 0, stdout: `${GENERATED}: up to date\n`, stderr: '' });
  });

  it('does not ask the handlers, since those that do not fit need their types most', async () => {
    for (const handlers of ['export const handlers = {', 'process.exit(3);']) {
      const folder = makeFolder({ 'routes.yaml': MANIFEST, 'src/handlers.mjs': handlers });
      await checkRun(['types'], folder, { code: 0, stdout: `${GENERATED}: written\n`, stderr: '' });
    }
  });

  it('is not kept by what is wrong elsewhere in the manifest', async () => {
    const manifest = `${MANIFEST}  lost: { path: '/lost/{id}', text: '' }\n`;
    const folder = makeFolder({ 'routes.yaml': manifest, 'src/handlers.mjs': HANDLERS });
    await checkRun(['types'], folder, { code: 0, stdout: `${GENERATED}: written\n`, stderr: '' });
  });

  it('reports a manifest that cannot be read, and writes nothing', async () => {
    const folder = makeFolder({ 'routes.yaml': `${MANIFEST}nope: 1\n`, 'src/handlers.mjs': HANDLERS });
    await checkRun(['types'], folder, { code: 1, stdout: '', stderr: /routes\.yaml:5:1.*nope/s });
    assert.ok(!existsSync(join(folder, GENERATED)));
  });

  it('has nothing to type where the manifest names no handlers', async () => {
    const folder = makeFolder({ 'routes.yaml': 'version: 1\nroutes: { a: { path: /, text: hi } }\n' });
    const stderr = 'Cannot write types: routes.yaml names no module of handlers\n';
    await checkRun(['types'], folder, { code: 1, stdout: '', stderr });
  });

  it('says in one line where it cannot write', async () => {
    const folder = makeFolder({ 'routes.yaml': MANIFEST, src: 'a file' });
    await checkRun(['types'], folder, {
      code: 1,
      stdout: '',
      stderr: /^Cannot write "src\/routes\.gen\.ts": [^\n]*(?:EEXIST|ENOTDIR)[^\n]*\n$/,
    });
  });
});

describe('the command: types --check', () => {
  const stale: readonly (readonly [title: string, found: string | undefined, stderr: string])[] = [
    ['are missing', undefined, `"${GENERATED}" is missing; run the command \`types\`\n`],
    ['are others', 'export {};\n', `"${GENERATED}" is out of date; run the command \`types\`\n`],
  ];
  for (const [title, found, stderr] of stale) {
    it(`ends with 1 where the types ${title}, and leaves them as they are`, async () => {
      const folder = makeFolder({
        'routes.yaml': MANIFEST,
        'src/handlers.mjs': HANDLERS,
        ...(found === undefined ? {} : { [GENERATED]: found }),
      });
      await checkRun(['types', '--check'], folder, { code: 1, stdout: '', stderr });
      assert.equal(existsSync(join(folder, GENERATED)), found !== undefined);
      if (found !== undefined) assert.equal(readFileSync(join(folder, GENERATED), 'utf8'), found);
    });
  }
});

describe('the command: check and the types of the handlers', () => {
  it('fails where they are not those of the manifest, at the key of the handlers', async () => {
    const folder = await makeTyped(MANIFEST);
    writeFileSync(join(folder, 'routes.yaml'), MANIFEST.replaceAll('name', 'title'));
    const { stdout } = await checkRun(['check', '--format', 'json'], folder, { code: 1, stdout: /./, stderr: '' });
    const { ok, diagnostics } = JSON.parse(stdout);
    assert.equal(ok, false);
    const places = diagnostics.map(({ code, file, line, column }: Record<string, unknown>) => [
      code,
      file,
      line,
      column,
    ]);
    assert.deepEqual(places, [['stale-types', 'routes.yaml', 2, 11]]);
  });

  it('passes where only words, line ends or the way to the contract differ: they change no type', async () => {
    const folder = await makeTyped(MANIFEST.replace('path:', 'summary: Say hello, path:'));
    writeFileSync(join(folder, 'routes.yaml'), MANIFEST.replace('/hello/', '/hallo/'));
    const found = readFileSync(join(folder, GENERATED), 'utf8');
    writeFileSync(
      join(folder, GENERATED),
      found.replace(/from '.*'/, "from './elsewhere.ts'").replaceAll('\n', '\r\n'),
    );
    await checkRun(['check'], folder, { code: 0, stdout: /no mistakes/, stderr: '' });
  });

  it('passes where there are none: nobody has asked for them', async () => {
    const folder = makeFolder({ 'routes.yaml': MANIFEST, 'src/handlers.mjs': HANDLERS });
    await checkRun(['check'], folder, { code: 0, stdout: /no mistakes/, stderr: '' });
  });
});

describe('the types of the shipped handlers', () => {
  it('are committed as the command writes them', () => {
    const loaded = loadTypes(join(ROOT, 'routes.yaml'));
    assert.equal(loaded.kind, 'loaded');
    if (loaded.kind === 'loaded') assert.equal(loaded.module.found, loaded.module.text);
  });

  it('make the compiler name the line of a handler whose parameter was renamed', async () => {
    const folder = copyDemo((manifest) =>
      replaceOnce(
        replaceOnce(manifest, '/div/{dividend}/', '/div/{number}/'),
        'dividend: { type: number, title: Dividend,',
        'number: { type: number, title: Dividend,',
      ),
    );
    const { stderr } = await checkRun(['check'], folder, {
      code: 1,
      stdout: /mistake/,
      stderr: /\[stale-types\]|stale-types/,
    });
    assert.match(stderr, /routes\.gen\.ts/);
    assert.equal(await compile(folder), '', 'the old types do not know it yet');
    await checkRun(['types'], folder, { code: 0, stdout: /written/, stderr: '' });
    assert.match(
      await compile(folder),
      /^src\/demo\/divide\.ts\(\d+,\d+\): error TS\d+: Property 'dividend' does not exist/m,
    );
  });

  const models: readonly (readonly [title: string, file: string, from: string, to: string])[] = [
    ['lacks a property', 'divide.ts', 'return { dividend, divisor,', 'return { dividend,'],
    ['has a property of another type', 'divide.ts', 'toShownNumber(quotient) }', 'quotient }'],
    ['has a property too many', 'divide.ts', 'toShownNumber(quotient) }', 'toShownNumber(quotient), extra: 1 }'],
    [
      'has a property too many, in an answer',
      'set-cookie.ts',
      'model: { cookies: list }',
      'model: { cookies: list, extra: 1 }',
    ],
    ['has a property too many, in a promise', 'short-log.ts', 'return { on }', 'return { on, extra: 1 }'],
    ['has a property too many, in another promise', 'show-errors.ts', 'return { on }', 'return { on, extra: 1 }'],
  ];
  for (const [title, file, from, to] of models) {
    it(`make the compiler name the line of a model that ${title}`, async () => {
      const folder = copyDemo();
      const path = join(folder, 'src/demo', file);
      writeFileSync(path, replaceOnce(readFileSync(path, 'utf8'), from, to));
      const said = await compile(folder);
      const line =
        readFileSync(path, 'utf8')
          .split('\n')
          .findIndex((text) => text.includes(to)) + 1;
      assert.match(said, new RegExp(`^src/demo/${file}\\(${line},`));
    });
  }
});

interface Expected {
  readonly code: number;
  readonly stdout: string | RegExp;
  readonly stderr: string | RegExp;
}

async function checkRun(args: readonly string[], folder: string, expected: Expected): Promise<Finished> {
  const finished = await runCommand(args, { cwd: folder, main: SOURCE });
  for (const stream of ['stdout', 'stderr'] as const) {
    if (typeof expected[stream] === 'string') assert.equal(finished[stream], expected[stream]);
    else assert.match(finished[stream], expected[stream]);
  }
  assert.equal(finished.code, expected.code, finished.stderr);
  return finished;
}

function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function makeTyped(manifest: string): Promise<string> {
  const folder = makeFolder({ 'routes.yaml': manifest, 'src/handlers.mjs': HANDLERS });
  await checkRun(['types'], folder, { code: 0, stdout: /written/, stderr: '' });
  return folder;
}

/** A fresh folder with all of the demo that its handlers need, to be written to. */
function copyDemo(edit: (manifest: string) => string = (manifest) => manifest): string {
  const folder = freshFolder();
  for (const path of ['views', 'src/contract', 'src/http', 'src/demo']) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'routes.yaml'), edit(readFileSync(join(ROOT, 'routes.yaml'), 'utf8')));
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  return folder;
}

/** What the compiler says; nothing where all is right. */
function compile(folder: string): Promise<string> {
  return new Promise((resolve) => {
    const args = ['--noEmit', '--pretty', 'false'];
    execFile(join(ROOT, 'node_modules/.bin/tsc'), args, { cwd: folder }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}
