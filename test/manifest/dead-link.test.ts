import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic } from '../../src/contract/diagnostic.ts';
import { loadFiles } from './manifest-folder.ts';

/** `§` stands before the value of each attribute that leads nowhere. */
type Case = readonly [title: string, view: string];

const ROUTES = `routes:
  start: { path: /, text: A }
  send: { path: /send, methods: [POST], text: A }
  both: { path: /both, methods: [GET, POST], text: A, aliases: [/alias/, /é] }
  item: { path: '/item/{id}', text: A, params: { id: { type: integer, minimum: 1 } } }
  pick: { path: '/pick/{state}/{name}', text: A, params: { state: { type: integer, enum: [0, 1] }, name: { type: string } } }
  literal: { path: /item/new, methods: [POST], text: A }
  files: { path: '/files/{path...}', text: A, params: { path: { type: string, maxLength: 9 } } }
  deep: { path: '/{a}/x/{b}/end', text: A, params: { a: { type: string }, b: { type: boolean } } }
  page: { path: /page-one, text: A }
`;

describe('lint links: paths', () => {
  checkTable(
    ['a link to no route', '<a href="/">A</a><a href="§/nope">B</a>'],
    [
      'links of all elements, however they are written',
      "<img src='§/a'><LINK HREF=§/b rel=icon><script src = \"§/c\"></script><area href=/both><a\nhref\n=\n'§/d'>",
    ],
    [
      'nothing that is no path of this server',
      '<a href="https://a/b"><a href="//a/b"><a href="mailto:a"><a href="#x"><a href="?x"><a href=""><a href="x"><a href="data:,"><a href="\\\\/x"><a href>',
    ],
    ['no query and no fragment', '<a href="/both?x=/y#z"><a href="/both#z"><a href="/both?{{a}}"><a href="§/nope?x">'],
    [
      'queries with a percent sign that browsers leave as it is',
      '<a href="§/both?q=100%"><a href="/both?q=100%25#%"><a href="§/both?a=b&amp;%ff"><a href="/both?q=%{{a}}">',
    ],
    ['trailing slashes and case', '<a href="/alias/"><a href="§/alias"><a href="§/Both"><a href="§/both/">'],
    [
      'escapes and references as browsers and the matcher read them',
      '<a href="/b%6fth"><a href="/%C3%A9"><a href="/é"><a href="&#47;bot&#x68;?a&amp;b"><a href=" /both\n"><a href="§/both%2F"><a href="§/%zz">',
    ],
    [
      'dots as browsers resolve them',
      '<a href="/nope/../both"><a href="/./both"><a href="/item/1/.."><a href="/alias/."><a href="§/both/.">'.replace(
        '<a href="/item/1/..">',
        '<a href="§/item/1/..">',
      ),
    ],
    [
      'values that parameters refuse',
      '<a href="/item/7"><a href="§/item/0"><a href="§/item/x"><a href="/pick/1/a"><a href="§/pick/2/a"><a href="§/pick/1/">',
    ],
    [
      'the rest of a path',
      '<a href="/files/a/b/c"><a href="§/files/"><a href="§/files/aaaaa/bbbb"><a href="/files/a/">',
    ],
    [
      'that the most specific path decides, before the method',
      '<a href="§/item/new"><form action="/item/new" method="post"></form>',
    ],
  );
});

