import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type LoadScope, loadManifest } from '../../src/manifest/load-manifest.ts';
import { inFolder, loadFiles, placesOf } from './manifest-folder.ts';

/** A manifest without its version line; `§` stands before the place where `code` is found. */
type Case = readonly [title: string, manifest: string, code?: string];

describe('lint manifest: paths', () => {
  checkTable(
    ['a path without its slash', route('path: §a'), 'bad-path'],
    ['two slashes that clients take for a host', route('path: §//a'), 'bad-path'],
    ['a parameter beside a literal', route("path: '/a/§b{c}'"), 'bad-path'],
    ['a rest that is not last', route("path: '/§{a...}/b'"), 'bad-path'],
    ['a name used twice', route("path: '/{a}/§{a}'"), 'bad-path'],
    ['an escape that is none', route('path: /§a%2'), 'bad-path'],
    ['an escape of half a character', route('path: /§%C3'), 'bad-path'],
    ['an encoded control character', route('path: /§%0d%0a'), 'bad-path'],
    ['a query', route('path: /§a?b=c'), 'bad-path'],
    ['dot segments, encoded too', route('path: /a/§%2E./b'), 'bad-path'],
    ['an escaped text, as a whole', route('path: §"/\\x61/{"'), 'bad-path'],
    ['more segments than a tree of them could bear', route(`path: ${'/a'.repeat(256)}/§b/c`), 'bad-path'],
    ['a wrong alias', route("path: /a\n    aliases: [/b, '§c']"), 'bad-path'],
    ['nothing in the root, a trailing slash and other scripts', route('path: /\n    aliases: [/a/, /é, /%C3%A8/]')],
  );
});

describe('lint manifest: routes that match the same requests', () => {
  const both = (first: string, second: string) => `routes:\n  a: { ${first}, text: A }\n  b: { ${second}, text: B }\n`;
  checkTable(
    ['an alias like its own path', route('path: /a\n    aliases: [§/%61]'), 'ambiguous-routes'],
    [
      'several methods at once',
      both('path: /a, methods: [GET, POST]', 'path: §/a, methods: [POST, GET]'),
      'ambiguous-routes',
    ],
    ['nothing where the methods differ', both('path: /a, methods: [GET]', 'path: /a, methods: [POST]')],
    ['nothing where a literal beats a parameter', both('path: /a', "path: '/{b}', params: { b: { type: string } }")],
    ['nothing where an escaped slash makes one segment of two', both('path: /a%2Fb', 'path: /a/b')],
  );
});

describe('lint manifest: ways to answer', () => {
  const others = "  others: { path: '/{rest...}', params: { rest: { type: string } }, text: B }\n";
  const answer = (keys: string) => `routes:\n  a: { path: /, ${keys} }\n${others}`;
  const handled = (keys: string) => `handlers: ./handlers.mjs\nviews: .\n${answer(`handler: hello, ${keys}`)}`;
  checkTable(
    ['data beside a handler', handled('view: v, §data: {}'), 'stray-key'],
    ['a media type of a redirect', answer('redirect: { url: /x }, response: { §type: text/css }'), 'stray-key'],
    ['nothing in that of a view', handled('view: v, response: { type: text/css }')],
    ['a model without a handler', answer('text: A, §model: { type: string }'), 'stray-key'],
    ['a text that is never sent', answer('§text: A, response: { status: 204 }'), 'stray-key'],
    ['JSON that is never sent', answer('§json: {}, response: { status: 304 }'), 'stray-key'],
    ['nothing in an empty text, which is an answer without a body', answer("text: '', response: { status: 204 }")],
    ['a text that leads nowhere', answer('§text: A, response: { status: 302 }'), 'stray-key'],
    ['nothing where it leads somewhere', answer('text: A, response: { status: 301, headers: { location: / } }')],
    ['two statuses of a redirect', answer('redirect: { url: /b }, response: { §status: 200 }'), 'stray-key'],
    ['parameters of a URL', answer('redirect: { url: /b, §params: { a: 1 } }'), 'stray-key'],
    ['a redirect to two places', answer('redirect: { §url: /, route: a }'), 'bad-redirect'],
    ['a redirect to nowhere', answer('§redirect: {}'), 'bad-redirect'],
    ['a redirect that would split the head', answer('redirect: { url: §"/a\\r\\nb: c" }'), 'bad-redirect'],
    ['a redirect to a host without its scheme', answer('redirect: { url: §//evil }'), 'bad-redirect'],
    ['such a host as clients read it', answer('redirect: { url: §/\\evil }'), 'bad-redirect'],
    ['nothing in two slashes further on', answer('redirect: { url: /a//b }')],
    ['a redirect to no page', answer('redirect: { url: §"javascript:alert(1)" }'), 'bad-redirect'],
    ['a handler without a module', answer('handler: §hello'), 'unknown-handler'],
    ['a view without a folder', answer('view: §hello'), 'unknown-view'],
    [
      'a location beside a redirect',
      answer('redirect: { url: /b }, response: { headers: { §location: / } }'),
      'refused-header',
    ],
  );
});

