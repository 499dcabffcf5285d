import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freshFolder, type LogRecord, type RunningServer, replaceOnce, startServer } from '../start-server.ts';
import { ask, talk, talkRaw, type WireAnswer } from '../talk.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SECRET = 'c2VjcmV0LXNlY3JldA';

/** Bugs planted in a copy of the server: in which file, behind which words, and when they show. */
const FAULTS: readonly (readonly [file: string, behind: string, when: string])[] = [
  [
    'clients/identify-client.ts',
    '{ peer, program }: ExchangeContext): ClientIdentity {\n',
    "accepted.kind === 'request' && accepted.request.cookies.get('plant') === 'identify'",
  ],
  ['engine/2-process-request/match/match-route.ts', 'path: string): Match {\n', "path === '/plant'"],
  ['engine/3-process-response/process-response.ts', '= context;\n  const page', "cookies.get('plant') === 'response'"],
  [
    'engine/4-make-log/write-access-line.ts',
    'fieldLines, cookies } = knownOf(accepted);\n',
    "cookies.get('plant') === 'access'",
  ],
  [
    'engine/4-make-log/write-error-line.ts',
    'request = knownOf(accepted);\n',
    "request.fieldLines.some(([, value]) => value === 'plant=error')",
  ],
  [
    'engine/4-make-log/redact.ts',
    '{ request, route, form }: Quoted): Secrets | undefined {\n',
    "request.fieldLines.some(([, value]) => value === 'plant=redact')",
  ],
  ['engine/4-make-log/json-text.ts', 'escaped(text: string): string {\n', "text === '/json'"],
  ['engine/refusal.ts', 'refusal(fault: ReadFault): Failure {\n', "fault.code === 'not-http'"],
];

describe('run exchange: a bug in blocks 2 to 4 (a copy of the server in which some are planted)', () => {
  let server: RunningServer;
  let lines = { access: 0, error: 0 };
  before(async () => {
    server = await startServer({ cwd: plantedCopy(), main: 'src/main.ts', manifest: 'routes.yaml' });
  });
  after(() => server.stop());

  /** That the last answer is the plain 500, and that each request left one line, the broken one an `internal-error`, too. */
  async function checkBroken(answers: readonly WireAnswer[], errors = 1): Promise<LogRecord> {
    const broken = answers.at(-1);
    assert.equal(broken?.status, 500);
    assert.equal(broken?.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(broken?.headers.get('connection'), 'close');
    lines = { access: lines.access + answers.length, error: lines.error + errors };
    const access = await server.records('access.log', lines.access);
    const error = await server.records('error.log', lines.error);
    assert.deepEqual([access.length, error.length], [lines.access, lines.error]);
    assert.equal(access.at(-1)?.['status'], 500);
    const record = error.at(-1);
    assert.equal(record?.['code'], 'internal-error');
    assert.match(String(record?.['stack']), /^ {4}at .*\.ts:\d+/m);
    return record ?? assert.fail();
  }

  for (const [title, line, plant] of [
    ['in who asks', 'GET /', 'identify'],
    ['in block 3', 'GET /', 'response'],
    ['in block 3, in a promise', 'POST /short_log/0', 'response'],
    ['in the line of access.log', 'GET /', 'access'],
    ['in the line of error.log', 'GET /nowhere', 'error'],
    ['in what all lines are made by', 'GET /json', ''],
  ] as const) {
    it(`${title} is a plain 500 with its lines, and the next request gets its answer`, async () => {
      const broken = await ask(server.port, line, [`Cookie: plant=${plant}`]);
      const record = await checkBroken([broken]);
      assert.match(String(record['cause']), /^Error: planted/);
      assert.deepEqual([record['method'], record['target']], line.split(' '));
      assert.equal((await ask(server.port, 'GET /')).status, 200);
      lines.access += 1;
    });
  }
  it('in block 2 leaves the answers before it in the same connection', async () => {
    const requests = ['/', '/plant'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    const answers = await talk(server.port, requests.join(''));
    assert.equal(answers[0]?.status, 200);
    await checkBroken(answers);
  });
  it('in block 2 is met by the exchange where a peer waits for a 100', async () => {
    const fields = 'Host: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n';
    const wire = await talkRaw(server.port, `GET /plant HTTP/1.1\r\n${fields}\r\n`.replace('\r\n\r\n', '\r\n\r\na'));
    assert.match(wire, /HTTP\/1\.1 500 /);
    lines = { access: lines.access + 1, error: lines.error + 1 };
    assert.equal((await server.records('error.log', lines.error)).at(-1)?.['code'], 'internal-error');
  });
  it('in the search for secrets keeps the words away that may quote them', async () => {
    const broken = await ask(server.port, 'GET /nowhere', ['Cookie: plant=redact', `Authorization: ${SECRET}`]);
    const record = await checkBroken([broken]);
    assert.equal(record['cause'], undefined);
    assert.doesNotMatch(JSON.stringify(record), new RegExp(SECRET));
  });
  it('answers HEAD without a body', async () => {
    const wire = await talkRaw(server.port, 'HEAD /plant HTTP/1.1\r\nHost: a\r\nCookie: plant=response\r\n\r\n');
    assert.match(wire, /^HTTP\/1\.1 500 [\s\S]*\r\n\r\n$/);
  });
  it('does not change what stops the server: input that is not HTTP (S2)', async () => {
    assert.match(await talkRaw(server.port, 'hello\r\n'), /^HTTP\/1\.1 500 /);
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.match(stderr, /not HTTP stopped the server/);
  });
});

/** A folder with the shipped server and manifest, and the bugs. */
function plantedCopy(): string {
  const folder = freshFolder();
  for (const name of ['src', 'views', 'schemas', 'package.json', 'routes.yaml']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, behind, when] of FAULTS) {
    const file = join(folder, 'src', path);
    const bug = `if (${when}) throw new Error('planted for ${SECRET}');\n`;
    writeFileSync(file, replaceOnce(readFileSync(file, 'utf8'), behind, plant(behind, bug)));
  }
  return folder;
}

/** Behind the first line of `behind`. */
function plant(behind: string, bug: string): string {
  const lineEnd = behind.indexOf('\n') + 1;
  return `${behind.slice(0, lineEnd)}${bug}${behind.slice(lineEnd)}`;
}
