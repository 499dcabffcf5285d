import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { type Files, inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const SITE: Files = {
  'site/app.css': 'a',
  'site/caf\u00e9.txt': 'a',
  'site/.env': 'a',
  'site/docs/index.html': 'a',
  'site/docs/start.html': 'a',
  'site/bare/x.txt': 'a',
};

describe('lint links: files of a folder', () => {
  // `§` stands before each link that leads nowhere.
  const plain = 'folder: { root: ./site }';
  const cases: readonly (readonly [title: string, links: readonly string[], folder?: string])[] = [
    [
      'nothing in files that are there',
      ['/f/app.css', '/f/caf%C3%A9.txt?v=1', '/f/docs/start.html#a', '/f/docs/', '/f/docs'],
    ],
    ['files that are not there', ['§/f/ap.css', '§/f/docs/nope.html', '§/f/nope/app.css', '§/f/App.css']],
    ['nothing in what is filled in', ['/f/{{name}}.css', '/f/nope/{{name}}']],
    ['folders without an index', ['§/f/bare/', '§/f/bare', '§/f/', '§/f']],
    [
      'folders where the route shows none',
      ['§/f/docs/', '/f/docs/start.html'],
      'folder: { root: ./site, index: null }',
    ],
    ['a slash behind a file', ['§/f/app.css/']],
    ['hidden names, and names of no file', ['§/f/.env', '§/f/docs/.env', '§/f/docs%2Fstart.html', '§/f//app.css']],
    [
      'parts of pages alone where there is a fallback',
      ['/f/rides/7', '/f/bare/', '§/f/.env', '§src /f/nope.js'],
      'folder: { root: ./site, fallback: app.css }',
    ],
    ['a file that leads out of the folder', ['§/f/out.txt', '/f/in.txt']],
  ];
  for (const [title, links, folder = plain] of cases) {
    it(`finds ${title}`, async () => {
      const tags = links.map((link) =>
        link.includes('src ')
          ? link.replace(/^(§?)src (.*)$/, '<img alt="" src="$1$2">')
          : link.replace(/^(§?)(.*)$/, '<a href="$1$2">a</a>'),
      );
      const found = await linted(tags.join('\n').replaceAll('§', ''), folder);
      const expected = tags.flatMap((tag, index) =>
        tag.includes('§') ? [`dead-link views/v.hbs:${index + 1}:${tag.indexOf('§') + 1}`] : [],
      );
      assert.deepEqual(placesOf(found), expected, JSON.stringify(found.diagnostics));
    });
  }
  it('says why, and which file is meant', async () => {
    const { diagnostics } = await linted(
      '<a href="/f/ap.css">a</a><a href="/f/docs/strat.html">a</a><a href="/f/APP.css">a</a><a href="/f/zzzzzz">',
      plain,
    );
    assert.deepEqual(
      diagnostics.map(({ message, hint }) => [message, hint]),
      [
        ['The link to "/f/ap.css" leads nowhere: there is no "ap.css" in "./site"', 'did you mean "app.css"?'],
        [
          'The link to "/f/docs/strat.html" leads nowhere: there is no "docs/strat.html" in "./site"',
          'did you mean "start.html"?',
        ],
        [
          'The link to "/f/APP.css" leads nowhere: there is no "APP.css" in "./site"',
          'there is "app.css": the case of letters counts',
        ],
        [
          'The link to "/f/zzzzzz" leads nowhere: there is no "zzzzzz" in "./site"',
          'the files of this path are in "./site"',
        ],
      ],
    );
  });
  it('looks at redirects to files, too', async () => {
    const routes = `
  f: { path: "/f/{file...}", ${plain} }
  good: { path: /good, redirect: { url: /f/app.css } }
  bad: { path: /bad, redirect: { url: /f/nope.css } }
  named: { path: /named, redirect: { route: f, params: { file: docs/start.html } } }
  misnamed: { path: /misnamed, redirect: { route: f, params: { file: docs/strat.html } } }
`;
    const found = await loadFiles({ ...SITE, 'routes.yaml': `version: 1\nroutes:${routes}` });
    assert.deepEqual(placesOf(found), ['bad-redirect routes.yaml:5:39', 'bad-redirect routes.yaml:7:51']);
  });
});

describe('lint reach: a folder that other routes hide', () => {
  const cases: readonly (readonly [title: string, routes: string, places: readonly string[]])[] = [
    [
      'nothing where a file is reached',
      "f: { path: '/{file...}', folder: { root: ./site } }, a: { path: /app.css, text: a }",
      [],
    ],
    [
      'a route that takes all names',
      "f: { path: '/{file...}', folder: { root: ./site/bare } }, a: { path: '/{a}', params: { a: { type: string } }, text: a }",
      ['unreachable-route routes.yaml:2:52'],
    ],
    [
      'routes that take each file',
      "f: { path: '/b/{file...}', folder: { root: ./site/bare } }, a: { path: /b/x.txt, text: a }",
      ['unreachable-route routes.yaml:2:54'],
    ],
    [
      'nothing where its index is reached',
      "f: { path: '/{file...}', folder: { root: ./site/docs } }, a: { path: '/{a}', params: { a: { type: string } }, text: a }",
      [],
    ],
    [
      'nothing where an alias reaches it',
      "f: { path: '/{file...}', aliases: ['/b/{file...}'], folder: { root: ./site/bare } }, a: { path: '/{a}', params: { a: { type: string } }, text: a }",
      [],
    ],
    [
      'a rest that begins earlier',
      "f: { path: '/{a}/{file...}', params: { a: { type: string, enum: [x] } }, folder: { root: ./site } }, a: { path: '/x/{p...}', params: { p: { type: string } }, text: a }",
      ['unreachable-route routes.yaml:2:22'],
    ],
  ];
  for (const [title, routes, places] of cases) {
    it(`finds ${title}`, async () => {
      const found = await loadFiles({ ...SITE, 'routes.yaml': `version: 1\nroutes: { ${routes} }\n` });
      assert.deepEqual(placesOf(found), places, JSON.stringify(found.diagnostics));
    });
  }
});

async function linted(view: string, folder: string) {
  const routes = `version: 1\nviews: ./views\nroutes:\n  v: { path: /, view: v, data: { name: a } }\n  f: { path: "/f/{file...}", ${folder} }\n`;
  return inFolder({ ...SITE, 'routes.yaml': routes, 'views/v.hbs': view, 'secret.txt': 'a' }, async (at) => {
    symlinkSync('../secret.txt', join(at, 'site/out.txt'));
    symlinkSync('app.css', join(at, 'site/in.txt'));
    return loadManifest(join(at, 'routes.yaml'));
  });
}
