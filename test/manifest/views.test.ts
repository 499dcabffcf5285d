import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PageData, View } from '../../src/contract/page-data.ts';
import type { Program } from '../../src/contract/program.ts';
import { loadFiles, placesOf, textOfPage } from './manifest-folder.ts';

const PAGE: PageData = {
  title: 'T & Co',
  heading: 'H',
  description: '',
  background: 'green',
  forms: {},
  client: { shortLog: false, showErrors: false, cookies: [] },
};
const LAYOUT = '<title>{{@page.title}}</title>\n<body class="{{@page.background}}">\n  {{> page}}\n</body>\n';

type Views = Readonly<Record<string, string>>;

describe('compile views: rendering', () => {
  it('puts the page into the layout, and gives both what every page knows', () =>
    checkShown({
      views: { layout: LAYOUT, a: '<p>{{name}} {{@page.background}}</p>\n' },
      model: { name: 'Ann' },
      html: '<title>T &amp; Co</title>\n<body class="green">\n<p>Ann green</p>\n</body>\n',
    }));
  it('escapes everything', () =>
    checkShown({
      views: { layout: '{{> page}}', a: '{{name}}' },
      model: { name: `<a href='x' title="y">&\`=` },
      html: '&lt;a href&#x3D;&#x27;x&#x27; title&#x3D;&quot;y&quot;&gt;&amp;&#x60;&#x3D;',
    }));
  it('includes other views by their name, subfolders too', () =>
    checkShown({
      views: {
        layout: '{{> page}}',
        a: '{{#each list}}{{> parts/item}}{{/each}}',
        'parts/item': '[{{@page.background}}:{{n}}]',
      },
      model: { list: [{ n: 1 }, { n: 2 }] },
      html: '[green:1][green:2]',
    }));
  it('finds the place of the page inside blocks, and more than one view in one layout', () =>
    checkShown({
      views: { layout: '{{#if @page.title}}<{{> page}}>{{else}}-{{/if}}', a: '{{#if on}}yes{{else}}no{{/if}}' },
      model: { on: false },
      html: '<no>',
    }));
  it('shows a tree by a view that includes itself inside a block', () =>
    checkShown({
      views: { layout: '{{> page}}', a: '({{name}}{{#each below}}{{> a}}{{/each}})' },
      model: { name: 1, below: [{ name: 2 }, { name: 3, below: [{ name: 4 }] }] },
      html: '(1(2)(3(4)))',
    }));
  it('treats an included view as strictly as a page', () =>
    checkFails({ layout: '{{> page}}', a: '{{> b}}', b: '{{nope}}' }, { name: 'x' }));
  it('fails where the model lacks what the view shows, and says which', () =>
    checkFails({ layout: '{{> page}}', a: '<p>{{nope}}</p>' }, { name: 'x' }, /view "a": "nope" is missing/));
  it('shows nothing that an object inherits', () =>
    checkShown({
      views: {
        layout: '{{> page}}',
        a: '[{{#if constructor}}bad{{/if}}{{lookup this "toString"}}{{own.constructor}}]',
      },
      model: { own: Object.assign(Object.create({ inherited: 'bad' }), { mine: 1 }) },
      html: '[]',
    }));
});

describe('compile views: pages of every manifest', () => {
  it('has a layout and an error page of its own where the manifest has no views', async () => {
    const program = await compile('routes: {}', {});
    const html = program.pages.error(
      { status: 404, reason: 'Not Found', message: '<Gone>', detail: false, links: [], methods: [], form: false },
      PAGE,
    );
    assert.match(
      textOfPage(html),
      /^<!DOCTYPE html>.*<title>H - T &amp; Co<\/title>.*<body class="background-green">/s,
    );
    assert.match(textOfPage(html), /body \{ background-color: green \}/);
    assert.match(textOfPage(html), /<h1>404 Not Found<\/h1>\n<p>&lt;Gone&gt;<\/p>\n<\/main>/);
    const detailed = program.pages.error(
      { status: 500, reason: 'R', message: 'M', detail: '<it>', links: [], methods: [], form: false },
      PAGE,
    );
    assert.match(textOfPage(detailed), /<pre>&lt;it&gt;<\/pre>/);
  });
  it('takes the views named layout and error, unless page.layout and page.error name others', async () => {
    const views = { layout: 'A{{> page}}', error: 'a', frame: 'B{{> page}}', oops: 'b' };
    const model = { status: 404, reason: 'R', message: 'M', detail: false, links: [], methods: [], form: false };
    const plain = await compile('views: ./views\nroutes: {}', views);
    assert.equal(textOfPage(plain.pages.error(model, PAGE)), 'Aa');
    const named = await compile('views: ./views\npage: { layout: frame, error: oops }\nroutes: {}', views);
    assert.equal(textOfPage(named.pages.error(model, PAGE)), 'Bb');
  });
  it('tries the error page, since nothing could show what it fails with', () =>
    checkFound({ error: '{{#if status}}{{> error}}{{/if}}' }, 'view-fails routes.yaml:2:8'));
});