describe('lint links: parts that are filled in', () => {
  checkTable(
    [
      'whole segments',
      '<a href="/item/{{id}}"><a href="/{{x}}"><a href="§/item/{{id}}/edit"><a href="/files/{{a}}/{{b}}">',
    ],
    [
      'parts of segments',
      '<a href="/page-{{x}}"><a href="§/page-{{x}}s"><a href="/item/1{{x}}"><a href="/p{{x}}e-o{{x}}e">',
    ],
    [
      'none where slashes, nothing or a query can be filled in',
      '<a href="/files{{path}}"><a href="/files{{path}}/b"><a href="/pick/{{path}}"><a href="/item{{path}}"><a href="/both{{query}}"><a href="/both{{query}}&amp;a=b"><a href="/{{a}}end"><a href="/page{{a}}-{{b}}one"><a href="/x/../{{a}}"><a href="/pick/{{a}}/.."><a href="/%C{{a}}"><a href="§/b{{a}}bath"><a href="/file{{path}}s"><a href="/fi{{path}}z"><a href="§/item/{{a}}/x">',
    ],
    [
      'what character references stand for',
      '<a href="/&eacute;"><a href="/bot&#x68;"><a href="§/b&frac12;th"><a href="§/nope&eacute;s">',
    ],
    [
      'what stands fixed between them',
      '<a href="/{{a}}/x/true/end"><a href="§/a{{a}}/x/yes/end"><a href="/pick/1/{{b}}"><a href="§/pick/2/{{b}}"><a href="§/a{{a}}/y/true/end">',
    ],
    [
      'what conditions choose',
      '<a href="/pick/{{#if a}}1{{else}}0{{/if}}/x"><a href="§/pick/{{#if a}}1{{else}}2{{/if}}/x"><a href="/{{#unless a}}both{{/unless}}">',
    ],
    [
      'what conditions choose among more than two, or inside of each other',
      '<a href="/pick/{{#if a}}1{{else if b}}0{{else}}1{{/if}}/x"><a href="§/pick/{{#if a}}1{{else if b}}2{{else}}0{{/if}}/x"><a href="§/pick/{{#if a}}1{{else if b}}0{{/if}}/x"><a href="§/pick/{{#if a}}{{#if b}}1{{else}}2{{/if}}{{else}}0{{/if}}/x">',
    ],
    [
      'what conditions choose without quotation marks, and attributes behind that',
      '<a href=/pick/{{#if a}}1{{else}}0{{/if}}/x src=§/pick/{{#if a}}1{{else}}2{{/if}}/x><a href=/both{{#if a}} src="/both"{{/if}}>',
    ],
    ['nothing where a condition ends the value', '<a href="/nope{{#if a}}" title="b{{/if}}"><a href="§/nope">'],
    [
      'nothing where only showing the view could tell',
      '<a href="{{url}}/nope"><a href="/{{> b}}"><a href="/{{#each a}}{{this}}{{/each}}"><a {{name}}="/nope"><a data-{{x}}href="/nope">',
    ],
    [
      'what stands in blocks',
      '{{#if a}}<a href="§/nope">{{else}}<a href="/both">{{/if}}{{#each a}}<a href="§/nope">{{/each}}<a {{#if a}}href="§/x"{{else}}href="/both"{{/if}}>',
    ],
  );
});

describe('lint links: forms', () => {
  checkTable(
    [
      'the method',
      '<form action="/both"></form><form action="§/send"></form><form action="/send" METHOD=POST></form><form method="post" action="§/item/1"></form>',
    ],
    ['links to what takes POST only', '<a href="§/send">'],
    [
      'buttons, with the method of their form or their own',
      '<form method=post><button formaction="/send"></button><button formaction="§/send" formmethod=get></button></form><form><input formaction="§/send"></form>',
    ],
    [
      'buttons elsewhere, whose method nobody knows',
      '<button formaction="/send" form=x></button><button formaction="§/nope" form=x></button>',
    ],
    ['dialogs, which send nothing', '<form method=dialog action="/nope"></form>'],
    [
      'a method that is filled in',
      '<form method="{{m}}" action="/send"></form><form {{#if a}}method="post"{{else}}method="get"{{/if}} action="/send"></form>',
    ],
    ['actions of other elements', '<a action="/nope" formaction="/nope">'],
  );
});

describe('lint links: what is no tag', () => {
  checkTable(
    [
      'comments',
      '<!-- <a href="/nope"> -->{{! <a href="/nope"> }}{{!-- <a href="/nope"> --}}<!doctype html><a href="§/nope">',
    ],
    [
      'scripts and other text',
      '<script>"<a href=\'/nope\'>"</script><style>a[href="/nope"] {}</style><textarea><a href="/nope"></textarea><title>a < b href="/nope"</title>',
    ],
    ['text', 'a < b href="/nope" > <a title="href=/nope" data-href="/nope"> \\{{x}} <a href="§/nope">'],
    ['lines that end as in Windows', '{{#if a}}\r\n<a\r\nhref="/both">\r\n{{/if}}\r\n<a\r\nhref="§/nope">'],
    ['ends of tags', '</a href="/nope"><a href="§/nope"/></a>'],
  );
});

