import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { freshFolder } from '../start-server.ts';
import { nextRelease, packPackage } from './pack-package.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules/.bin');
const UNPACKED_BYTES_MAX = 1_000_000;
/** What a user installs, and nothing else: no tests, no demo, no pictures, no maps. */
const PACKED = [
  /^package\.json$/,
  /^LICENSE$/,
  /^README(?:\.ru)?\.md$/,
  /^schemas\/manifest\.schema\.json$/,
  /^src\/cli\/templates\/(?:api|every|site)\//,
  /^dist\/LICENSE-yaml$/,
  /^dist\/(?:main|api|cli\/judge\/judge-process|chunks\/[\w-]+)\.js$/,
  /^dist\/(?:api|contract\/[\w-]+)\.d\.ts$/,
];
const TEMPLATES = ['site/routes.yaml', 'api/routes.yaml', 'every/gitignore', 'every/.github/workflows/check.yml'].map(
  (path) => `src/cli/templates/${path}`,
);
const NEEDED = ['dist/main.js', 'dist/api.js', 'dist/api.d.ts', 'dist/cli/judge/judge-process.js'];

const run = promisify(execFile);
const packed = packPackage();
const site = freshFolder();
const offline = install(site, packed.file);

describe('the package as it is packed', () => {
  it('has the files that it needs, and no others', () => {
    const paths = packed.files.map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => !PACKED.some((pattern) => pattern.test(path))),
      [],
    );
    for (const path of [...NEEDED, 'schemas/manifest.schema.json', 'LICENSE', 'README.md', ...TEMPLATES])
      assert.ok(paths.includes(path), path);
  });

  it(`has at most ${UNPACKED_BYTES_MAX} bytes`, () => {
    assert.ok(packed.unpackedSize <= UNPACKED_BYTES_MAX, `${packed.unpackedSize} bytes`);
  });

  it('is right by publint and by arethetypeswrong', async () => {
    await run(join(BIN, 'publint'), [packed.file, '--strict']);
    await run(join(BIN, 'attw'), [packed.file, '--profile', 'esm-only']);
  });
});

describe('the package where it is installed', { skip: offline, timeout: 240_000 }, () => {
  const velosiped = join(site, 'node_modules/.bin/velosiped');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

  it('is a command', async () => {
    assert.equal((await run('npx', ['velosiped', '--version'], { cwd: site })).stdout, `${version}\n`);
    assert.match((await run(velosiped, ['--help'], { cwd: site })).stdout, /^ {2}npx velosiped check {2}/m);
  });

  it('writes into a project by what it was installed from', async () => {
    await run(velosiped, ['init', 'club'], { cwd: site });
    const { dependencies } = JSON.parse(readFileSync(join(site, 'club/package.json'), 'utf8'));
    const [, path = ''] = /^file:(.+)$/.exec(dependencies.velosiped) ?? [];
    assert.equal(realpathSync(resolve(site, 'club', path)), realpathSync(packed.file));
    assert.match(readFileSync(join(site, 'club/src/routes.gen.ts'), 'utf8'), / from 'velosiped';/);
  });

  it('exports the schema of a manifest', async () => {
    const code = "import schema from 'velosiped/schema' with { type: 'json' }; console.log(schema.$schema);";
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: site });
    assert.match(stdout, /^https:\/\/json-schema\.org\//);
  });

  for (const [where, from, args] of [
    ['the package', 'velosiped', []],
    ['its sources, with another copy', join(ROOT, 'src/api.ts'), ['--import', import.meta.resolve('tsx')]],
  ] as const) {
    it(`run from ${where}, knows what handlers make of velosiped: ES modules, CommonJS, TypeScript`, async () => {
      const manifests = Object.entries(HANDLERS).map(([file, code]) => writeSite(file, code));
      const expected = manifests.map(() => '200 hi by answer, 418');
      assert.deepEqual(await startAll(from, manifests, args), expected);
    });
  }

  it('serves handlers in TypeScript by several processes, and has a reload judged', async () => {
    const manifest = writeSite('served.ts', HANDLERS['a.ts']);
    const server = spawn(velosiped, ['--manifest', manifest, '--port', '0', '--workers', '2'], { cwd: site });
    const output = follow(server);
    const [, url = ''] = await output.shows(/^(http:\S+)\n/m);
    assert.equal(await (await fetch(`${url}/hello`)).text(), 'hi by answer');
    server.kill('SIGHUP');
    await output.shows(/: reloaded/);
    server.kill('SIGTERM');
    assert.equal(await output.ended, 0);
  });

  it('checks a manifest in a process of its own, and finds mistakes where they are in TypeScript', async () => {
    const right = await run(velosiped, ['check', '--manifest', writeSite('checked.mts', HANDLERS['b.mts'])], {
      cwd: site,
    });
    assert.match(right.stdout, /no mistakes in 2 routes/);
    writeFileSync(join(site, 'part.ts'), 'type Part = string;\n\nexport const part: Part = (undefined as any).name;\n');
    const wrong = writeSite('wrong.ts', "import './part.ts';\nexport const handlers = {};\n");
    const { status, stderr } = spawnSync(velosiped, ['check', '--manifest', wrong], { cwd: site, encoding: 'utf8' });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /\/part\.ts:3:46 error cannot-load-handlers\n/);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });

  it('can be replaced by a later one: a project works, and check says what changed in its types', async () => {
    const [club, installed] = [join(site, 'club'), join(site, 'node_modules/velosiped')];
    rmSync(installed, { recursive: true });
    mkdirSync(installed);
    await run('tar', ['xzf', nextRelease(packed.file), '--strip-components=1', '-C', installed]);
    // As npm does.
    chmodSync(join(installed, 'dist/main.js'), 0o755);
    assert.equal((await run(velosiped, ['--version'], { cwd: club })).stdout, `${version}-next\n`);
    assert.match((await run(velosiped, ['check'], { cwd: club })).stdout, /no mistakes/);
    const types = join(club, 'src/routes.gen.ts');
    appendFileSync(types, '\nexport type Older = string;\n');
    await assert.rejects(run(velosiped, ['check'], { cwd: club }), { stderr: /error stale-types/ });
  });

  it('gives handlers types that a strict compiler accepts, declarations included', async () => {
    const folder = join(site, 'typed');
    mkdirSync(folder);
    writeFileSync(join(folder, 'routes.yaml'), TYPED_MANIFEST);
    writeFileSync(join(folder, 'handlers.ts'), TYPED_HANDLERS);
    await run(velosiped, ['types', '--manifest', join(folder, 'routes.yaml')], { cwd: site });
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, include: ['.'] }));
    await run(join(BIN, 'tsc'), ['-p', folder]);
    writeFileSync(join(folder, 'handlers.ts'), TYPED_HANDLERS.replace('params.word', 'params.wort'));
    await assert.rejects(run(join(BIN, 'tsc'), ['-p', folder]), {
      stdout: /handlers\.ts\(5,14\): error TS2339: .*'wort'/,
    });
  });
});

