import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';
import { type Files, inFolder, placesOf } from './manifest-folder.ts';

const ONE = '{ hello: () => ({}) }';

describe('load handlers: the forms of a module', () => {
  const forms: readonly (readonly [module: string, code: string])[] = [
    ['handlers.mjs', `export const handlers = ${ONE};`],
    ['handlers.mjs', `export default { handlers: ${ONE} };`],
    ['handlers.mjs', 'export * as handlers from "./hello.mjs";'],
    ['handlers.ts', `type A = 1;\nexport const handlers: object = ${ONE};`],
    ['handlers.cjs', `module.exports = { handlers: ${ONE} };`],
    ['handlers.cjs', `const all = ${ONE};\nmodule.exports = { handlers: { ...all } };`],
    ['handlers.cjs', `exports.handlers = ${ONE};`],
    ['handlers.cjs', `module.exports.handlers = ${ONE};`],
    ['handlers.cjs', `Object.defineProperty(exports, 'handlers', { get: () => (${ONE}) });`],
    ['handlers.cjs', `Object.assign(exports, { handlers: ${ONE} });`],
    ['handlers.cjs', `exports.__esModule = true;\nexports.handlers = ${ONE};`],
    [
      'handlers.cjs',
      `Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = { handlers: ${ONE} };`,
    ],
    ['handlers.cjs', `module.exports = Object.assign(() => undefined, { handlers: ${ONE} });`],
    ['handlers.cjs', `module.exports = class { static handlers = ${ONE}; };`],
    ['handlers.cjs', `module.exports = require('./all.cjs');`],
    ['handlers.js', `module.exports = { handlers: ${ONE} };`],
    ['handlers.cts', `type A = 1;\nexport = { handlers: ${ONE} };`],
  ];
  for (const [module, code] of forms) {
    it(`${module}: ${code}`, async () => {
      const { kind, diagnostics } = await load(module, {
        [module]: code,
        'hello.mjs': 'export const hello = () => ({});',
        'all.cjs': `module.exports = { handlers: ${ONE} };`,
      });
      assert.deepEqual([kind, diagnostics], ['loaded', []]);
    });
  }
  for (const [module, code] of [
    ['handlers.mjs', `export const handler = ${ONE};`],
    ['handlers.mjs', 'export const handlers = null;'],
    ['handlers.cjs', `module.exports = ${ONE};`],
    ['handlers.mjs', 'export const handlers = new Map([["hello", () => ({})]]);'],
    ['handlers.mjs', 'export const handlers = [function hello() {}];'],
    ['handlers.mjs', `export const handlers = Promise.resolve(${ONE});`],
    ['handlers.cjs', 'module.exports = 5;'],
    ['handlers.cjs', ''],
  ] as const) {
    it(`${module}: ${code || 'nothing'}: has no handlers, and the hint says how to write them`, async () => {
      const { diagnostics } = await load(module, { [module]: code });
      assert.match(diagnostics[0]?.message ?? '', /: it has no export "handlers" that maps names to functions$/);
      assert.match(diagnostics[0]?.hint ?? '', /export const handlers = .*module\.exports = \{ handlers:/);
      assert.equal(diagnostics.length, 1);
    });
  }
});

describe('load handlers: a mistake in code is found where it is', () => {
  const throwing = 'const nothing = undefined;\n\nexport const x = nothing.hello;\n';
  const cases: readonly (readonly [title: string, files: Files, place: string, words: RegExp])[] = [
    [
      'in the module',
      { 'handlers.mjs': throwing },
      'handlers.mjs:3:26',
      /TypeError: Cannot read properties of undefined/,
    ],
    [
      'in a module that it imports',
      { 'handlers.mjs': "import './lib/deep.mjs';", 'lib/deep.mjs': `import '../more.mjs';`, 'more.mjs': throwing },
      'more.mjs:3:26',
      /TypeError: Cannot read/,
    ],
    [
      'behind types',
      {
        'handlers.ts': "import './deep.ts';",
        'deep.ts': `interface A { b: string }\n\ntype C = A;\nthrow new Error('no ' as string);`,
      },
      'deep.ts:4:7',
      /: no$/,
    ],
    [
      'in what it requires',
      { 'handlers.cjs': "require('./deep.cjs');", 'deep.cjs': 'const a = 1;\na();' },
      'deep.cjs:2:1',
      /a is not a function/,
    ],
    [
      'in the call of what comes with Node.js',
      {
        'handlers.mjs':
          "import { readFileSync } from 'node:fs';\nconst read = () => readFileSync('./gone.txt');\nread();",
      },
      'handlers.mjs:2:20',
      /ENOENT/,
    ],
    [
      'in the call of a package, however deep that fails',
      {
        'handlers.mjs': "import fall from 'deep';\nfall(50);",
        'node_modules/deep/index.mjs':
          'export default function fall(n) { if (n === 0) throw new Error("down"); fall(n - 1); }',
        'node_modules/deep/package.json': '{ "name": "deep", "exports": "./index.mjs" }',
      },
      'handlers.mjs:2:1',
      /: down$/,
    ],
    [
      'after a wait',
      { 'handlers.mjs': 'await null;\nthrow new RangeError("late");' },
      'handlers.mjs:2:7',
      /RangeError: late/,
    ],
    [
      'a bracket',
      { 'handlers.mjs': 'export const handlers = {};\nconst a = ;\n' },
      'handlers.mjs:2:11',
      /SyntaxError: Unexpected token ';'/,
    ],
    [
      'a bracket in what it imports, behind all that only a module may say',
      {
        'handlers.mjs': 'import {\n  a,\n} from "./deep.mjs";\nexport { a as b };',
        'deep.mjs':
          'import fs, { readFileSync as r } from "node:fs";\nexport * from "node:path";\nexport default async () => import.meta.url;\nconst b = await r;\nexport const a = [1, 2;\n',
      },
      'deep.mjs:5:23',
      /SyntaxError: /,
    ],
    [
      'a bracket too few',
      { 'handlers.mjs': 'export const handlers = {\n  hello() {\n};\n' },
      'handlers.mjs:3:2',
      /SyntaxError: /,
    ],
    [
      'a bracket behind types',
      { 'handlers.ts': 'const a: number = 1;\nconst b: string = ;' },
      'handlers.ts:2:19',
      /: Unexpected ";"$/,
    ],
    [
      'a bracket in CommonJS',
      { 'handlers.cjs': 'const a = 1;\nconst b = ;' },
      'handlers.cjs:2:11',
      /SyntaxError: Unexpected token ';'/,
    ],
    [
      'a bracket in what is imported later',
      { 'handlers.mjs': 'await null;\nawait import("./deep.mjs");', 'deep.mjs': '\n  let q = {;' },
      'deep.mjs:2:12',
      /SyntaxError: /,
    ],
    [
      'a name that is not exported',
      { 'handlers.mjs': '\nimport { gone } from "./deep.mjs";', 'deep.mjs': 'export const here = 1;' },
      'handlers.mjs:2:10',
      /does not provide an export named 'gone'/,
    ],
    [
      'a file that is not there',
      { 'handlers.mjs': '// it\nimport a from "./gone.mjs";' },
      'handlers.mjs:2:15',
      /Cannot find module/,
    ],
    [
      'a package that is not there',
      { 'handlers.mjs': 'import "./deep.mjs";', 'deep.mjs': 'import { a } from "gone-for-good/part";' },
      'deep.mjs:1:19',
      /Cannot find package 'gone-for-good'/,
    ],
    [
      'a package that is not required',
      { 'handlers.cjs': '\n  require("gone-for-good");' },
      'handlers.cjs:2:3',
      /Cannot find module 'gone-for-good'/,
    ],
    [
      'a getter of a handler',
      { 'handlers.mjs': 'export const handlers = {\n  get hello() { throw new Error("no"); },\n};' },
      'handlers.mjs:2:23',
      /: its handler "hello" cannot be read: no$/,
    ],
    [
      'a text',
      { 'handlers.mjs': '// no\nconst b = "a";\n  throw "no database";' },
      'handlers.mjs:3:3',
      /: no database$/,
    ],
    [
      'a text of a trap',
      { 'handlers.mjs': "export const handlers = new Proxy({}, { ownKeys() { throw 'locked'; } });" },
      'handlers.mjs:1:53',
      /: locked$/,
    ],
    ['a text in CommonJS', { 'handlers.cjs': 'throw `words`;' }, 'handlers.cjs:1:1', /: words$/],
    [
      'a getter of all',
      { 'handlers.cjs': 'module.exports = {\n  get handlers() {\n    none();\n  },\n};' },
      'handlers.cjs:3:5',
      /ReferenceError: none is not defined/,
    ],
  ];
  for (const [title, files, place, words] of cases) {
    it(title, async () => {
      const [module = ''] = Object.keys(files);
      const { result, text } = await loadShown(module, files);
      assert.deepEqual(placesOf(result), [`cannot-load-handlers ${place}`]);
      assert.match(result.diagnostics[0]?.message ?? '', words);
      // With its line, and where it is named.
      assert.match(text, /^ {2}\d+ \|/m);
      assert.match(text, /^ {2}see \S*routes\.yaml:2:11: /m);
      assert.ok(
        !result.files.some((file) => file.endsWith('js') || file.endsWith('ts')),
        'it is no part of the manifest',
      );
    });
  }
});

describe('load handlers: what is thrown and is no error is a finding at the name of the module', () => {
  const cases: readonly (readonly [code: string, words: string])[] = [
    ['throw Object.create(null);', '{}'],
    [
      'throw { code: "E_DB", at: { host: "db" }, list: [1, null] };',
      '{"code":"E_DB","at":{"host":"db"},"list":[1,null]}',
    ],
    ['throw undefined;', 'undefined'],
    ['const words = "words";\nthrow words;', 'words'],
    ['if (Math.random() < 2) throw "twice";\nthrow "twice";', 'twice'],
    ['export const handlers = new Proxy({}, { ownKeys() { throw 7; } });', '7'],
    // That nothing but this program has a part in it.
    [
      'const { proxy, revoke } = Proxy.revocable({}, {});\nrevoke();\nexport const handlers = proxy;',
      "TypeError: Cannot perform 'getPrototypeOf' on a proxy that has been revoked",
    ],
    [
      'throw new Proxy({}, { ownKeys() { throw 1; }, getPrototypeOf() { throw 2; } });',
      'an object that cannot be told as text',
    ],
  ];
  for (const [code, words] of cases) {
    it(code, async () => {
      const result = await load('handlers.mjs', { 'handlers.mjs': code });
      assert.deepEqual(placesOf(result), ['cannot-load-handlers routes.yaml:2:11']);
      assert.equal(result.diagnostics[0]?.message, `Cannot load the handlers "./handlers.mjs": ${words}`);
    });
  }
  it('a module that changes the working directory is one, for the manifest names its files from there', async () => {
    const files = {
      'routes.yaml': 'version: 1\nhandlers: ./handlers.mjs\nroutes: { a: { path: /, file: ./a.txt } }\n',
      'handlers.mjs': 'process.chdir("/");\nexport const handlers = {};\n',
      'a.txt': 'A',
    };
    const before = process.cwd();
    const { diagnostics } = await inFolder(files, async (folder) => {
      process.chdir(folder);
      return loadManifest('routes.yaml').finally(() => process.chdir(before));
    });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      [
        'Cannot load the handlers "./handlers.mjs": it changes the working directory, from where all files of the manifest are named',
      ],
    );
  });
  it('a folder is told without the name of a file of this program', async () => {
    const { diagnostics } = await load('code', { 'code/index.mjs': 'export const handlers = {};' });
    assert.match(diagnostics[0]?.message ?? '', /: Directory import '[^']*\/code' is not supported$/);
  });
  it('an error of several has the words of each', async () => {
    const code = 'throw new AggregateError([new Error("one"), new TypeError("two"), "three"], "all failed");';
    const result = await load('handlers.mjs', { 'handlers.mjs': code });
    assert.match(
      result.diagnostics[0]?.message ?? '',
      /AggregateError: all failed \(Error: one; TypeError: two; three\)$/,
    );
  });
});

function load(module: string, files: Files): Promise<LoadResult> {
  return loadShown(module, files).then(({ result }) => result);
}

function loadShown(module: string, files: Files): Promise<{ readonly result: LoadResult; readonly text: string }> {
  const manifest = `version: 1\nhandlers: ./${module}\nroutes: { a: { path: /, handler: hello } }\n`;
  return inFolder({ ...files, 'routes.yaml': manifest }, async (folder) => {
    const result = await loadManifest(join(folder, 'routes.yaml'));
    return { result, text: renderDiagnostics(result.diagnostics, result.sources, { color: false }) };
  });
}
