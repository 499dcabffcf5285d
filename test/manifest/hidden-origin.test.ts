import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

interface Site {
  /** The headers of all pages, and of the page with the form. */
  readonly page?: string;
  readonly route?: string;
  readonly view?: string;
  readonly layout?: string;
  /** What guards the route that the form is for. */
  readonly guarded?: string;
}

const FORM = '<form action="/send" method="post"><button>Send</button></form>';

describe('lint origins: all pages', () => {
  checkTable(
    ['the policy no-referrer', { page: 'Referrer-Policy: no-referrer' }, 'routes.yaml:4:31'],
    ['in any case', { page: 'referrer-policy: NO-Referrer' }, 'routes.yaml:4:31'],
    [
      'the last one that browsers know',
      { page: "Referrer-Policy: 'same-origin, no-referrer, new-one'" },
      'routes.yaml:4:31',
    ],
    ['nothing where that is another', { page: "Referrer-Policy: 'no-referrer, strict-origin'" }],
    ['nothing in the others', { page: 'Referrer-Policy: strict-origin-when-cross-origin' }],
    ['nothing in no-referrer-when-downgrade', { page: 'Referrer-Policy: no-referrer-when-downgrade' }],
    ['nothing in none', { page: 'Referrer-Policy: null' }],
    ['nothing in the default', {}],
    ['nothing where no route is guarded', { page: 'Referrer-Policy: no-referrer', guarded: 'methods: [POST]' }],
    [
      'nothing where it is guarded for GET alone',
      { page: 'Referrer-Policy: no-referrer', guarded: 'sameOrigin: true', view: '<p>' },
    ],
    ['a sandbox without their origin', { page: "Content-Security-Policy: 'sandbox allow-forms'" }, 'routes.yaml:4:39'],
    [
      'that for GET as well',
      { page: 'Content-Security-Policy: "default-src \'self\'; sandbox"', guarded: 'sameOrigin: true', view: '<p>' },
      'routes.yaml:4:39',
    ],
    ['nothing in a sandbox with it', { page: "Content-Security-Policy: 'sandbox allow-forms allow-same-origin'" }],
    ['nothing in a policy without a sandbox', { page: 'Content-Security-Policy: "default-src \'self\'"' }],
  );
});

describe('lint origins: one page', () => {
  const route = 'Referrer-Policy: no-referrer';
  const at = 'routes.yaml:9:74';
  checkTable(
    ['one with such a form', { route }, at],
    ['one whose layout has it', { route, view: '<p>', layout: `{{> page}}${FORM}` }, at],
    ['one that includes it', { route, view: '{{> other}}' }, at],
    ['one whose form may lead anywhere', { route, view: '<form action="{{to}}" method="post">' }, at],
    ['nothing in one without a form', { route, view: '<p>' }],
    ['nothing in one whose form asks with GET', { route, view: '<form action="/search"><input name="q"></form>' }],
    ['nothing in one whose form is not guarded', { route, view: '<form action="/open" method="post"></form>' }],
    [
      'nothing in one whose form is of another site',
      {
        route: `${route}, Content-Security-Policy: a`,
        view: '<form action="https://a.example/" method="post"></form>',
      },
    ],
    [
      'a view that says so itself',
      { view: `<meta name="referrer" content="no-referrer">\n${FORM}` },
      'views/start.hbs:1:1',
    ],
    [
      'a layout that does',
      { layout: `<meta content='No-Referrer' name=referrer>{{> page}}`, view: '<p>' },
      'views/layout.hbs:1:1',
    ],
    [
      'a form that says so itself',
      { view: FORM.replace('<form', '<form rel="external noreferrer"') },
      'views/start.hbs:1:1',
    ],
    ['that over several lines', { view: FORM.replace('<form', '<form\n  rel="noreferrer"\n ') }, 'views/start.hbs:1:1'],
    [
      'a page that says so over several lines',
      { view: `<meta\n  name="referrer"\n  content="no-referrer">\n${FORM}` },
      'views/start.hbs:1:1',
    ],
    [
      'nothing in a form for others beside it',
      { view: `${FORM}<form rel="noreferrer" action="/open" method="post"></form>` },
    ],
    ['nothing in another word there', { view: FORM.replace('<form', '<form rel="noopener"') }],
    [
      'a policy behind a mark that could end the tag',
      { layout: `<meta title="a > b" name="referrer" content="no-referrer">{{> page}}` },
      'views/layout.hbs:1:1',
    ],
    ['nothing in a comment', { layout: '<!-- <meta name="referrer" content="no-referrer"> -->{{> page}}' }],
    ['nothing in another policy there', { layout: '<meta name="referrer" content="origin">{{> page}}' }],
  );
  it('names the routes', async () => {
    const { diagnostics } = await load({ route });
    assert.deepEqual(
      diagnostics.map(({ severity, related }) => [severity, related.map(({ line, message }) => `${line} ${message}`)]),
      [['warning', ['10 the route "send" refuses other origins']]],
    );
  });
});

function checkTable(...cases: readonly (readonly [title: string, site: Site, place?: string])[]): void {
  for (const [title, site, place] of cases) {
    it(`finds ${title}`, async () => {
      const result = await load(site);
      assert.deepEqual(placesOf(result), place === undefined ? [] : [`hidden-origin ${place}`]);
      assert.equal(result.kind, 'loaded');
    });
  }
}

function load(site: Site): ReturnType<typeof loadFiles> {
  const { page = 'X-A: b', route = 'X-A: b', view = FORM, layout = '{{> page}}' } = site;
  const { guarded = 'methods: [POST], sameOrigin: true' } = site;
  const text = `version: 1
views: ./views
page:
  headers: { ${page} }
routes:
  open: { path: /open, methods: [POST], text: A }
  search: { path: /search, text: A }
  other: { path: /other, view: other }
  start: { path: /, view: start, response: { headers: { ${route} } }, data: { to: /send } }
  send: { path: /send, ${guarded}, text: A }
`;
  const other = site.view?.includes('{{> other}}') ? FORM : '<p>';
  return loadFiles({
    'routes.yaml': text,
    'views/start.hbs': view,
    'views/layout.hbs': layout,
    'views/other.hbs': other,
  });
}
