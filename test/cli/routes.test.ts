import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { routes } from '../../src/cli/commands/routes.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { createSite, freshFolder, replaceOnce, runCommand } from '../start-server.ts';
import { plainTerminal } from './plain-terminal.ts';

const SITE = `version: 1
server: { methods: [GET, POST] }
routes:
  rest: { path: "/files/{path...}", params: { path: { type: string } }, text: The rest }
  one: { path: "/files/{id}", params: { id: { type: integer } }, summary: One file, text: One }
  logo: { path: /files/logo, aliases: [/logo, /favicon], methods: [GET], summary: "文字 logo", json: { a: 1 } }
  upload: { path: /files/logo, methods: [POST], redirect: { route: logo, status: 303 } }
  away: { path: /away, redirect: { url: "https://example.com/" } }
`;

const TABLE = `METHODS  PATH              NAME    ANSWERED BY                      SUMMARY
GET      /away             away    redirect → https://example.com/
GET      /files/logo       logo    json                             文字 logo
           or /logo
           or /favicon
POST     /files/logo       upload  redirect → logo
GET      /files/{id}       one     text                             One file
GET      /files/{path...}  rest    text
`;

describe('the command: routes', () => {
  it('shows the shipped routes, each with what answers it', async () => {
    const { stdout, stderr, code } = await runCommand(['routes'], { cwd: createSite().folder });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^METHODS +PATH +NAME +ANSWERED BY +SUMMARY\n/);
    assert.match(stdout, /^GET +\/div\/\{dividend\}\/to\/\{divisor\} +divide +divide\(\) → quotient +Divide /m);
    assert.match(stdout, /^GET POST +\/show_errors\/\{state\} +showErrors .*\n +or \/showerrors\/\{state\}\n/m);
    assert.match(stdout, /^GET +\/ +start +view start +/m);
  });

  it('orders them as the matcher prefers them, and aligns by the columns that a terminal needs', async () => {
    const { stdout, code } = await runCommand(['routes'], { cwd: siteOf(SITE) });
    assert.equal(code, 0);
    assert.equal(stdout, TABLE);
  });

  it('shows HEAD beside GET, where the server has it', async () => {
    const site = siteOf(
      'version: 1\nserver: { methods: [GET, HEAD, POST] }\nroutes:\n  a: { path: /a, methods: [GET, POST], text: A }\n  b: { path: /b, methods: [POST], text: B }\n',
    );
    const { stdout } = await runCommand(['routes', '--json'], { cwd: site });
    const methods = (JSON.parse(stdout) as { methods: unknown }[]).map((route) => route.methods);
    assert.deepEqual(methods, [['GET', 'HEAD', 'POST'], ['POST']]);
    assert.match((await runCommand(['routes'], { cwd: site })).stdout, /^GET HEAD POST +\/a/m);
  });

  it('prints all that a tool wants to know as JSON', async () => {
    const site = siteOf(`version: 1
routes:
  find:
    path: "/find/{kind}"
    aliases: ["/search/{kind}"]
    methods: [POST]
    params: { kind: { type: string, title: Kind } }
    query: { limit: { type: integer, default: 10 } }
    headers: { X-Token: { type: string, required: true } }
    cookies: { tab: { type: boolean } }
    body: { type: object, properties: { text: { type: string } } }
    response: { status: 202 }
    text: found
`);
    const { stdout, code } = await runCommand(['routes', '--json'], { cwd: site });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), [
      {
        name: 'find',
        summary: null,
        methods: ['POST'],
        paths: ['/find/{kind}', '/search/{kind}'],
        params: [{ name: 'kind', title: 'Kind', type: 'string', required: true, default: null }],
        query: [{ name: 'limit', title: 'limit', type: 'integer', required: false, default: 10 }],
        headers: [{ name: 'X-Token', title: 'X-Token', type: 'string', required: true, default: null }],
        cookies: [{ name: 'tab', title: 'tab', type: 'boolean', required: false, default: null }],
        body: true,
        files: [],
        answer: 'text',
        handler: null,
        view: null,
        redirect: null,
        gates: ['/find/{kind}', '/search/{kind}'].map((path) => ({ path, groups: [], checks: [] })),
        status: 202,
        file: 'routes.yaml',
        line: 3,
      },
    ]);
  });

  it('names handlers, views and where redirects lead in its JSON', async () => {
    const { stdout } = await runCommand(['routes', '--json'], { cwd: siteOf(SITE) });
    const redirects = new Map(
      (JSON.parse(stdout) as { name: string; redirect: unknown }[]).map(({ name, redirect }) => [name, redirect]),
    );
    assert.deepEqual(redirects.get('upload'), { to: 'logo', location: '/files/logo' });
    assert.deepEqual(redirects.get('logo'), null);
    const shipped = await runCommand(['routes', '--json'], { cwd: createSite().folder });
    const divide = (JSON.parse(shipped.stdout) as Record<string, unknown>[]).find(
      (route) => route['name'] === 'divide',
    );
    assert.deepEqual([divide?.['handler'], divide?.['view'], divide?.['answer']], ['divide', 'quotient', 'handler']);
  });

  it('tells the mistakes of the manifest on stderr instead, and ends with 1', async () => {
    const { folder } = createSite((text) => replaceOnce(text, 'view: quotient', 'view: quotent'));
    const { stdout, stderr, code } = await runCommand(['routes', '--json'], { cwd: folder });
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /unknown-view/);
  });

  it('ends with 1 where there is no manifest', async () => {
    const { stderr, code } = await runCommand(['routes'], { cwd: freshFolder() });
    assert.equal(code, 1);
    assert.match(stderr, /cannot-read/);
  });
});

describe('the table of routes on a terminal', () => {
  it('cuts its lines to the width, wide characters counted twice', async () => {
    const lines = (await table({ outColumns: 73 })).split('\n');
    assert.equal(lines[0], 'METHODS  PATH              NAME    ANSWERED BY                      SUMM…');
    assert.equal(lines[2], 'GET      /files/logo       logo    json                             文字…');
    const narrow = (await table({ outColumns: 20 })).split('\n');
    assert.deepEqual(narrow.slice(0, 4), [
      'METHODS  PATH',
      'GET      /away',
      'GET      /files/logo',
      '           or /logo',
    ]);
    assert.equal(narrow.at(-1), 'GET      /files/{pa…');
  });
  it('has colours, and nothing but them', async () => {
    const colorful = await table({ outColor: true });
    assert.notEqual(colorful, await table({}));
    assert.equal(stripVTControlCharacters(colorful), await table({}));
  });
});

async function table(parts: Partial<Terminal>): Promise<string> {
  const out: string[] = [];
  const terminal = plainTerminal({ out: (line) => out.push(line), err: (line) => assert.fail(line), ...parts });
  assert.equal(await routes({ kind: 'routes', manifest: `${siteOf(SITE)}/routes.yaml`, json: false }, terminal), 0);
  return out.join('\n');
}

function siteOf(manifest: string): string {
  return createSite(() => manifest).folder;
}
