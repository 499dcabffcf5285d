import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import Handlebars from 'handlebars';
import type { ContentPiece } from '../../src/contract/content.ts';
import type { PageData, View } from '../../src/contract/page-data.ts';
import { NO_PROTOTYPES } from '../../src/manifest/5-compile/fold-constants.ts';
import { loadFiles, textOfPage } from './manifest-folder.ts';

const LONG = 'x'.repeat(1200);
const LAYOUT = `<title>{{@page.heading}}</title>${LONG}<body class="{{@page.background}}">{{> page}}</body>`;
const CLIENT = { shortLog: false, showErrors: false, cookies: [] };
const PAGE: PageData = { title: 'T', heading: 'A', description: '', background: 'white', forms: {}, client: CLIENT };

describe('compile: pages are prepared as bytes', () => {
  it('leaves nothing to the request where a page depends on its background alone', async () => {
    const { a } = await views({ a: '<p>Hello</p>' });
    for (const background of ['white', 'green', 'white']) {
      const pieces = show(a, {}, background);
      assert.ok(pieces.every((piece) => typeof piece !== 'string'));
      assert.equal(textOfPage(pieces), `<title>A</title>${LONG}<body class="${background}"><p>Hello</p></body>`);
    }
  });
  it('shares the long texts of the layout among pages and backgrounds', async () => {
    const { a, b } = await views({ a: '{{x}}', b: '<p>{{x}}</p>' });
    const shared = longest(show(a, { x: 1 }, 'white'));
    assert.ok(shared.length >= LONG.length);
    assert.equal(longest(show(a, { x: 1 }, 'green')), shared);
    assert.equal(longest(show(b, { x: 1 }, 'white')), shared);
  });
  it('knows the heading of a page by its route', async () => {
    const { a, b } = await views({ a: '', b: '' });
    assert.match(textOfPage(show(a, {}, 'white')), /^<title>A</);
    assert.match(textOfPage(show(b, {}, 'white')), /^<title>B &amp; B</);
  });
  it('shows values as Handlebars does, by whatever way', async () => {
    const view = '[{{x}}|{{y}}]';
    const { a } = await views({ a: view }, '{{> page}}');
    const template = Handlebars.compile(view, { strict: true });
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.jsonValue(),
      fc.constantFrom(undefined, -0, 1n, () => '<&>'),
    );
    const check = (x: unknown, y: unknown): void => {
      const shown = triedText(() => textOfPage(show(a, { x, y }, 'white')));
      assert.equal(
        shown,
        triedText(() => template({ x, y }, NO_PROTOTYPES)),
      );
    };
    fc.assert(fc.property(value, value, check));
  });
});

describe('compile: code points that HTML forbids', () => {
  const cases: readonly (readonly [x: string, y: string, shown: string])[] = [
    ['a\u0001', '\u{1FFFF}', '[a\uFFFD\uFFFD]'],
    ['\uD83F', '\uDFFE', '[\uFFFD]'],
    ['\u{1F600}', 'é', '[\u{1F600}é]'],
  ];
  for (const [x, y, shown] of cases) {
    it(`are U+FFFD, also where two values meet: ${JSON.stringify([x, y])}`, async () => {
      const { a } = await views({ a: '[{{x}}{{y}}]' }, '{{> page}}');
      assert.equal(textOfPage(show(a, { x, y }, 'white')), shown);
    });
  }
});