describe('lint manifest: redirects to routes', () => {
  const target = `  t: { path: '/t/{n}/{r...}', params: { n: { type: integer, maximum: 9 }, r: { type: string } }, text: T }\n`;
  const redirectTo = (params: string) => `  a: { path: /, redirect: { route: t, params: { ${params} } } }\n`;
  const to = (params: string) => `routes:\n${target}${redirectTo(params)}`;
  checkTable(
    ['nothing where all fits', to('n: 9, r: a/b')],
    ['nothing where text is given as a number', to('n: 9, r: 5')],
    ['a value that breaks its rule', to('n: §10, r: a'), 'redirect-parameters'],
    ['a value of another type', to("n: §'9', r: a"), 'redirect-parameters'],
    ['a name that the path does not have', to('n: 9, r: a, s: §1'), 'redirect-parameters'],
    ['an empty value', to("n: 9, r: §''"), 'redirect-parameters'],
    [
      'a host',
      `routes:\n  t: { path: '/{r...}', params: { r: { type: string } }, text: T }\n${redirectTo("r: §'/example.org'")}`,
      'redirect-parameters',
    ],
    ['a step up', to("n: 9, r: §'a/../b'"), 'redirect-parameters'],
  );
  const methods = (from: string, redirect: string, taken: string) =>
    `server: { methods: [GET, HEAD, POST, PUT] }\nroutes:\n  t: { path: /t, methods: [${taken}], text: T }\n  a: { path: /a, methods: [${from}], redirect: { ${redirect} } }\n`;
  checkTable(
    ['a GET for a route that takes none', methods('GET', 'route: §t', 'POST'), 'bad-redirect'],
    ['a POST that becomes one', methods('POST', 'route: §t, status: 303', 'POST'), 'bad-redirect'],
    ['a POST that browsers make one', methods('POST', 'route: §t, status: 301', 'POST'), 'bad-redirect'],
    ['a POST that stays one', methods('GET, POST', 'route: §t, status: 307', 'GET'), 'bad-redirect'],
    ['a PUT that stays one', methods('PUT', 'route: §t', 'GET'), 'bad-redirect'],
    ['nothing in a POST that stays one', methods('POST', 'route: t, status: 308', 'POST')],
    ['nothing in a PUT that becomes a GET', methods('PUT', 'route: t, status: 303', 'GET')],
    ['nothing in HEAD, which GET answers', methods('GET, HEAD', 'route: t', 'GET')],
    ['a route that leads to itself', methods('GET', 'route: §a', 'GET'), 'bad-redirect'],
    ['a URL that does', methods('GET', 'url: §/a?b=c#d', 'GET'), 'bad-redirect'],
    [
      'one that asks for more than its path',
      'routes:\n  a: { path: /a, query: { q: { type: string, required: true } }, redirect: { route: §a } }\n',
      'bad-redirect',
    ],
    [
      'nothing between two of which one asks for more',
      'routes:\n  a: { path: /a, query: { q: { type: string, required: true } }, redirect: { route: b } }\n  b: { path: /b, redirect: { route: a } }\n',
    ],
    [
      'nothing where another method leads to the path',
      `${methods('POST', 'url: /a, status: 303', 'GET')}  b: { path: /a, text: B }\n`,
    ],
  );
});

