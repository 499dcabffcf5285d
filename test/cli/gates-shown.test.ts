import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { explain } from '../../src/cli/commands/explain.ts';
import { routes } from '../../src/cli/commands/routes.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { freshFolder } from '../start-server.ts';
import { plainTerminal } from './plain-terminal.ts';

const MANIFEST = `version: 1
server: { methods: [GET, POST, OPTIONS], trailingSlash: redirect }
handlers: ./handlers.mjs
groups:
  board: { under: /club/board, guards: [requireBoard], cors: { origins: ["https://a.example"] } }
  club: { under: /club, guards: [requireMember], rateLimit: { requests: 100, per: 2h } }
routes:
  news: { path: /club/news, aliases: [/news], text: news }
  year: { path: "/club/board/{year}", params: { year: { type: integer } }, text: m, sameOrigin: true, guards: [own], rateLimit: { requests: 3, per: 90s } }
  rest: { path: "/club/{file...}", params: { file: { type: string } }, text: rest }
  open: { path: /club/board/open, methods: [GET, POST], text: open }
  list: { path: /list, text: list }
`;

/** The same, and a route that takes files. */
const UPLOADS = `${MANIFEST}
  upload:
    path: /upload
    limits: { body: 64MiB }
    methods: [POST]
    body:
      type: object
      required: [photo]
      properties:
        photo: { type: string, format: binary, contentMediaType: "image/png, image/jpeg", maxLength: 50000000 }
        papers: { type: array, items: { type: string, format: binary } }
    text: thanks
`;
const MODULE = `export const handlers = {};
export const guards = { requireBoard: () => undefined, requireMember: () => undefined, own: () => undefined };
`;

const CLUB = '  groups      club: under /club (routes.yaml:6)';
const CHECKS_OF_CLUB = `  meets       the rate limit 100 in 2h of the group club
              the guard requireMember of the group club`;

let folder = '';
before(() => {
  folder = freshFolder();
  writeFileSync(join(folder, 'routes.yaml'), MANIFEST);
  writeFileSync(join(folder, 'handlers.mjs'), MODULE);
});

describe('explain: groups, rate limits and guards, in the order in which a request meets them', () => {
  const cases: readonly (readonly [request: string, shown: string])[] = [
    [
      'GET /club/board/2026',
      `  groups      club: under /club (routes.yaml:6)
              board: under /club/board (routes.yaml:5)
  meets       sameOrigin of the route year
              the rate limit 100 in 2h of the group club
              the rate limit 3 in 90s of the route year
              the guard requireMember of the group club
              the guard requireBoard of the group board
              the guard own of the route year`,
    ],
    // By what is asked for, whichever route answers.
    ['GET /club/x', `${CLUB}\n${CHECKS_OF_CLUB}`],
    [
      'GET /club/%62oard/x/y',
      `${CLUB}
              board: under /club/board (routes.yaml:5)
${CHECKS_OF_CLUB}
              the guard requireBoard of the group board`,
    ],
    // A value that is wrong comes later.
    ['GET /club/board/soon', '              the guard own of the route year'],
  ];
  for (const [request, shown] of cases) {
    it(request, async () => {
      const { text } = await explained(request);
      assert.ok(text.includes(shown), text);
    });
  }
  it('another path of the same route is under no group', async () => {
    const { text } = await explained('GET /news');
    assert.doesNotMatch(text, /groups|meets/);
  });
  for (const [request, status] of [
    ['GET /club', 404],
    ['POST /club/news', 405],
  ] as const) {
    it(`${request} is answered before any guard is asked: ${status}`, async () => {
      const { text } = await explained(request);
      assert.match(text, new RegExp(`: ${status}, `));
      assert.ok(text.includes(CLUB), text);
      assert.doesNotMatch(text, /meets/);
    });
  }
  it('OPTIONS meets no guard; a preflight says who can send what', async () => {
    const { text } = await explained('OPTIONS /club/board/open');
    assert.match(text, /: 204, this path takes GET, POST, and OPTIONS\n/);
    assert.doesNotMatch(text, /meets/);
    const preflight = 'pages of https://a.example can send GET and POST; guards are not asked for this';
    assert.ok(text.includes(`\n  preflight   ${preflight}`), text);
    assert.doesNotMatch((await explained('OPTIONS /club/news')).text, /preflight/);
  });
  it('a path with a slash too many leads to the one without', async () => {
    assert.match(
      (await explained('GET /list/?a=b')).text,
      /^GET \/list\/\?a=b: 308, a route has the path \/list\?a=b$/m,
    );
  });
  it('has the same as JSON', async () => {
    const { report } = await explained('GET /club/board/2026');
    assert.deepEqual(report['groups'], [
      { name: 'club', under: '/club', file: 'routes.yaml', line: 6 },
      { name: 'board', under: '/club/board', file: 'routes.yaml', line: 5 },
    ]);
    const checks = report['checks'] as { kind: string; of: string; name: unknown; requests: unknown }[];
    assert.deepEqual(
      checks.map(({ kind, of, name, requests }) => [kind, of, name ?? requests]),
      [
        ['sameOrigin', 'route year', null],
        ['rateLimit', 'group club', 100],
        ['rateLimit', 'route year', 3],
        ['guard', 'group club', 'requireMember'],
        ['guard', 'group board', 'requireBoard'],
        ['guard', 'route year', 'own'],
      ],
    );
    const { preflight } = (await explained('OPTIONS /club/board/open')).report;
    assert.deepEqual(preflight, { origins: ['https://a.example'], methods: ['GET', 'POST'] });
  });
});

