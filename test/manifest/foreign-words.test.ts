import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

describe('lint paths: the words of other routers', () => {
  const cases: readonly (readonly [path: string, meant: string])[] = [
    ['/users/§:id', '{id}'],
    ['/users/§:id(\\d+)', '{id}'],
    ['/users/§:id.json', '{id}'],
    ['/users/§:größe', '{name}'],
    ['/users/§$id', '{id}'],
    ['/users/§$userId', '{userId}'],
    ['/posts/§[slug].html', '{slug}'],
    ['/posts/§[id=integer]', '{id}'],
    ['/flights/§:from-:to', '{from}'],
    ['/@§:user', '{user}'],
    ['/files/§*', '{rest...}'],
    ['/files/§**', '{rest...}'],
    ['/files/§*path', '{path...}'],
    ['/files/§:path*', '{path...}'],
    ['/files/§:path+', '{path...}'],
    ['/files/§(.*)', '{rest...}'],
    ['/files/§.*', '{rest...}'],
    ['/§*.js', '{name}'],
    ['/users/§<id>', '{id}'],
    ['/users/§<int:id>', '{id}'],
    ['/users/§<id:int>', '{id}'],
    ['/files/§<path:rest>', '{rest...}'],
    ['/users/§(\\d+)', '{name}'],
    ['/users/§\\d+', '{name}'],
    ['/users/§[0-9]+', '{name}'],
    ['/users/§[id]', '{id}'],
    ['/docs/§[...slug]', '{slug...}'],
    ['/docs/§[[...slug]]', '{slug...}'],
    ['/§^users', '{name}'],
  ];
  for (const [path, meant] of cases) {
    it(`warns of ${path.replace('§', '')} and shows ${meant}`, async () => {
      const [before = '', after = ''] = path.split('§');
      const start = before.endsWith('/') ? before : before.slice(0, before.lastIndexOf('/') + 1);
      const result = await loadRoute(`${before}${after}`);
      assert.deepEqual(placesOf(result), [`foreign-parameter routes.yaml:4:${12 + start.length}`]);
      assert.equal(result.kind, 'loaded');
      assert.ok(
        result.diagnostics[0]?.hint?.startsWith(`a parameter is written ${meant}; `),
        result.diagnostics[0]?.hint,
      );
    });
  }

  const silent: readonly string[] = [
    '/users/%3Aid',
    '/files/%2A',
    '/v1/users:batchGet',
    '/urn:isbn:123',
    '/time/12:30',
    '/:w:/share',
    '/set_cookie/=/a',
    '/wiki/Foo_(bar)',
    '/odata/$metadata',
    '/Patient/$validate',
    '/$valid',
    '/Products(1)',
    '/@user',
    '/~ann/',
    '/a+b',
    '/a,b;c=d',
    '/file.min.js',
    '/.well-known/acme',
    '/...',
    '/[]',
    "/it's",
    '/!',
    '/-/',
    '/100%25',
    '/größe',
  ];
  for (const path of silent) {
    it(`says nothing of ${path}`, async () => assert.deepEqual(placesOf(await loadRoute(path)), []));
  }

  it('is silent where the text itself is meant, as the hint writes it', async () => {
    const { diagnostics } = await loadRoute('/files/*');
    const written = /write "([^"]+)"$/.exec(diagnostics[0]?.hint ?? '')?.[1];
    assert.equal(written, '%2A');
    assert.deepEqual(placesOf(await loadRoute(`/files/${written}`)), []);
  });

  it('warns of an alias too', async () => {
    const text = "version: 1\nroutes:\n  a:\n    path: /a\n    aliases: ['/b/:id']\n    text: A\n";
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), ['foreign-parameter routes.yaml:5:19']);
  });

  it('shows {name} where such words break a path', async () => {
    const { diagnostics } = await loadRoute('/users/:id?');
    assert.deepEqual(
      diagnostics.map(({ code, hint }) => [code, hint]),
      [['bad-path', 'a parameter is written {name}, and a path ends before "?" and "#"']],
    );
  });
});