describe('lint manifest: schemas of parameters', () => {
  const query = (schema: string) => `routes:\n  a: { path: /, text: A, query: { q: { ${schema} } } }\n`;
  const inPath = `routes:\n  a: { path: '/{p}', text: A, params: { p: { type: string, §default: x } } }\n`;
  checkTable(
    ['a rule for another type', query('type: string, minimum: §1'), 'bad-parameter-schema'],
    ['a pattern that is none', query("type: string, pattern: §'('"), 'bad-parameter-schema'],
    ['lengths that exclude each other', query('type: string, minLength: 2, maxLength: §1'), 'bad-parameter-schema'],
    ['bounds without a gap', query('type: number, minimum: 1, exclusiveMaximum: §1'), 'bad-parameter-schema'],
    ['a choice of another type', query('type: integer, enum: [1, §1.5]'), 'bad-parameter-schema'],
    ['a default that breaks the rule', query('type: integer, enum: [1], default: §2'), 'bad-parameter-schema'],
    ['a default of another type', query('type: string, default: §2'), 'bad-parameter-schema'],
    [
      'a value that is required and has a default',
      query('type: string, required: §true, default: a'),
      'bad-parameter-schema',
    ],
    ['a missing type once', 'routes:\n  a: { path: /, text: A, query: { §q: { minLength: 1 } } }\n', 'missing-key'],
    ['a default that a path parameter never needs', inPath, 'unknown-key'],
  );
});

describe('lint manifest: headers and colours', () => {
  const headers = (map: string) => `page: { headers: { ${map} } }\nroutes: {}\n`;
  const colors = (color: string) => `page: { background: { colors: { a: ${color} } } }\nroutes: {}\n`;
  checkTable(
    ['a value that would split the head', headers('A: §"b\\r\\nSet-Cookie: c"'), 'bad-header'],
    ['a value with blanks around it', headers('A: §" b"'), 'bad-header'],
    ['a value beyond ASCII', headers('A: §"\\u560d\\u560a"'), 'bad-header'],
    ['one field in two spellings', headers('A-B: c, §a-b: d'), 'bad-header'],
    [
      'one field of requests in two spellings',
      'routes: { a: { path: /, text: A, headers: { X-A: { type: string }, §x-a: { type: string } } } }\n',
      'bad-header',
    ],
    ['framing, whatever the case', headers('§TRANSFER-encoding: chunked'), 'refused-header'],
    ['a value that is a number', headers('A: §5'), 'wrong-type'],
    ['nothing in an empty value', headers("A: ''")],
    ['a colour that would close the style', colors('§"red}</style>"'), 'unknown-color'],
    ['a colour that is a function', colors('§rgb(0 0 0)'), 'unknown-color'],
    ['hexadecimal digits of a wrong number', colors("§'#12345'"), 'unknown-color'],
    ['nothing in names of any case and in hexadecimal', colors("Green, b: '#fff', c: '#00FF0080'")],
  );
  it('finds each name that is none, and does not say that it is there twice', async () => {
    const { diagnostics } = await loadFiles({ 'routes.yaml': `version: 1\n${headers('"x y": a, "X y": b')}` });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ['"x y" is not a name for a header field', '"X y" is not a name for a header field'],
    );
  });
});

describe('lint manifest: limits and timeouts', () => {
  const server = (keys: string) => `server: { ${keys} }\nroutes: {}\n`;
  checkTable(
    [
      'a wait within a body that is longer than the body',
      server('timeouts: { body: 5s, bodyIdle: §5001ms }'),
      'contradictory-limits',
    ],
    ['such a wait where the body has its default', server('timeouts: { bodyIdle: §31s }'), 'contradictory-limits'],
    ['nothing where both are the same', server('timeouts: { bodyIdle: 1m, body: 60s }')],
    ['nothing where only the default is longer', server('timeouts: { body: 5s }')],
    [
      'more connections of one client than of all',
      server('limits: { connections: 10, connectionsPerClient: §11 }'),
      'contradictory-limits',
    ],
    ['one body that is larger than all', server('limits: { body: 2MiB, bodies: §1MiB }'), 'contradictory-limits'],
    ['that where the body has its default', server('limits: { bodies: §100KiB }'), 'contradictory-limits'],
    ['more header fields than have room', server('limits: { headers: 40, headerCount: §11 }'), 'contradictory-limits'],
    ['nothing where all have room', server('limits: { headers: 40, headerCount: 10 }')],
    ['nothing where the count is there to be without effect', server('limits: { headerCount: 1000000 }')],
    ['nothing of a value that was wrong before', server('timeouts: { body: §5, bodyIdle: 1h }'), 'wrong-type'],
  );
});