describe('lint links: findings', () => {
  it('says why, and what is meant', async () => {
    const found = await deadLinks(
      '<a href="/itme/3"></a><a href="/send"></a><form method="post" action="/item/1"></form><a href="/pick/2/a"></a>',
    );
    assert.deepEqual(
      found.map(({ message, hint, related }) => [message, hint, related.map((one) => `${one.line} ${one.message}`)]),
      [
        ['The link to "/itme/3" leads nowhere: no route has this path', 'did you mean "/item/{id}"?', []],
        [
          'The link to "/send" leads nowhere: this path takes POST, not GET',
          'only a form with method="post" sends POST',
          ['5 the path of the route "send" is here'],
        ],
        [
          'The form to "/item/1" leads nowhere: this path takes GET, not POST',
          'only links and forms with method="get" send GET',
          ['7 the path of the route "item" is here'],
        ],
        [
          'The link to "/pick/2/a" leads nowhere: "state" must be 0 or 1',
          'it would be answered with 400',
          ['8 the path of the route "pick" is here'],
        ],
      ],
    );
  });
  it('does not say what only follows from a wrong path', async () => {
    const routes = "routes:\n  a: { path: '/one/b{c}', text: A }\n  b: { path: two, text: A }\n";
    const found = await deadLinks('<a href="/one/bc"><a href="/two"><a href="/three">', routes);
    assert.deepEqual(
      found.map(({ message }) => message),
      ['The link to "/three" leads nowhere: no route has this path'],
    );
    assert.deepEqual(await deadLinks('<a href="/x">', 'routes:\n  a: { pth: /x, text: A }\n'), []);
  });
  it('takes no time that grows with the number of routes for each link', { timeout: 20_000 }, async () => {
    const count = 3000;
    const routes = Array.from({ length: count }, (_, n) => `  r${n}: { path: /r${n}/x, text: A }\n`).join('');
    const links = Array.from(
      { length: count },
      (_, n) => `<a href="/{{a}}/y"><a href="/r${n}/{{b}}"><a href="/{{a}}/x">`,
    ).join('\n');
    assert.equal((await deadLinks(links, `routes:\n${routes}`)).length, count);
  });
});

describe('lint links: paths that another server answers (links.elsewhere)', () => {
  const links = (patterns: string) => `links: { elsewhere: ${patterns} }\n${ROUTES}`;
  it('finds those that no pattern names', () =>
    checkView(
      '<a href="/static/a"><a href="/static/a/{{b}}"><a href="§/static"><a href="/v1/x/y?z"><a href="§/v1/x/a/y"><a href="§/v1+x">',
      links('["/static/**", "/v1/*/y", /v.+x]'),
    ));
  it('finds none where a pattern is wrong already', async () =>
    assert.deepEqual(await deadLinks('<a href="/nope">', links('[static]')), []));
  it('lets redirects lead there', async () => {
    const routes =
      'links: { elsewhere: [/old/**] }\nroutes: { a: { path: /, redirect: { url: /old/a } }, b: { path: /b, redirect: { url: /new/a } } }';
    const { diagnostics } = await loadFiles({ 'routes.yaml': `version: 1\n${routes}\n` });
    assert.deepEqual(
      diagnostics.map(({ code, message }) => [code, message]),
      [['bad-redirect', 'The redirect to "/new/a" leads nowhere: no route has this path']],
    );
  });
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, view] of cases) it(`finds ${title}`, () => checkView(view));
}

async function deadLinks(view: string, routes = ROUTES): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await loadFiles({
    'routes.yaml': `version: 1\nviews: ./views\n${routes}`,
    'views/v.hbs': view,
    'views/b.hbs': 'B',
  });
  return diagnostics.filter(({ code }) => code === 'dead-link');
}

async function checkView(view: string, routes = ROUTES): Promise<void> {
  const parts = view.split('§').slice(0, -1);
  const expected = parts.map((_, index) => {
    const lines = parts
      .slice(0, index + 1)
      .join('')
      .split('\n');
    return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  });
  const found = await deadLinks(view.replaceAll('§', ''), routes);
  const places = found.map(({ line, column }) => `${line}:${column}`);
  assert.deepEqual(places, expected, found.map(({ column, message }) => `${column} ${message}`).join('\n'));
}
