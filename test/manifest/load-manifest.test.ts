import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { readListenDefaults } from '../../src/manifest/read-listen-defaults.ts';
import { type Files, inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const FIVE_MISTAKES = `version: 1
server:
  prot: 8888
handlers: ./handlers.mjs
views: ./views
routes:
  hello:
    path: /hello/{name}
    handler: helo
    view: hello
  number:
    path: /number/{value}
    params: { value: { type: numbre } }
    text: A number
  again:
    path: /number/{other}
    params: { other: { type: number } }
    view: helo
`;

describe('load manifest: mistakes', () => {
  it('finds different mistakes all at once, each with its line and column, in source order', () =>
    checkPlaces({ 'routes.yaml': FIVE_MISTAKES, 'views/hello.hbs': '<h1>Hello</h1>' }, [
      'unknown-key routes.yaml:3:3',
      'parameter-without-schema routes.yaml:8:18',
      'unknown-handler routes.yaml:9:14',
      'bad-value routes.yaml:13:30',
      'ambiguous-routes routes.yaml:16:11',
      'unknown-view routes.yaml:18:11',
    ]));

  it('says nothing of what follows from a mistake that it has said', () =>
    checkPlaces(
      {
        'routes.yaml': [
          'version: 1',
          'server: { methods: [GET, PSOT] }',
          'handlers: ./nowhere.mjs',
          'veiws: ./views',
          'routes:',
          '  a: { path: /a, txet: A }',
          "  b: { path: '/b/{x}', prams: { x: { type: string } }, text: B }",
          '  c: { path: /c, methods: [POST], handler: c, view: c }',
          '  d: { path: d, redirect: { route: b } }',
        ].join('\n'),
      },
      [
        'bad-value routes.yaml:2:26',
        'cannot-load-handlers routes.yaml:3:11',
        'unknown-key routes.yaml:4:1',
        'unknown-key routes.yaml:6:18',
        'unknown-key routes.yaml:7:24',
        'bad-path routes.yaml:9:14',
      ],
    ));

  describe('one mistake is one finding', () => {
    const a = (keys: string) => `version: 1\nroutes: { a: { ${keys} } }\n`;
    const cases: readonly (readonly [title: string, text: string, place: string])[] = [
      [
        'a value of the wrong type, whose value is wrong too',
        'version: "1"\nroutes: {}',
        'wrong-type routes.yaml:1:10',
      ],
      [
        'a choice of the wrong type',
        a("path: '/{b}', params: { b: { type: 5 } }, text: A"),
        'wrong-type routes.yaml:2:51',
      ],
      ['"version", misspelt', 'versoin: 1\nroutes: {}', 'unknown-key routes.yaml:1:1'],
      ['"routes", misspelt', 'version: 1\nrotues: {}', 'unknown-key routes.yaml:2:1'],
      ['"path", misspelt', a('pth: /, text: A'), 'unknown-key routes.yaml:2:16'],
      ['"type", misspelt', a("path: '/{b}', params: { b: { typ: string } }, text: A"), 'unknown-key routes.yaml:2:45'],
      [
        'a merge key that would bring "path"',
        `x-b: &b { path: / }\n${a('<<: *b, text: A')}`,
        'merge-key routes.yaml:3:16',
      ],
      ['a key that is no text in place of "path"', a('1: /, text: A'), 'key-not-text routes.yaml:2:16'],
    ];
    for (const [title, text, place] of cases) {
      it(`${title}: is found once`, () => checkPlaces({ 'routes.yaml': text }, [place]));
    }
    it('a missing key beside an unknown one of another meaning: both are found', () =>
      checkPlaces({ 'routes.yaml': a('sumary: A, text: A') }, [
        'missing-key routes.yaml:2:11',
        'unknown-key routes.yaml:2:16',
      ]));
  });

  it('puts what is wrong in a view after what is wrong in the manifest', () =>
    checkPlaces({ 'routes.yaml': 'version: 2\nviews: ./views\nroutes: {}\n', 'views/a.hbs': '\n {{{a}}}' }, [
      'bad-value routes.yaml:1:10',
      'unused-view views/a.hbs:1:1',
      'unescaped-output views/a.hbs:2:2',
    ]));

  it('rejects a manifest that is missing, or is a folder, with a diagnostic', () =>
    inFolder({}, async (folder) => {
      for (const file of [join(folder, 'nowhere.yaml'), folder]) {
        const result = await loadManifest(file);
        assert.equal(result.kind, 'rejected');
        assert.deepEqual(
          result.diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.file, diagnostic.line]),
          [['cannot-read', file, 1]],
        );
      }
    }));

  it('gives the text of every file that a diagnostic points into', async () => {
    const result = await loadFiles({ 'routes.yaml': 'version: 1\nviews: .\nroutes: {}\n', 'a.hbs': '{{{a}}}' });
    assert.deepEqual([...result.sources.values()], ['version: 1\nviews: .\nroutes: {}\n', '{{{a}}}']);
    assert.match(renderDiagnostics(result.diagnostics, result.sources, { color: false }), /1 \| \{\{\{a\}\}\}/);
  });

  it('says of a module that fails only its message, in one line', () =>
    checkMessage(
      { 'routes.yaml': WITH_HANDLER, 'handlers.mjs': 'throw new Error("the database\\n  is gone")' },
      'Cannot load the handlers "./handlers.mjs": the database is gone',
    ));
  it('says of a module without handlers that it has none', () =>
    checkMessage(
      { 'routes.yaml': WITH_HANDLER, 'handlers.mjs': 'export const handler = {};' },
      'Cannot load the handlers "./handlers.mjs": it has no export "handlers" that maps names to functions',
    ));
  it('knows no handler by a name that every object has', () =>
    checkMessage({ 'routes.yaml': WITH_HANDLER.replace('hello', 'constructor') }, 'Unknown handler "constructor"'));
  it('takes no value for a handler that cannot be called', () =>
    checkMessage(
      { 'routes.yaml': WITH_HANDLER, 'handlers.mjs': 'export const handlers = { hello: 5 };' },
      'Unknown handler "hello"',
    ));
  it('keeps names that begin with velosiped: for the handlers of the product', () =>
    checkMessage(
      {
        'routes.yaml': WITH_HANDLER.replace('hello', 'velosiped:hello'),
        'handlers.mjs': 'export const handlers = { "velosiped:hello": () => ({}) };',
      },
      'Unknown handler "velosiped:hello"',
    ));
  it('needs the module that it names, even if no route asks for it', () =>
    checkPlaces({ 'routes.yaml': 'version: 1\nhandlers: ./nowhere.mjs\nroutes: {}\n' }, [
      'cannot-load-handlers routes.yaml:2:11',
    ]));
  it('does not wait for ever for a module that does, so that a reload comes to an end', async () => {
    const files = { 'routes.yaml': WITH_HANDLER, 'handlers.mjs': 'await new Promise(() => undefined);' };
    // Its clock keeps no process alive: that of a server is.
    const alive = setInterval(() => undefined, 60_000);
    const result = await inFolder(files, (folder) => loadManifest(join(folder, 'routes.yaml'), { handlersMs: 20 }));
    clearInterval(alive);
    assert.deepEqual(
      result.diagnostics.map(({ message }) => message),
      ['Cannot load the handlers "./handlers.mjs": it did not finish within 0.02 s'],
    );
  });
});

