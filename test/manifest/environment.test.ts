import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Program } from '../../src/contract/program.ts';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { type LoadResult, loadManifest } from '../../src/manifest/load-manifest.ts';
import { readListenDefaults } from '../../src/manifest/read-listen-defaults.ts';
import { inFolder, placesOf } from './manifest-folder.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How a variable is written. In the cases below `§` stands for its dollar sign, which a linter of this code would take for a slip. */
const REFERENCE = `\${A}`;
const NESTED = `\${B}`;

describe('environment: variables in server, logs, clients and session', () => {
  const cases: readonly (readonly [title: string, yaml: string, env: Env, expected: unknown])[] = [
    ['text', 'server: { host: "§{HOST}" }', { HOST: 'localhost' }, { host: 'localhost', port: 8888 }],
    ['a number', 'server: { port: "§{PORT}" }', { PORT: '4711' }, { host: '127.0.0.1', port: 4711 }],
    ['in single quotes', "server: { port: '§{PORT}' }", { PORT: '4711' }, { host: '127.0.0.1', port: 4711 }],
    ['a default, where it is not set', 'server: { port: "§{PORT:-9}" }', {}, { host: '127.0.0.1', port: 9 }],
    ['no default, where it is set', 'server: { port: "§{PORT:-9}" }', { PORT: '8' }, { host: '127.0.0.1', port: 8 }],
    ['empty is unset, as in shells', 'server: { port: "§{P:-9}" }', { P: '' }, { host: '127.0.0.1', port: 9 }],
    ['a name that all objects have is unset', 'server: { host: "§{toString:-a}" }', {}, { host: 'a', port: 8888 }],
    ['several in one text', 'server: { host: "§{A}.§{B:-b}" }', { A: 'a' }, { host: 'a.b', port: 8888 }],
    ['a number in a text is text', 'server: { host: "1§{A}" }', { A: '2' }, { host: '12', port: 8888 }],
    ['not looked into again', 'server: { host: "§{A}" }', { A: NESTED }, { host: NESTED, port: 8888 }],
    ['no braces, no variable', 'server: { host: "$A" }', { A: 'a' }, { host: '$A', port: 8888 }],
    ['through an alias', 'x-a: &a "§{A}"\nserver: { host: *a }', { A: 'a' }, { host: 'a', port: 8888 }],
  ];
  for (const [title, yaml, env, expected] of cases) {
    it(title, async () => assert.deepEqual((await program(yaml, env)).listen, expected));
  }
  it('in nested values, and inside a longer text', async () => {
    const { logs, clients } = await program(
      'logs: { access: { file: "§{DIR}/access.log", detail: "§{DETAIL}" }, error: { file: "§{NONE}" } }\nclients: { max: "§{MAX}" }',
      { DIR: '/var/log', DETAIL: 'short', NONE: 'null', MAX: '7' },
    );
    assert.deepEqual(
      [logs.access.file, logs.access.detail, logs.error.file, clients.max],
      ['/var/log/access.log', 'short', null, 7],
    );
  });
  it('in the items of a list', async () => {
    const { methods } = await program('server: { methods: [GET, "§{METHOD}"] }', { METHOD: 'HEAD' });
    assert.deepEqual(methods, ['GET', 'HEAD']);
  });
  it('nowhere else: routes mean the same on every machine', async () => {
    const { title, routes } = await program(
      'info: { title: "§{A}" }\nserver: { x-a: "§{", limits: { x-b: "§{NOPE}" } }',
      {
        A: 'a',
      },
    );
    assert.equal(title, REFERENCE);
    const [route] = routes;
    assert.ok(route?.respond.kind === 'fixed');
    assert.equal(Buffer.from(route.respond.body).toString(), REFERENCE);
  });
  it('for the defaults that help shows', () =>
    inFolder({ 'a.yaml': `version: 1\nserver: { port: "\${PORT}" }\nroutes: {}\n` }, async (folder) => {
      const file = join(folder, 'a.yaml');
      assert.deepEqual(readListenDefaults(file, { PORT: '4711' }), { host: '127.0.0.1', port: 4711 });
      assert.equal(readListenDefaults(file), undefined);
    }));
});

describe('environment: a whole variable is typed by the grammar of JSON, all else is text', () => {
  const cases: readonly (readonly [text: string, found: string])[] = [
    ['0x10', 'wrong-type'],
    ['010', 'wrong-type'],
    ['+1', 'wrong-type'],
    [' 1', 'wrong-type'],
    ['1_0', 'wrong-type'],
    ['1e999', 'wrong-type'],
    ['True', 'wrong-type'],
    ['true', 'wrong-type'],
    ['1.5', 'wrong-type'],
    ['1e1', 'loads'],
    ['10.0', 'loads'],
  ];
  for (const [text, expected] of cases) {
    it(`"${text}" ${expected === 'loads' ? 'is a whole number' : 'is none'}`, async () => {
      const result = await load('server: { port: "§{PORT}" }', { PORT: text });
      assert.deepEqual(placesOf(result), expected === 'loads' ? [] : [`${expected} routes.yaml:2:17`]);
    });
  }
});