describe('lint manifest: files that are larger than their form', () => {
  const upload = (file: string, around = '', keys = '') =>
    `${around}routes:\n  a: { path: /up/a, methods: [POST], text: A, ${keys} body: { type: object, properties: { ${file} } } }\n`;
  const file = (bytes: number) => `f: { type: string, format: binary, maxLength: ${bytes} }`;
  const server = 'server: { limits: { body: 20MiB } }\n';
  const SECTION = 'params: { section: { type: string } },';
  const at = (path: string, ...parts: Parameters<typeof upload>) =>
    upload(...parts).replace('path: /up/a', `path: ${path}`);
  checkTable(
    ['more than the default of the server', upload(`§${file(1048577)}`), 'unsendable-file'],
    ['nothing where it fits', upload(file(1048576))],
    [
      'each of a list',
      upload('§f: { type: array, items: { type: string, format: binary, maxLength: 2000000 } }'),
      'unsendable-file',
    ],
    ['nothing where nothing is said of it', upload('f: { type: string, format: binary }')],
    ['nothing of a text', upload('f: { type: string, maxLength: 2000000 }')],
    ['nothing where the server takes more', upload(file(2e6), 'server: { limits: { body: 2MiB } }\n')],
    ['nothing where the group does', upload(file(2e6), 'groups: { g: { under: /up, limits: { body: 2MiB } } }\n')],
    ['nothing where the route does', upload(file(2e6), '', 'limits: { body: 2MiB },')],
    [
      'more than the group takes',
      upload(`§${file(2000)}`, 'groups: { g: { under: /up, limits: { body: 1000 } } }\n'),
      'unsendable-file',
    ],
    [
      'nothing where the group is perhaps not above it, and the server takes more',
      at("'/{section}/a'", file(1e7), `${server}groups: { g: { under: /up, limits: { body: 1MiB } } }\n`, SECTION),
    ],
    [
      'more than the innermost group that is above it takes, whatever those around it do',
      upload(
        `§${file(2e6)}`,
        `${server}groups: { g: { under: /up, limits: { body: 9MiB } }, h: { under: /up/a, limits: { body: 1MiB } } }\n`,
      ),
      'unsendable-file',
    ],
    [
      'nothing where a group that is perhaps above it takes more',
      at(
        "'/up/{section}'",
        file(2e6),
        'groups: { g: { under: /up, limits: { body: 1000 } }, h: { under: /up/a, limits: { body: 9MiB } } }\n',
        SECTION,
      ),
    ],
    [
      'nothing where another path of the route takes more',
      upload(file(2e6), 'groups: { g: { under: /big, limits: { body: 9MiB } } }\n', 'aliases: [/big/a],'),
    ],
    ['nothing where the path is unknown', at('§up/a', file(2e6)), 'bad-path'],
  );
});

