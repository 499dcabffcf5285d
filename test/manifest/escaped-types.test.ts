import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';

const ODD = `a "b", <c> & 'd'\n\`\${e}\``;
const VALUE = JSON.stringify({ text: ODD, list: [ODD], on: true, none: null });
const TYPES = {
  html: 'text/html; charset=utf-8',
  rss: 'application/rss+xml',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  feed: 'application/feed+json',
  lines: 'application/x-ndjson',
  script: 'text/javascript',
  plain: 'text/plain; charset=utf-8',
  calendar: 'text/calendar',
} as const;
const routes = Object.entries(TYPES).map(
  ([name, type]) => `
  ${name}: { path: /${name}, view: v, data: ${VALUE}, response: { type: "${type}" } }
  own-${name}: { path: /own-${name}, handler: give, view: v, layout: false, model: { type: object }, response: { type: "${type}" } }`,
);
const site = serveSite(
  `version: 1\nhandlers: ./handlers.mjs\nviews: ./views\nroutes:${routes.join('')}
  page: { path: /page, view: page, data: ${VALUE} }
  framed: { path: /framed, view: page, layout: true, data: ${VALUE}, response: { type: text/plain } }
`,
  {
    // The first value is shown without Handlebars, the second one by it, the third by another view.
    'views/v.hbs': '{{text}}|{{#each list}}{{this}}{{/each}}|{{> other}}|{{on}}{{none}}',
    'views/other.hbs': '{{#if text}}{{text}}{{/if}}',
    'views/page.hbs': '{{> other}}',
    'views/layout.hbs': 'L{{> page}}',
    'handlers.mjs': `export const handlers = { give: () => (${VALUE}) };`,
  },
);

describe('views of other types: values are escaped for them', () => {
  const html = `a &quot;b&quot;, &lt;c&gt; &amp; &#x27;d&#x27;\n&#x60;\${e}&#x60;`;
  const json = `a \\"b\\", <c> & 'd'\\n\`\${e}\``;
  const expected: Readonly<Record<keyof typeof TYPES, string>> = {
    html,
    rss: html,
    xml: html,
    svg: html,
    csv: `"a ""b"", <c> & 'd'\n\`\${e}\`"`,
    json,
    feed: json,
    lines: json,
    script: 'a \\"b\\", \\u003cc\\u003e \\u0026 \\u0027d\\u0027\\n\\u0060\\u0024{e}\\u0060',
    plain: ODD,
    calendar: ODD,
  };
  for (const [name, value] of Object.entries(expected)) {
    for (const path of [`/${name}`, `/own-${name}`]) {
      it(`${path} (${Reflect.get(TYPES, name)})`, async () => {
        const { body, headers } = await ask(site.port, `GET ${path}`);
        assert.equal(headers.get('content-type'), Reflect.get(TYPES, name));
        // All but a page have no layout by themselves.
        assert.equal(body, `${path === '/html' ? 'L' : ''}${value}|${value}|${value}|true`);
      });
    }
  }
  it('what a script or JSON has between its quotation marks is the value again', () => {
    assert.equal(JSON.parse(`"${expected.json}"`), ODD);
    assert.equal(JSON.parse(`"${expected.script}"`), ODD);
  });
  it('a view that another one includes is escaped for the one that is shown', async () => {
    assert.equal((await ask(site.port, 'GET /page')).body, `L${html}`);
    assert.equal((await ask(site.port, 'GET /framed')).body, `L${ODD}`);
  });
});
