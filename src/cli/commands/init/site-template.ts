import { type ProjectFiles, SCHEMA_LINE } from './project-files.ts';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#0b4fb8"/></svg>
`;

/** A small site: pages in a layout of its own, one of them with a model that a handler makes. */
export const SITE_FILES: ProjectFiles = new Map([
  [
    'routes.yaml',
    `${SCHEMA_LINE}
# The whole behaviour of this server. \`npx velosiped check\` finds what is wrong with it.
version: 1
info:
  title: My site

server:
  port: 8888
  notHttp: reject # what is not HTTP ends its own connection, and nothing else

handlers: ./src/handlers.ts
views: ./views
page:
  layout: layout

schemas:
  Greeting:
    type: object
    required: [name, letters]
    properties:
      name: { type: string }
      letters: { type: integer, description: How many letters the name has }

routes:
  start:
    path: /
    methods: [GET]
    summary: The start page
    view: start
    examples:
      leads to a greeting:
        request: GET /
        response: { status: 200, contains: 'href="/hello/Ada"' }

  hello:
    path: /hello/{name}
    methods: [GET]
    summary: Greet somebody
    params:
      name: { type: string, title: Name, maxLength: 50 }
    handler: hello
    view: hello
    heading: "Hello, {{name}}"
    model: { $ref: '#/schemas/Greeting' }
    examples:
      Ada:
        request: GET /hello/Ada
        response: { status: 200, contains: 'Hello, Ada', model: { letters: 3 } }
      a name without letters:
        request: GET /hello/42
        response: { status: 400, contains: has no letters }

  files:
    path: /{file...}
    methods: [GET]
    summary: The files of public/, where no other route answers
    folder: { root: ./public }
    examples:
      the icon:
        request: GET /icon.svg
        response: { status: 200, headers: { Content-Type: image/svg+xml } }
`,
  ],
  [
    'views/layout.hbs',
    `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{#if @page.heading}}{{@page.heading}} - {{/if}}{{@page.title}}</title>
{{#if @page.description}}
<meta name="description" content="{{@page.description}}">
{{/if}}
<link rel="icon" href="/icon.svg">
<style>
body { background-color: {{@page.background}} }
main { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.5 system-ui, sans-serif }
</style>
</head>
<body class="background-{{@page.background}}">
<main>
{{> page}}
</main>
</body>
</html>
`,
  ],
  ['public/icon.svg', ICON],
  ['views/start.hbs', '<h1>It works</h1>\n<p>Here is <a href="/hello/Ada">a greeting</a>.</p>\n'],
  [
    'views/hello.hbs',
    '<h1>Hello, {{name}}</h1>\n<p>Your name has {{letters}} letters.</p>\n<p><a href="/">Back to the start</a></p>\n',
  ],
  [
    'src/handlers.ts',
    `import { HttpError } from 'velosiped';
import type { Handlers } from './routes.gen.ts';

const hello: Handlers['hello'] = ({ params: { name } }) => {
  const letters = name.match(/\\p{Letter}/gu)?.length ?? 0;
  if (letters === 0) throw new HttpError(400, 'This name has no letters.');
  return { name, letters };
};

/** The functions that routes.yaml names after \`handler:\`. */
export const handlers: Handlers = { hello };
`,
  ],
  [
    'test/site.test.js',
    `import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from 'velosiped';

/** @type {import('velosiped').StartedServer} */
let server;
before(async () => {
  server = await start({ port: 0 });
});
after(() => server.close());

test('greets by name', async () => {
  const answer = await fetch(\`\${server.url}/hello/Ada\`);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /Hello, Ada/);
});
`,
  ],
]);