describe('lint manifest: secrets that are named as header fields', () => {
  const basic = (access: string, error = '') =>
    `logs: { access: { ${access} }, error: { ${error} } }\nroutes:\n  a: { path: /a, guards: [velosiped:basicAuth], auth: { realm: A, users: ./users }, text: A }\n`;
  const logs = (access: string, keys = '', error = '') =>
    `logs: { access: { redact: ${access} }${error} }\nroutes:\n  a: { path: /a, methods: [POST], text: A, query: { token: { type: string } }, ${keys} body: { type: object, properties: { Pin: { type: string } } } }\n`;
  checkTable(
    ['a property of a body', logs('[authorization, §pin]'), 'open-secret'],
    ['a parameter of a query', logs('[§Token]'), 'open-secret'],
    ['such a one in the other log', logs('["body:pin"]', '', ', error: { redact: [§token] }'), 'open-secret'],
    ['nothing where that is hidden, too', logs('[pin, "body:pin", token, "query:token"]')],
    ['nothing where there is such a header field', logs('[pin]', 'headers: { PIN: { type: string } },')],
    ['the field of passwords, where the list leaves it out', basic('§redact: ["cookie:a", "body:pin"]'), 'open-secret'],
    ['it where the list of the other log does', basic('', '§redact: [X-Token]'), 'open-secret'],
    ['nothing where it is in the list', basic('redact: [Authorization, "cookie:a"]')],
    ['nothing where the list adds to the default', basic('redact: ["body:pin"]')],
    ['nothing of other names', logs('[authorization, "cookie:pin"]')],
  );

  it('says so of both lists where neither has it', async () => {
    const text = `version: 1\n${basic('redact: [X-Token]', 'redact: [X-Token]')}`;
    const { diagnostics } = await loadFiles({ 'routes.yaml': text, users: '' });
    assert.deepEqual(
      diagnostics.map(({ message }) => message.split(' shows', 1)[0]),
      ['The access log', 'The error log'],
    );
  });
});

describe('lint manifest: handlers that no route names', () => {
  const named = (...routes: readonly string[]) =>
    `handlers: §./handlers.mjs\nroutes:\n${routes.map((keys, index) => `  r${index}: { path: /${index}, ${keys} }\n`).join('')}`;
  const unmarked = (...routes: readonly string[]) => named(...routes).replace('§', '');
  checkTable(
    ['a handler of the module', named('text: A'), 'unused-handler'],
    ['nothing where it is named', unmarked('text: A', 'handler: hello')],
    ['nothing where it was meant', unmarked('handler: §helo'), 'unknown-handler'],
    ['nothing where it may have got a new name', unmarked('handler: §greeting'), 'unknown-handler'],
    ['nothing where the route that may name it is lost', unmarked('§handlr: hello'), 'unknown-key'],
    [
      'nothing where the name of its route is wrong',
      `handlers: ./handlers.mjs\nroutes:\n  §a b: { path: /, handler: hello }\n`,
      'bad-name',
    ],
    [
      'nothing where routes are missing',
      `handlers: ./handlers.mjs\ninclude: [§./nowhere.yaml]\nroutes: {}\n`,
      'bad-include',
    ],
  );

  it('says so of each of them, and of functions only', async () => {
    const handlers = 'export const handlers = { a() {}, b() {}, c() {}, version: 5 };';
    const text = 'version: 1\nhandlers: ./handlers.mjs\nroutes: { r: { path: /, handler: b } }\n';
    const { kind, diagnostics } = await loadFiles({ 'routes.yaml': text, 'handlers.mjs': handlers });
    assert.equal(kind, 'loaded');
    assert.deepEqual(
      diagnostics.map(({ severity, message }) => [severity, message]),
      ['a', 'c'].map((name) => ['warning', `Handler "${name}" is never used`]),
    );
  });
});

function route(path: string): string {
  return `routes:\n  a:\n    ${path}\n    text: A\n`;
}

describe('lint manifest: redirects in a circle', () => {
  it('are found by check, with what they would do, and not by a plain start', async () => {
    const manifest = 'version: 1\nroutes: { a: { path: /a, redirect: { route: a } } }\n';
    await inFolder({ 'routes.yaml': manifest }, async (folder) => {
      const found = async (scope: LoadScope) =>
        (await loadManifest(join(folder, 'routes.yaml'), { scope })).diagnostics.map(({ message, hint }) => [
          message,
          hint,
        ]);
      assert.deepEqual(await found('start'), []);
      assert.deepEqual(await found('check'), [
        ['The route "a" redirects to itself', 'clients would go round in a circle'],
      ]);
    });
  });
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, manifest, code] of cases) {
    it(`finds ${title}${code === undefined ? '' : ': its place and its code'}`, () => checkFound(manifest, code));
  }
}

async function checkFound(manifest: string, code: string | undefined): Promise<void> {
  const marked = `version: 1\n${manifest}`;
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  const place = `${code} routes.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const result = await loadFiles({ 'routes.yaml': marked.replace('§', ''), 'v.hbs': 'V', users: '' });
  assert.deepEqual(placesOf(result), code === undefined ? [] : [place]);
}