describe('compile: conditions and lists of pages', () => {
  const cases: readonly (readonly [view: string, why: string])[] = [
    ['{{#if x}}<b>{{x}}</b>{{/if}}|{{#unless x}}none{{/unless}}', 'both ways'],
    ['{{#if x}}yes{{else}}no{{/if}}', 'else'],
    ['{{#if x}}x{{else if y}}y{{else}}neither{{/if}}', 'else if'],
    ['{{#if x includeZero=true}}yes{{else}}no{{/if}}', 'zero as true'],
    ['{{#if x}}{{#each x}}[{{this}}]{{/each}}{{else}}no{{/if}}', 'one way that only Handlebars can go'],
    ['{{#if x}}{{#if y}}both{{else}}x{{/if}}{{else}}{{#unless y}}none{{/unless}}{{/if}}', 'inside each other'],
    ['{{#if o.x}}{{o.x}}{{/if}}{{#unless o.y}}no{{/unless}}', 'of what is inside'],
    ['  {{#if x}}\n  line\n  {{else}}\n  other\n  {{/if}}\n{{~#if y}} tight {{~/if}}', 'white space'],
    ['{{#if @page.heading}}{{@page.heading}}{{#if @page.client.showErrors}}!{{/if}}{{/if}}{{x}}', 'of the page'],
    ['{{#if x as |y|}}{{y}}{{/if}}', 'with a name of its own'],
    ['{{#with o}}{{#if x}}{{x}}{{../y}}{{/if}}{{/with}}', 'in a block that is none'],
    ['[{{#each x}}<{{this}}>{{/each}}]', 'a list of values'],
    ['{{#each x}}-{{else}}none{{/each}}{{#if y}}{{y}}{{/if}}', 'a list of which nothing is shown'],
    ['{{#each o.x}}{{#if x}}{{x}}{{else}}({{y}}){{/if}}{{@page.title}}{{/each}}', 'a list of records'],
    ['{{#each x}}{{#each this}}{{this}},{{else}}.{{/each}};{{/each}}', 'lists in a list'],
    ['{{#each x}}{{@index}}{{../y}}{{/each}}', 'a list that only Handlebars can show'],
  ];
  for (const [view, why] of cases) {
    it(`are shown as Handlebars shows them: ${why}`, async () => {
      const { a } = await views({ a: view }, '{{> page}}');
      const template = Handlebars.compile(view, { strict: true });
      const value = fc.oneof(
        fc.constantFrom(undefined, null, '', 0, [], ['<'], [undefined, 1], new Array(2), {}, false, true, () => ''),
        fc.array(fc.record({ x: fc.jsonValue(), y: fc.jsonValue() }, { requiredKeys: [] }), { maxLength: 3 }),
        fc.jsonValue(),
      );
      const model = fc.record({ x: value, y: value, o: fc.record({ x: value, y: value }, { requiredKeys: [] }) });
      const check = (data: object): void => {
        const shown = triedText(() => textOfPage(show(a, data, 'white')));
        assert.equal(
          shown,
          triedText(() => template(data, { data: { page: PAGE }, ...NO_PROTOTYPES })),
        );
      };
      fc.assert(fc.property(model, check));
      fc.assert(
        fc.property(fc.oneof(value, fc.record({ x: value, y: value }, { requiredKeys: [] })), (data) =>
          check(Object(data)),
        ),
      );
    });
  }
});

/** What fails is said in other words than Handlebars' own. */
function triedText(run: () => string): string {
  try {
    return run();
  } catch {
    return 'it fails';
  }
}

async function views(pages: Readonly<Record<'a', string>> & { readonly b?: string }, layout = LAYOUT) {
  const manifest = `version: 1
handlers: ./handlers.mjs
views: ./views
page: { background: { cookie: c, colors: { g: green }, default: white } }
routes:
  a: { path: /a, summary: A, handler: hello, view: a }
  b: { path: /b, summary: B & B, handler: hello, view: b }
`;
  const { b = '' } = pages;
  const files = { 'views/layout.hbs': layout, 'views/a.hbs': pages.a, 'views/b.hbs': b };
  const loaded = await loadFiles({ 'routes.yaml': manifest, ...files });
  assert.ok(loaded.kind === 'loaded', JSON.stringify(loaded.diagnostics));
  const viewOf = (name: string): View => {
    const respond = loaded.program.routes.find((route) => route.name === name)?.respond;
    assert.ok(respond?.kind === 'handler' && respond.view !== undefined);
    return respond.view;
  };
  return { a: viewOf('a'), b: viewOf('b') };
}

function show(view: View, model: unknown, background: string): readonly ContentPiece[] {
  return view(model, { ...PAGE, background });
}

function longest(pieces: readonly ContentPiece[]): ContentPiece {
  return pieces.reduce((one, other) => (other.length > one.length ? other : one));
}