describe('routes: what requests meet', () => {
  it('is a column, for each path of a route; in brackets what depends on parameters', async () => {
    const out: string[] = [];
    assert.equal(await routes({ kind: 'routes', manifest: manifest(), json: false }, terminal(out)), 0);
    assert.deepEqual(out.join('\n').split('\n'), [
      'METHODS   PATH                NAME  ANSWERED BY  MEETS                                                  SUMMARY',
      'GET POST  /club/board/open    open  text         100 in 2h, requireMember, requireBoard',
      'GET       /club/board/{year}  year  text         100 in 2h, 3 in 90s, requireMember, requireBoard, own',
      'GET       /club/news          news  text         100 in 2h, requireMember',
      '            or /news',
      'GET       /club/{file...}     rest  text         100 in 2h, requireMember, (requireBoard)',
      'GET       /list               list  text',
    ]);
  });
  it('is in the JSON, for each path', async () => {
    const out: string[] = [];
    assert.equal(await routes({ kind: 'routes', manifest: manifest(), json: true }, terminal(out)), 0);
    const listed = JSON.parse(out.join('\n')) as { name: string; gates: Gates[] }[];
    const gates = listed.find(({ name }) => name === 'rest')?.gates ?? [];
    assert.deepEqual(
      gates.map(({ path, groups, checks }) => [
        path,
        groups.map(({ name }) => name),
        checks.map(({ always }) => always),
      ]),
      [['/club/{file...}', ['club', 'board'], [true, true, false]]],
    );
  });
});

describe('explain and routes: the files that a route takes', () => {
  before(() => writeFileSync(manifest('uploads.yaml'), UPLOADS));

  const files = [
    { name: 'photo', required: true, many: false, types: ['image/png', 'image/jpeg'], bytesMax: 50_000_000 },
    { name: 'papers', required: false, many: true, types: [], bytesMax: null },
  ];
  it('explain: what each can be', async () => {
    const { text, report } = await explained('POST /upload', 'uploads.yaml');
    const shown = `
  needs       a body
  files       photo: image/png or image/jpeg, at most 50 MB
              papers, several, if any: any type`;
    assert.ok(text.includes(shown), text);
    assert.deepEqual(report['files'], files);
    assert.doesNotMatch((await explained('GET /list', 'uploads.yaml')).text, /files/);
  });
  it('routes: a column, if there are any', async () => {
    const [out, json]: [string[], string[]] = [[], []];
    await routes({ kind: 'routes', manifest: manifest('uploads.yaml'), json: false }, terminal(out));
    const lines = out.join('\n').split('\n');
    assert.match(lines[0] ?? '', / MEETS +UPLOADS +SUMMARY$/);
    assert.match(lines.find((line) => line.includes('/upload')) ?? '', / text +photo, papers$/);
    await routes({ kind: 'routes', manifest: manifest('uploads.yaml'), json: true }, terminal(json));
    const listed = JSON.parse(json.join('\n')) as { name: string; files: unknown }[];
    assert.deepEqual(listed.find(({ name }) => name === 'upload')?.files, files);
    assert.deepEqual(listed.find(({ name }) => name === 'list')?.files, []);
  });
});

interface Gates {
  readonly path: string;
  readonly groups: readonly { readonly name: string }[];
  readonly checks: readonly { readonly always: boolean }[];
}

async function explained(
  request: string,
  name?: string,
): Promise<{ readonly text: string; readonly report: Record<string, unknown> }> {
  const [method = '', target = ''] = request.split(' ');
  const command = { kind: 'explain', manifest: manifest(name), method, target } as const;
  const [text, json]: [string[], string[]] = [[], []];
  await explain({ ...command, json: false }, terminal(text));
  await explain({ ...command, json: true }, terminal(json));
  // Where the folder is depends on the machine.
  const named = (lines: string[]) => lines.join('\n').replaceAll(`${folder}/`, '');
  return { text: named(text), report: JSON.parse(named(json)) };
}

function manifest(name = 'routes.yaml'): string {
  return join(folder, name);
}

function terminal(out: string[]): Terminal {
  return plainTerminal({ out: (line) => out.push(line), err: (line) => assert.fail(line) });
}
