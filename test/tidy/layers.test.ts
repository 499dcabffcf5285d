import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importCircles, layerBreaches } from './layer-rules.ts';
import { sourceTokens } from './source-tokens.ts';
import { sourceFiles } from './tracked-files.ts';

/** A checker that sees nothing finds nothing wrong: fewer files than this means that it looked in the wrong place. */
const FILES_MIN = 80;

describe('the house: who may import whom (docs/ARCHITECTURE.md)', () => {
  it('holds in every file of src/, and says which it saw', (t) => {
    const files = sourceFiles('src');
    t.diagnostic(`${files.length} files`);
    assert.ok(files.length >= FILES_MIN, `saw only ${files.length} files`);
    for (const path of [
      'src/main.ts',
      'src/cli/commands/serve.ts',
      'src/engine/run-exchange.ts',
      'src/socket/listen.ts',
    ]) {
      assert.ok(
        files.some((file) => file.path === path),
        `did not see ${path}`,
      );
    }
    assert.deepEqual(layerBreaches(files), []);
  });

  it('has no circle of imports', () => assert.deepEqual(importCircles(sourceFiles('src')), []));
});

describe('the layer checker', () => {
  const breaches: readonly (readonly [path: string, source: string, breach: RegExp])[] = [
    ['src/engine/spy.ts', "import net from 'node:net';", /imports node:net: reserved for socket/],
    ['src/engine/spy.ts', "import type { Socket } from 'net';", /imports net: reserved for socket/],
    ['src/engine/spy.ts', "export { connect } from\n  'node:tls';", /imports node:tls/],
    ['src/engine/spy.ts', "const net = await import('node:net');", /imports node:net/],
    ['src/engine/spy.ts', filled("const one = `#{'x' /* ` */}`; import 'node:net'; // `"), /imports node:net/],
    ['src/engine/spy.ts', "const quote = /['\"]/; import 'node:net';", /imports node:net/],
    ['src/engine/spy.ts', 'const half = (a + b) / 2; import "node:net"; const c = d / 2;', /imports node:net/],
    ['src/engine/spy.ts', 'await import(name);', /computed module/],
    ['src/engine/spy.ts', "import { createRequire } from 'node:module';", /by require/],
    ['src/manifest/spy.ts', 'const require = createRequire(import.meta.url); require(name);', /by require/],
    ['src/manifest/spy.ts', 'const { resolve } = require;', /by require/],
    ['src/manifest/spy.ts', "const net = require('node:net');", /imports node:net: reserved for socket/],
    ['src/manifest/spy.ts', "require('../engine/run-exchange.ts');", /manifest may not import engine/],
    ['src/engine/spy.ts', "import { openLogs } from '../logs/open-logs.ts';", /engine may not import logs/],
    ['src/engine/1-accept-request/spy.ts', "import { a } from '../4-make-log/a.ts';", /blocks never import each other/],
    ['src/engine/1-accept-request/spy.ts', "import { a } from '../run-exchange.ts';", /joins the blocks/],
    ['src/engine/spy.ts', 'process.exit(1);', /uses process/],
    ['src/engine/spy.ts', 'const { env } = process;', /uses process/],
    ['src/engine/spy.ts', 'globalThis.process.exit(1);', /uses globalThis/],
    ['src/engine/spy.ts', "import { env } from 'node:process';", /imports node:process: reserved for main, cli/],
    ['src/engine/spy.ts', "import { parse } from 'yaml';", /packages are for manifest/],
    ['src/cli/spy.ts', "import Ajv from 'ajv/dist/2020.js';", /packages are for manifest/],
    ['src/cli/spy.ts', "await import('@redis/client');", /reserved for clients/],
    ['src/engine/spy.ts', "import { Busboy } from '@fastify/busboy';", /reserved for uploads/],
    ['src/clients/spy.ts', "import { createClient } from 'redis';", /packages are for manifest/],
    [
      'src/clients/spy.ts',
      "import { readFileSync } from 'node:fs';",
      /reserved for manifest, logs, files, uploads, cli/,
    ],
    [
      'src/socket/spy.ts',
      "import { readFile } from 'node:fs/promises';",
      /reserved for manifest, logs, files, uploads, cli/,
    ],
    ['src/socket/spy.ts', "import { createServer } from 'node:http';", /reserved for nobody/],
    ['src/contract/spy.ts', "import { isIP } from 'node:net';", /contract\/ imports nothing/],
    ['src/http/spy.ts', "import { isUtf8 } from 'node:buffer';", /http\/ imports nothing/],
    ['src/http/spy.ts', "import { andThen } from '../engine/and-then.ts';", /http may not import engine/],
    ['src/contract/spy.ts', "import { TOKEN } from '../http/grammar.ts';", /contract may not import http/],
    ['src/contract/spy.ts', "import type { Handlers } from '../demo/routes.gen.ts';", /contract may not import demo/],
    ['src/demo/spy.ts', "import { matchRoute } from '../engine/2-process-request/match-route.ts';", /demo may not/],
    ['src/manifest/spy.ts', "import { handlers } from '../demo/handlers.ts';", /manifest may not import demo/],
    ['src/main.ts', "import { createMemoryStore } from './clients/memory-store.ts';", /main may not import clients/],
    ['src/main.ts', "import { version } from '../package.json';", /belongs to no room/],
    ['src/spy.ts', '', /belongs to no room/],
  ];
  for (const [path, source, breach] of breaches) {
    it(`finds ${JSON.stringify(source)} planted in ${path}`, () => {
      const found = layerBreaches([{ path, source }]);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found.join(), breach);
    });
  }

  const clean: readonly (readonly [path: string, source: string])[] = [
    [
      'src/engine/run-exchange.ts',
      "import { a } from './1-accept-request/a.ts';\nimport type { Program } from '../contract/program.ts';",
    ],
    ['src/engine/1-accept-request/a.ts', "import { b } from './b.ts'; // the process of import 'node:net'"],
    [
      'src/engine/a.ts',
      filled("const line = `process #{`#{'process'}`} process`; const it = { process: 1 }; it.process;"),
    ],
    ['src/engine/a.ts', 'throw new Error(\'say "import(name)" or require("x")\');'],
    ['src/engine/a.ts', "Buffer.from('HTTP/'); it.from ('x');"],
    ['src/engine/a.ts', 'function process(a: string) {} process(1);'],
    ['src/manifest/a.ts', 'if (process.features.tls) a();'],
    ['src/socket/listen.ts', "import { createServer } from 'node:net';"],
    ['src/cli/commands/serve.ts', "import { listen } from '../socket/listen.ts'; process.exitCode = 1;"],
    ['src/clients/redis-connection.ts', "await import('@redis/client');"],
    [
      'src/manifest/late.ts',
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); require('ajv');",
    ],
    ['src/manifest/load-handlers.ts', "import { parse } from 'yaml'; await import(url);"],
  ];
  for (const [path, source] of clean) {
    it(`passes ${JSON.stringify(source)} in ${path}`, () => assert.deepEqual(layerBreaches([{ path, source }]), []));
  }
});