describe('environment: mistakes', () => {
  const cases: readonly (readonly [yaml: string, places: readonly string[]])[] = [
    ['server: { host: "§{A}" }', ['unset-variable 18-22']],
    ['server: { host: "a§{A}b§{B}" }', ['unset-variable 19-23', 'unset-variable 24-28']],
    ['server: { host: "a§{" }', ['bad-variable 19-21']],
    ['server: { host: "§{}" }', ['bad-variable 18-21']],
    ['server: { host: "§{1}" }', ['bad-variable 18-22']],
    ['server: { host: "§{A B}" }', ['bad-variable 18-24']],
    ['server: { host: "§{A" }', ['bad-variable 18-21']],
    ['server: { host: "§{A-b}" }', ['bad-variable 18-24']],
    ['server: { host: "§{A:-§{B}}" }', ['bad-variable 18-27']],
    ['server: { host: "\\t§{A}" }', ['unset-variable 17-25']],
    ['server: { port: "§{A}" }', ['unset-variable 18-22']],
    ['server: { host: §{A} }', ['unquoted-variable 17-21']],
  ];
  for (const [yaml, places] of cases) {
    it(`${yaml}: ${places.join(', ')}`, async () => {
      const { diagnostics } = await load(yaml, {});
      assert.deepEqual(
        diagnostics.map(
          ({ code, line, column, endColumn }) => `${code} ${line === 2 ? '' : line}${column}-${endColumn}`,
        ),
        places,
      );
    });
  }
});

describe('environment: a variable that is empty', () => {
  const cases: readonly (readonly [yaml: string, rule: string])[] = [
    ['server: { port: "§{P}" }', 'it must be a whole number'],
    ['server: { host: "§{P}" }', 'it must not be empty'],
    ['logs: { access: { file: "§{P:-}" } }', 'it must not be empty'],
  ];
  for (const [yaml, rule] of cases) {
    it(`${yaml} says that it is`, async () => {
      const { diagnostics } = await load(yaml, { P: '' });
      const hint = 'the variable is empty: set it, or give a default: "§{P:-default}"';
      assert.deepEqual(
        diagnostics.map((each) => each.hint?.replaceAll('$', '§')),
        [`${hint}; ${rule}`],
      );
    });
  }
});

describe('environment: what a variable holds shows in no finding', () => {
  const SECRET = 'hunter2Secret';
  const cases: readonly string[] = [
    'server: { port: "§{A}" }',
    'server: { methods: ["§{A}"] }',
    'server: { methods: ["§{A}", "§{A}"] }',
    'server: { timeouts: { head: "§{A}" } }',
    'server: { notHttp: "§{A}" }',
    'server: { limits: "§{A}" }',
    'logs: { access: { detail: "x§{A}" } }',
    'logs: { access: { redact: ["§{A} "] } }',
    'clients: "§{A}"',
    'clients: { max: "§{A}", ttl: "§{A}" }',
    'server: { host: "§{A}§{B}" }',
  ];
  for (const yaml of cases) {
    it(yaml, async () => {
      const { diagnostics, sources } = await load(yaml, { A: SECRET });
      assert.notEqual(diagnostics.length, 0);
      assert.doesNotMatch(renderDiagnostics(diagnostics, sources, { color: false }), /hunter2/i);
      assert.doesNotMatch(JSON.stringify(diagnostics), /hunter2/i);
    });
  }
  it('not even by the name that it is near to', async () => {
    const { diagnostics } = await load('server: { notHttp: "§{A}" }', { A: 'shutdwn' });
    assert.deepEqual(
      diagnostics.map(({ message, hint }) => [message, hint]),
      [[`"server.notHttp" cannot be the value of "${REFERENCE}"`, 'it must be shutdown or reject']],
    );
  });
  it('nor in the list of the methods that are served', async () => {
    const { diagnostics } = await load('server: { methods: ["§{A}"] }', { A: 'PUT' });
    assert.deepEqual(
      diagnostics.map(({ code, hint }) => [code, hint]),
      [['unserved-method', `add it there, beside ${REFERENCE}`]],
    );
  });
});

/** The first line says the version, the others what is given; then follows one route, whose text holds a variable. */
function load(yaml: string, env: Env): Promise<LoadResult> {
  const text = `version: 1\n${yaml}\nroutes:\n  a: { path: /, text: '${REFERENCE}' }\n`.replaceAll('§', '$');
  return inFolder({ 'routes.yaml': text }, (folder) => loadManifest(join(folder, 'routes.yaml'), { env }));
}

async function program(yaml: string, env: Env): Promise<Program> {
  const result = await load(yaml, env);
  assert.deepEqual(placesOf(result), []);
  return result.kind === 'loaded' ? result.program : assert.fail();
}