/** Into an empty folder. Why it cannot be: false if it is there. */
function install(folder: string, file: string): string | false {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', file];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return false;
  assert.match(stderr, /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED/, stderr);
  return 'needs a registry of npm packages';
}

const ES_MODULE = `import { answer, HttpError } from 'velosiped';
export const handlers = {
  hello: () => answer({ body: 'hi by answer', type: 'text/plain' }),
  tea: () => { throw new HttpError(418, 'I am a teapot'); },
};
`;
const TYPES = 'type Text = string;\nconst text = (value: Text): Text => value;\n';
const HANDLERS = {
  'a.js': ES_MODULE,
  'a.mjs': ES_MODULE,
  'a.cjs': ES_MODULE.replace(/import (.*) from ('.*')/, 'const $1 = require($2)').replace(
    'export const handlers',
    'exports.handlers',
  ),
  'a.ts': TYPES + ES_MODULE.replace("'hi by answer'", "text('hi by answer')"),
  'b.mts': TYPES + ES_MODULE,
  // JavaScript that leads to TypeScript.
  'c.js': "export { handlers } from './b.mts';\n",
  'c.cjs': "exports.handlers = require('./d.cjs').handlers;\n",
} as const;

/** A manifest of its own for each module of handlers; returns its file. */
function writeSite(file: string, code: string): string {
  writeFileSync(join(site, 'd.cjs'), "module.exports = require('./b.cts');\n");
  writeFileSync(join(site, 'b.cts'), TYPES + HANDLERS['a.cjs']);
  writeFileSync(join(site, file), code);
  const manifest = join(site, `${file}.yaml`);
  const routes = code.includes('handlers = {}') ? '{}' : ROUTES;
  writeFileSync(manifest, `version: 1\nhandlers: ./${file}\nroutes: ${routes}\n`);
  return manifest;
}

const ROUTES = '{ hello: { path: /hello, handler: hello }, tea: { path: /tea, handler: tea } }';

/** Starts each site in a process that imports `start` from somewhere. What they answer, a line for each. */
async function startAll(
  from: string,
  manifests: readonly string[],
  args: readonly string[],
): Promise<readonly string[]> {
  const code = `import { start } from ${JSON.stringify(from)};
for (const manifest of process.argv.slice(1)) {
  const server = await start({ manifest, port: 0 });
  const [hello, tea] = [await fetch(server.url + '/hello'), await fetch(server.url + '/tea')];
  console.log(hello.status + ' ' + (await hello.text()) + ', ' + tea.status);
  await server.close();
}`;
  const node = [...args, '--input-type=module', '-e', code, ...manifests];
  const { stdout, stderr } = await run(process.execPath, node, { cwd: site });
  assert.equal(stderr, '');
  return stdout.trim().split('\n');
}

interface Output {
  /** Resolves when what was printed by now, on either stream, matches. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | null>;
}

function follow(child: ChildProcess): Output {
  let text = '';
  const more = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      more.emit('part');
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    async shows(pattern) {
      for (;;) {
        const found = pattern.exec(text);
        if (found !== null) return found;
        const code = await Promise.race([once(more, 'part'), ended]);
        if (typeof code === 'number' && !pattern.test(text)) throw new Error(`It ended with ${code}:\n${text}`);
      }
    },
  };
}

const TYPED_MANIFEST = `version: 1
handlers: ./handlers.ts
routes:
  hello:
    path: /hello/{word}
    params: { word: { type: string } }
    handler: hello
    model: { type: object, properties: { said: { type: string } }, required: [said] }
`;
const TYPED_HANDLERS = `import { answer, HttpError } from 'velosiped';
import type { Handlers } from './routes.gen.ts';

const hello: Handlers['hello'] = ({ params }) => {
  if (params.word === '') throw new HttpError(400, 'Say a word');
  return answer({ model: { said: params.word }, status: 201 });
};

export const handlers: Handlers = { hello };
`;
const STRICT = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true },
  ...{
    module: 'nodenext',
    target: 'es2023',
    noEmit: true,
    allowImportingTsExtensions: true,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    types: ['node'],
  },
};