describe('lint paths: braces of other routers and of URI templates', () => {
  const cases: readonly (readonly [path: string, hint: string])[] = [
    ...['{id:int}', '{id:[0-9]+}', '{id:\\d{4}}', '{id?}', '{id}?', '{id=5}', '{ id }', '{{id}}', '#{id}', '{;id}'].map(
      (word): [string, string] => [`/a/${word}`, 'write {id}; what it can be goes into "params"'],
    ),
    ...['{*rest}', '{**rest}', '{+rest}', '{rest+}', '{rest:path}', '{rest:.*}'].map((word): [string, string] => [
      `/a/${word}`,
      'write {rest...}; what it can be goes into "params"',
    ]),
    ['/a/{user-id}', 'write {user_id}; what it can be goes into "params"'],
    ['/a{?page,size}', 'what follows "?" is declared in "query", and is not part of the path'],
    ...['{id}.{type}', 'v{id}', '{id}.json', '{größe}', '{a,b}', '{$}', '{id'].map((word): [string, string] => [
      `/a/${word}`,
      'a parameter fills a whole segment: {name} or {name...}, of letters, digits and "_"',
    ]),
  ];
  for (const [path, hint] of cases)
    it(`${path}: ${hint}`, async () => {
      const { diagnostics } = await loadRoute(path);
      assert.deepEqual(
        diagnostics.map((found) => [found.code, found.hint]),
        [['bad-path', hint]],
      );
    });
});

describe('lint groups and links: the words of others', () => {
  const found = async (top: string) => {
    const { diagnostics } = await loadFiles({
      'routes.yaml': `version: 1\n${top}routes: { a: { path: /admin/a, text: A } }\n`,
    });
    return diagnostics.map(({ code, hint }) => [code, hint]);
  };
  for (const under of ['/admin/*', '/admin/**'])
    it(`a group under ${under}`, async () =>
      assert.deepEqual(await found(`groups: { g: { under: '${under}', errors: page } }\n`), [
        ['unmet-group', 'write "/admin": a group holds for all below it'],
      ]));
  for (const path of ['/old/{id}', '/old/:id', '/:id', '/old/<id>', '/old/.*'])
    it(`${path} as a path elsewhere`, async () =>
      assert.deepEqual(await found(`links: { elsewhere: ['${path}'] }\n`), [
        ['bad-value', 'it must be a path or a pattern of paths, in which only `*` and `**` stand for other text'],
      ]));
  for (const path of ['/old/**', '/old/*.html', '/old/*.*', '/a:b/*', '/x/(y)', '/'])
    it(`nothing in ${path} as a path elsewhere`, async () =>
      assert.deepEqual(await found(`links: { elsewhere: ['${path}'] }\n`), []));
});

describe('lint redirects: what nothing fills in', () => {
  const target = "  t: { path: '/new/{id}', params: { id: { type: string } }, text: T }\n";
  const redirect = (keys: string) => `version: 1\nroutes:\n${target}  a: { path: /a, redirect: { ${keys} } }\n`;
  const cases: readonly (readonly [keys: string, found: boolean])[] = [
    ["url: '/new/§{id}'", true],
    ["url: '/new?id=§{id}'", true],
    [`url: '/new/§\${id}'`, true],
    ["url: '/new/§:id'", true],
    ["url: '/new/§<id>'", true],
    ["url: '/new/§$1'", true],
    ["url: '/new/§$id'", true],
    ["url: '/new/§{id'", true],
    ["url: 'https://§$host$request_uri'", true],
    ["url: 'https://example.org§$request_uri'", true],
    ["url: 'https://example.org/$hostess'", false],
    ["url: 'https://example.org/§:user'", true],
    ["route: t, params: { id: §'{id}' }", true],
    ["route: t, params: { id: §':id' }", true],
    ["url: '/new/a'", false],
    ["url: 'https://example.org:8080/a:b'", false],
    ["url: 'https://web.archive.org/web/*/example.org'", false],
    ["url: 'https://example.org/:w:/s/abc'", false],
    ["url: 'https://example.org/Foo_(bar)'", false],
    ["url: 'https://example.org/$metadata?$top=1'", false],
    ["url: '/new/%7Bid%7D'", false],
    ['route: t, params: { id: abc }', false],
  ];
  for (const [keys, found] of cases) {
    it(`${keys.replace('§', '')}: ${found ? 'a warning' : 'nothing'}`, async () => {
      const text = redirect(keys);
      const column = text.indexOf('§') - text.lastIndexOf('\n', text.indexOf('§'));
      const result = await loadFiles({ 'routes.yaml': text.replace('§', '') });
      assert.deepEqual(placesOf(result), found ? [`foreign-parameter routes.yaml:4:${column}`] : []);
      assert.equal(result.kind, 'loaded');
    });
  }
  it('warns of a Location that a route writes itself', async () => {
    const text = `version: 1\nroutes:\n  a: { path: /a, text: '', response: { status: 302, headers: { Location: '/new/{id}' } } }\n`;
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), ['foreign-parameter routes.yaml:3:80']);
  });
});

function loadRoute(path: string): ReturnType<typeof loadFiles> {
  const quoted = path.replaceAll("'", "''");
  return loadFiles({ 'routes.yaml': `version: 1\nroutes:\n  a:\n    path: '${quoted}'\n    text: A\n` });
}
