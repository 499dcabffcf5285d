import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles } from './manifest-folder.ts';

interface Site {
  /** `§` stands before each place of a finding. */
  readonly view: string;
  readonly page?: string;
  /** Of the route. */
  readonly response?: string;
  readonly layout?: string;
}

/** What the default policy of pages forbids (CSP Level 3 §6.1); what a table lists as `view` alone has no manifest of its own. */
type Case = readonly [title: string, site: string | Site];

const SELF = 'page: { scripts: self }';

describe('lint policy: scripts', () => {
  checkTable(
    [
      'any script, by default',
      '§<script src="/app.js"></script>§<script>f()</script>§<script type=module src="/a.js">',
    ],
    ['those inside a page, always', { page: SELF, view: '<script src="/app.js"></script>§<script>f()</script>' }],
    ['those of other origins', { page: SELF, view: '<script src="§https://cdn.example/a.js"></script>' }],
    ['no blocks of data', '<script type="application/ld+json">{}</script><script type="text/template"></script>'],
    ['event attributes', { page: SELF, view: '<body §onload="f()"><a §onclick=f() title="onclick"><p once only>' }],
    [
      'scripts as addresses',
      { page: SELF, view: '<a href="§javascript:f()">A</a><form action="§ java&#10;script:f()">' },
    ],
  );
});

describe('lint policy: styles', () => {
  checkTable(
    ['style attributes', '<p §style="color: red"><p §style="{{x}}"><p {{#if a}}§style="a"{{/if}} data-style="a">'],
    [
      'stylesheets of other origins',
      '<link rel="stylesheet" href="§//cdn.example/a.css"><link rel=stylesheet href="/">',
    ],
    [
      'what a style element loads from there',
      '<style>@import "§https://a.example/a.css"; @font-face { src: url(§https://a.example/f) } a { b: url("/") }</style>',
    ],
  );
});

describe('lint policy: what pages load and send', () => {
  checkTable(
    [
      'images',
      '<img src="§https://a.example/a.png"><img src="/"><img src="data:image/gif;base64,AA"><img src="a.png"><img srcset="§/ 1x, blob:a 2x">',
    ],
    ['icons and fonts', '<link rel="icon" href="§https://a.example/"><link rel=preload as=font href="§//a.example/f">'],
    ['media', '<video src="§https://a.example/v" poster="§//a.example/p"><source src="§data:,"></video>'],
    ['form targets', '<form action="§https://a.example/"><button formaction="§mailto:a@b">A</button></form>'],
    [
      'frames, objects and a base, of this site too',
      '<iframe src="§/"></iframe><object data="§/"></object><base href="§/">',
    ],
    ['no links to other sites', '<a href="https://a.example/">A</a><link rel="author" href="https://a.example/">'],
    [
      'no other name of this site',
      { page: 'server: { hosts: [a.example] }', view: '<img src="https://A.example:8/a.png">' },
    ],
    ['the first wrong choice', '<img src="§{{#if a}}/{{else}}https://a.example/{{/if}}">'],
    [
      'nothing that is filled in',
      '<img src="{{a}}"><img src="https://{{a}}/b"><img src="//a{{b}}"><img src="§//a/{{b}}">',
    ],
  );
});

describe('lint policy: which pages', () => {
  checkTable(
    [
      'none where the manifest has a policy of its own',
      { page: 'page: { headers: { Content-Security-Policy: a } }', view: '<p style>' },
    ],
    ['none where the route has one', { response: 'headers: { content-security-policy: a }', view: '<p style>' }],
    ['none that are not HTML', { response: 'type: image/svg+xml', view: '<p style>' }],
    ['the layout', { layout: '<p §style>{{> page}}', view: '<p>' }],
    ['what they include', { layout: '{{> b}}{{> page}}', view: '<p>' }],
  );
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, site] of cases) {
    it(`finds ${title}`, async () => {
      const { view, page = '', response, layout = '{{> page}}' } = typeof site === 'string' ? { view: site } : site;
      const route = response === undefined ? 'view: a' : `view: a, response: { ${response} }`;
      const result = await loadFiles({
        'routes.yaml': `version: 1\nviews: ./views\n${page}\nroutes: { a: { path: /, methods: [GET, POST], ${route} }, b: { path: '/{f...}', folder: . } }\n`,
        'views/a.hbs': view.replaceAll('§', ''),
        'views/b.hbs': '<p style>',
        'views/layout.hbs': layout.replaceAll('§', ''),
      });
      const found = result.diagnostics.filter(({ code }) => code === 'against-policy');
      const places = found.map(({ file, line, column }) => `${/[^/]*$/.exec(file)?.[0]}:${line}:${column}`);
      const included = layout.includes('{{> b}}') ? ['b.hbs:1:4'] : [];
      assert.deepEqual(places.sort(), [...marks('a.hbs', view), ...marks('layout.hbs', layout), ...included].sort());
    });
  }
}

function marks(file: string, text: string): readonly string[] {
  return [...text.matchAll(/§/g)].map(({ index }, count) => `${file}:1:${index - count + 1}`);
}
