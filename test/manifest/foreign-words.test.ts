import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

describe('lint paths: the words of other routers', () => {
  const cases: readonly (readonly [path: string, meant: string])[] = [
    ['/users/§:id', '{id}'],
    ['/users/§:id(\\d+)', '{id}'],
    ['/users/§:id.json', '{id}'],
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
