import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Files, loadFiles } from './manifest-folder.ts';

const POLICY =
  /^default-src 'none'; style-src 'self' (.*); img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;
const ROUTES = 'routes: { a: { path: /, view: a } }';

describe('compile: the header fields of pages (OWASP ASVS 5.0 §3.4)', () => {
  it('are safe where the manifest says nothing', async () => {
    const { 'Content-Security-Policy': policy, ...others } = await headersOf({ 'routes.yaml': manifest('') });
    assert.match(policy ?? '', POLICY);
    assert.deepEqual(others, {
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
  });
  it('can be changed, added to and taken away, whatever their case', async () => {
    const page =
      'page: { headers: { cache-control: max-age=5, x-a: b, REFERRER-POLICY: null, Content-Security-Policy: x } }';
    assert.deepEqual(await headersOf({ 'routes.yaml': manifest(page) }), {
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'cache-control': 'max-age=5',
      'x-a': 'b',
      'Content-Security-Policy': 'x',
    });
  });
  for (const [page, scripts] of [
    ['', undefined],
    ['page: { scripts: none }', undefined],
    ['page: { scripts: self }', "'self'"],
  ] as const) {
    it(`allow ${scripts === undefined ? 'no scripts' : 'scripts of the site itself'} with "${page}"`, async () => {
      const { 'Content-Security-Policy': policy } = await headersOf({ 'routes.yaml': manifest(page) });
      assert.equal(/script-src ([^;]*)/.exec(policy ?? '')?.[1], scripts);
    });
  }
});

describe('compile: which styles a page may have (CSP Level 3 §2.3.1)', () => {
  const layout = (style: string) => `<html><head>${style}</head><body>{{> page}}</body></html>`;
  const cases: readonly (readonly [why: string, layout: string, styles: readonly string[]])[] = [
    ['none, where no view has any', layout(''), []],
    ['the text of the element', layout('<style>a { b: c }</style>'), ['a { b: c }']],
    [
      'each of several, and the same only once',
      layout('<style>a</style><style>b</style><STYLE>a</STYLE >'),
      ['a', 'b'],
    ],
    ['without its attributes', layout('<style media="print">\na\n</style>'), ['\na\n']],
    ['with the colour of the background', layout('<style>b { c: {{@page.background}} }</style>'), ['b { c: white }']],
    ['without comments of the template', layout('<style>a{{! why }}b</style>'), ['ab']],
    ['with line ends as a browser reads them', layout('<style>a\r\nb\r\n</style>'), ['a\nb\n']],
    ['inside of blocks too', layout('{{#if @page.title}}<style>a</style>{{else}}<style>b</style>{{/if}}'), ['a', 'b']],
  ];
  for (const [why, text, styles] of cases) {
    it(`allows ${why}`, async () => {
      const files = { 'routes.yaml': manifest(''), 'views/layout.hbs': text };
      const { 'Content-Security-Policy': policy } = await headersOf(files);
      const allowed = /style-src 'self'(?: (.*?))?;/.exec(policy ?? '')?.[1]?.split(' ') ?? [];
      assert.deepEqual(allowed, styles.map(hashOf));
    });
  }
  it('allows it in the colour of each background', async () => {
    const page = 'page: { background: { colors: { green: green, dark: "#123" } } }';
    const files = {
      'routes.yaml': manifest(page),
      'views/layout.hbs': layout('<style>{{@page.background}}</style>'),
    };
    for (const color of ['white', 'green', '#123']) {
      const { 'Content-Security-Policy': policy } = await headersOf(files, color);
      assert.ok(policy?.includes(`style-src 'self' ${hashOf(color)};`), color);
    }
  });
});

function manifest(page: string): string {
  return `version: 1\nviews: ./views\n${page}\n${ROUTES}\n`;
}

async function headersOf(files: Files, background = 'white'): Promise<Readonly<Record<string, string>>> {
  const result = await loadFiles({ 'views/a.hbs': 'a', ...files });
  assert.ok(result.kind === 'loaded', JSON.stringify(result.diagnostics));
  return Object.fromEntries(result.program.pages.headers.get(background)?.secure.lines ?? assert.fail('no headers'));
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