describe('lint views', () => {
  const cases: readonly (readonly [title: string, view: string, place: string])[] = [
    ['an ampersand that turns escaping off', '\n  {{&a}}', 'unescaped-output views/a.hbs:2:3'],
    ['three braces with white space control', '{{~{a}~}}', 'unescaped-output views/a.hbs:1:1'],
    [
      'three braces inside blocks',
      '{{#if a}}{{else}}{{#each b}}{{{c}}}{{/each}}{{/if}}',
      'unescaped-output views/a.hbs:1:29',
    ],
    ['a helper in a sub-expression', '{{#if (eq a b)}}{{/if}}', 'unknown-helper views/a.hbs:1:8'],
    ['the helper that writes to the console', '{{log "x"}}', 'unknown-helper views/a.hbs:1:3'],
    ['a decorator', '{{#*inline "b"}}{{/inline}}', 'unknown-helper views/a.hbs:1:1'],
    ['a block without its value', '{{#if}}{{/if}}', 'bad-view views/a.hbs:1:1'],
    ['a view that is included by a computed name', '{{> (lookup . "x")}}', 'unknown-partial views/a.hbs:1:5'],
    ['a block that is not closed', 'x\n{{#if a}}\n', 'bad-view views/a.hbs:2:1'],
    ['a tag that is not closed', 'one line that is long enough\n  {{a b)}}', 'bad-view views/a.hbs:2:8'],
    ['a block that is closed by another name', '\n {{#if a}}{{/each}}', 'bad-view views/a.hbs:2:5'],
  ];
  for (const [title, view, place] of cases) {
    it(`finds ${title}, shown or not`, () => checkFound({ a: view }, place));
  }
  it('finds the place of a page in a page', () =>
    checkFound({ error: '{{> a}}', a: '{{> page}}' }, 'unknown-partial views/a.hbs:1:5'));
  it('finds views that include each other in a circle, once, and names the circle', async () => {
    const { diagnostics } = await load('views: ./views\nroutes: {}', {
      a: '{{> b}}\n{{> b}}',
      b: '\n{{> c}}',
      c: '{{> b}}{{> b}}',
    });
    assert.deepEqual(
      diagnostics.map(({ code, line, column, message }) => [code, line, column, message]),
      [['circular-views', 1, 1, 'The view "b" includes itself: "b" includes "c" includes "b"']],
    );
    assert.deepEqual(
      diagnostics[0]?.related.map(({ line, column, message }) => [line, column, message]),
      [[2, 1, '"c" is included here']],
    );
  });
  it('finds a view that includes itself', () => checkFound({ a: '{{#> a}}{{/a}}' }, 'circular-views views/a.hbs:1:1'));
  it('finds data that do not end a circle through a block', async () => {
    const manifest = 'views: ./views\nroutes: { a: { path: /, view: a, data: { on: true } } }';
    const { diagnostics } = await load(manifest, { a: '{{#if on}}{{> a}}{{/if}}', layout: '{{> page}}' });
    const reason = 'with this data its views include each other without end';
    assert.deepEqual(
      diagnostics.map(({ code, message }) => [code, message]),
      [['view-fails', `Cannot show the view "a": ${reason}`]],
    );
  });
  it('finds a layout that shows the page twice', () =>
    checkFound({ layout: '{{> page}}\n{{#if @page.title}}{{> page}}{{/if}}' }, 'layout-slot views/layout.hbs:2:20'));
});

async function compile(manifest: string, views: Views): Promise<Program> {
  const result = await load(`info: { title: T & Co }\n${manifest}`, views);
  assert.deepEqual(placesOf(result), []);
  assert.ok(result.kind === 'loaded');
  return result.program;
}

/** Without warnings: that a view is not used is beside the point here. */
async function load(manifest: string, views: Views) {
  const files = Object.entries(views).map(([name, text]) => [`views/${name}.hbs`, text]);
  const result = await loadFiles({ 'routes.yaml': `version: 1\n${manifest}\n`, ...Object.fromEntries(files) });
  return { ...result, diagnostics: result.diagnostics.filter(({ severity }) => severity === 'error') };
}

/** The view `a` as a handler's route gets it. */
async function viewA(views: Views): Promise<View> {
  const manifest = 'handlers: ./handlers.mjs\nviews: ./views\nroutes: { a: { path: /, handler: hello, view: a } }';
  const respond = (await compile(manifest, views)).routes[0]?.respond;
  assert.ok(respond?.kind === 'handler' && respond.view !== undefined);
  return respond.view;
}

async function checkShown(shown: { readonly views: Views; readonly model: unknown; readonly html: string }) {
  const view = await viewA(shown.views);
  assert.equal(textOfPage(view(shown.model, PAGE)), shown.html);
}

async function checkFails(views: Views, model: unknown, message = /./): Promise<void> {
  const view = await viewA(views);
  assert.throws(() => view(model, PAGE), message);
}

async function checkFound(views: Views, place: string): Promise<void> {
  assert.deepEqual(placesOf(await load('views: ./views\nroutes: {}', views)), [place]);
}