const WITH_HANDLER = 'version: 1\nhandlers: ./handlers.mjs\nroutes: { a: { path: /, handler: hello } }\n';

describe('load manifest: x- keys', () => {
  it('ignores them in every map of the format, routes and parameters too', () =>
    checkPlaces(
      {
        'routes.yaml': [
          'version: 1',
          'x-paths: { a: &a /a }',
          'server: { x-a: 1, limits: { x-b: [] } }',
          'routes:',
          '  x-note: not a route',
          '  a: { path: *a, x-c: { d: 1 }, params: { x-d: 1 }, text: A, response: { x-e: 1 } }',
        ].join('\n'),
      },
      [],
    ));
  it('keeps them where a key is a name on the wire', async () => {
    const result = await loadFiles({
      'routes.yaml':
        'version: 1\npage: { headers: { x-a: b } }\nroutes: { a: { path: /, query: { x-q: { type: string } }, text: A } }',
    });
    assert.ok(result.kind === 'loaded');
    assert.deepEqual(result.program.pages.headers.get('white')?.secure.lines.at(-1), ['x-a', 'b']);
    assert.deepEqual(
      result.program.routes[0]?.query.map(({ name }) => name),
      ['x-q'],
    );
  });
});

describe('load manifest: the shipped routes.yaml', () => {
  it('loads without a finding', async () => {
    const result = await loadManifest(join(import.meta.dirname, '../../routes.yaml'));
    assert.deepEqual(placesOf(result), []);
    assert.equal(result.kind, 'loaded');
  });
});

describe('read listen defaults', () => {
  it('finds what the manifest says, and its own defaults where it says nothing', () =>
    inFolder(
      { 'a.yaml': 'version: 1\nserver: { host: ::1, port: 0 }\nroutes: {}', 'b.yaml': 'version: 1\nroutes: {}' },
      async (folder) => {
        assert.deepEqual(readListenDefaults(join(folder, 'a.yaml')), { host: '::1', port: 0 });
        assert.deepEqual(readListenDefaults(join(folder, 'b.yaml')), { host: '127.0.0.1', port: 8888 });
      },
    ));
  it('has no word for a manifest that is missing or wrong', () =>
    inFolder({ 'a.yaml': 'version: 1\nserver: { port: x }\nroutes: {}' }, async (folder) => {
      assert.equal(readListenDefaults(join(folder, 'a.yaml')), undefined);
      assert.equal(readListenDefaults(join(folder, 'nowhere.yaml')), undefined);
    }));
});

async function checkPlaces(files: Files, places: readonly string[]): Promise<void> {
  const result = await loadFiles(files);
  assert.deepEqual(placesOf(result), places);
  assert.equal(result.kind, places.length === 0 ? 'loaded' : 'rejected');
}

async function checkMessage(files: Files, message: string): Promise<void> {
  const { diagnostics } = await loadFiles(files);
  assert.deepEqual(
    diagnostics.map((diagnostic) => diagnostic.message),
    [message],
  );
}