describe('the finder of circles', () => {
  it('finds a circle, of types too, and says who is in it', () => {
    const files = [
      { path: 'src/manifest/a.ts', source: "import { b } from './b/b.ts';" },
      { path: 'src/manifest/b/b.ts', source: "import type { C } from '../c.ts';" },
      { path: 'src/manifest/c.ts', source: "import { d } from './d.ts';\nimport { a } from './a.ts';" },
      { path: 'src/manifest/d.ts', source: '' },
    ];
    assert.deepEqual(importCircles(files), [
      'src/manifest/a.ts > src/manifest/b/b.ts > src/manifest/c.ts > src/manifest/a.ts',
    ]);
    assert.deepEqual(importCircles(files.slice(1)), []);
  });
});

describe('telling code from texts and comments', () => {
  it('keeps code, numbers texts and drops comments, nested templates included', () => {
    const { code, texts } = sourceTokens(filled("a = 'x' + `y#{{ b: \"z\" }.b}w` // '\n/* ` */ / 1"));
    assert.deepEqual(texts, ['x', 'y', 'z', 'w']);
    assert.equal(code.replace(/\s+/g, ' '), 'a = "0" + "1" + ({ b: "2" }.b) + "3" / 1');
  });
});

/** Planted sources write `#{`, because a placeholder in a plain text looks like a slip. */
function filled(source: string): string {
  return source.replaceAll('#{', '\u0024{');
}
