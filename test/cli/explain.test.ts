import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSite, freshFolder, replaceOnce, runCommand, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';

const SITE = `version: 1
server: { methods: [GET, HEAD, POST, OPTIONS] }
routes:
  page: { path: "/page/{name}", params: { name: { type: string } }, query: { n: { type: integer, default: 5 } }, text: x }
  post: { path: "/page/new", methods: [POST], text: x }
  strict:
    path: /strict
    headers: { X-Token: { type: string, required: true }, X-Other: { type: string } }
    cookies: { tab: { type: string, required: true } }
    methods: [POST]
    body: { type: object }
    text: x
`;

interface Case {
  readonly request: readonly [method: string, target: string];
  readonly code: 0 | 1;
  /** All that is printed, without the line end. */
  readonly text: string;
}

describe('the command: explain, what answers', () => {
  checkAll([
    {
      request: ['GET', '/page/a%2Fb?n=7&z=+1'],
      code: 0,
      text: `GET /page/a%2Fb?n=7&z=+1: the route "page" answers

  decoded     "page" / "a/b"
  route       page (routes.yaml:4)
  path        /page/{name}
  answer      text
  params      name = "a/b"
  query       n = 7
              z = " 1", which the route does not read`,
    },
    {
      request: ['HEAD', 'http://example.com/page/x'],
      code: 0,
      text: `HEAD http://example.com/page/x: the route "page" answers

  decoded     "page" / "x"
  route       page (routes.yaml:4)
  path        /page/{name}
  answer      text
  params      name = "x"
  query       n = 5`,
    },
    {
      request: ['POST', '/strict'],
      code: 0,
      text: `POST /strict: the route "strict" answers

  route       strict (routes.yaml:6)
  path        /strict
  answer      text
  needs       the header X-Token
              the cookie tab
              a body`,
    },
    {
      request: ['POST', '/page/new'],
      code: 0,
      text: `POST /page/new: the route "post" answers

  route       post (routes.yaml:5)
  path        /page/new
  answer      text

Other routes with this path:
  /page/{name} page
    matches too, but /page/new is more specific at segment 2
    takes GET and HEAD only`,
    },
  ]);
});

describe('the command: explain, why nothing answers', () => {
  checkAll([
    {
      request: ['GET', '/page/x?n=many'],
      code: 1,
      text: `GET /page/x?n=many: 400, the route "page" does not take this input

  route       page (routes.yaml:4)
  path        /page/{name}
  answer      text
  query       n = "many"
  wrong       n must be a whole number, such as 12 or -3, but "many" was found`,
    },
    {
      request: ['GET', '/pages/x/'],
      code: 1,
      text: `GET /pages/x/: 404, no route has this path

Near misses:
  /page/{name} page
    segment 1 is "pages", this path has "page"
    there is a slash too many at the end
  /page/new post
    segment 1 is "pages", this path has "page"
    segment 2 is "x", this path has "new"
    there is a slash too many at the end
    takes POST only`,
    },
    { request: ['GET', '/'], code: 1, text: 'GET /: 404, no route has this path\n\nNo path comes close.' },
    {
      request: ['GET', '/strict'],
      code: 1,
      text: `GET /strict: 405, this path takes POST and OPTIONS only

Near misses:
  /strict strict
    matches, but takes POST only`,
    },
    {
      request: ['post', '/strict'],
      code: 1,
      text: `post /strict: 501, this server takes GET, HEAD, POST, and OPTIONS only (capitals count)

Near misses:
  /strict strict
    matches, but takes POST only`,
    },
    {
      request: ['GET', '/page/%zz'],
      code: 1,
      text: 'GET /page/%zz: 400, segment 2 of the path, "%zz", does not decode to UTF-8 text',
    },
    {
      request: ['GET', '/page/x?n=7&z=100%'],
      code: 1,
      text: `GET /page/x?n=7&z=100%: 400, "z=100%" in the query does not decode to UTF-8 text

  route       page (routes.yaml:4)
  path        /page/{name}
  answer      text
  query       n = "7"
              z = "100%"`,
    },
    { request: ['OPTIONS', '/strict'], code: 1, text: 'OPTIONS /strict: 204, this path takes POST and OPTIONS' },
    { request: ['OPTIONS', '*'], code: 1, text: 'OPTIONS *: 204, this asks about the server as a whole' },
  ]);
});

describe('the command: explain, what is no request', () => {
  checkAll([
    {
      request: ['GET', 'page'],
      code: 1,
      text: 'GET page: 400, the request target is wrong: it is neither a path nor an http URL',
    },
    {
      request: ['GET', '/café au lait'],
      code: 1,
      text: 'GET /café au lait: 400, a request target has no spaces; a browser would send /caf%C3%A9%20au%20lait',
    },
    {
      request: ['GET', '/café'],
      code: 1,
      text: 'GET /café: 400, the request target is wrong: octet C3 must be percent-encoded; a browser would send /caf%C3%A9',
    },
    { request: ['GET', ''], code: 1, text: 'GET : 400, a request target begins with "/"' },
    { request: ['G T', '/'], code: 1, text: 'G T /: 400, "G T" is not a method: a method is one word' },
    {
      request: ['GET', '/\r\nX: y'],
      code: 1,
      text: 'GET /\uFFFD\uFFFDX: y: 400, a request target has no spaces; a browser would send /%0D%0AX:%20y',
    },
    {
      request: ['GET', `/${'x'.repeat(8200)}`],
      code: 1,
      text: `GET /${'x'.repeat(8200)}: 414, the request line is over 8192 bytes`,
    },
  ]);
  it('is exit 2 where the command itself is wrong', async () => {
    const { code, stderr } = await runCommand(['explain', 'GET'], { cwd: freshFolder() });
    assert.equal(code, 2);
    assert.match(stderr, /explain GET \/div\/6\/to\/3/);
  });
});

describe('the command: explain --json', () => {
  it('has the same facts', async () => {
    const { report, code } = await explainJson(['GET', '/page/a%2Fb?z=1']);
    assert.equal(code, 0);
    assert.deepEqual(report, {
      ok: true,
      method: 'GET',
      target: '/page/a%2Fb?z=1',
      status: 200,
      code: null,
      message: 'the route "page" answers',
      path: '/page/a%2Fb',
      segments: ['page', 'a/b'],
      query: [['z', '1']],
      groups: [],
      route: { name: 'page', path: '/page/{name}', answeredBy: 'text', file: 'routes.yaml', line: 4 },
      checks: [],
      input: { params: { name: 'a/b' }, query: { n: 5 } },
      needs: { headers: [], cookies: [], body: false },
      files: [],
      problems: [],
      preflight: null,
      allow: [],
      nearMisses: [],
    });
  });
  it('has each near miss, with its reasons and its place', async () => {
    const { report, code } = await explainJson(['GET', '/strict']);
    assert.equal(code, 1);
    assert.deepEqual([report['ok'], report['status'], report['code']], [false, 405, 'method-not-allowed']);
    assert.deepEqual(report['allow'], ['POST', 'OPTIONS']);
    assert.deepEqual(report['nearMisses'], [
      {
        name: 'strict',
        path: '/strict',
        answeredBy: 'text',
        file: 'routes.yaml',
        line: 6,
        methods: ['POST'],
        reasons: ['matches, but takes POST only'],
      },
    ]);
  });
  it('says what is no request', async () => {
    const { report, code } = await explainJson(['GET', 'page']);
    assert.equal(code, 1);
    assert.deepEqual([report['ok'], report['status'], report['code']], [false, 400, 'bad-target']);
  });
});

describe('the command: explain, of a manifest that is wrong', () => {
  it('tells its mistakes on stderr, and ends with 1', async () => {
    const { folder } = createSite((text) => replaceOnce(text, 'view: quotient', 'view: quotent'));
    const { stdout, stderr, code } = await runCommand(['explain', 'GET', '/'], { cwd: folder });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /unknown-view/);
  });
});

describe('explain and the server', () => {
  it('agree on the status and the code, and error.log tells the near misses of a 404', async (t) => {
    const { folder, manifest } = createSite();
    const server = await startServer({ manifest, t });
    const requests: readonly (readonly [method: string, target: string])[] = [
      ['GET', '/div/6/too/3'],
      ['GET', '/div/x/to/3'],
      ['GET', '/short_log/1'],
      ['PUT', '/'],
      ['GET', '/%zz'],
      ['GET', '/?q=100%'],
      ['GET', '/café'],
    ];
    for (const [index, [method, target]] of requests.entries()) {
      const { status } = await ask(server.port, `${method} ${Buffer.from(target).toString('latin1')}`);
      const record = (await server.records('error.log', index + 1)).at(-1);
      const { stdout } = await runCommand(['explain', method, target, '--json'], { cwd: folder });
      const report = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual([report['status'], report['code']], [status, record?.['code']], `${method} ${target}`);
    }
    const [miss] = await server.records('error.log', 1);
    assert.equal(
      miss?.['cause'],
      'No route has the path "/div/6/too/3"; close to /div/{dividend}/to/{divisor}: segment 3 is "too", this path has "to"',
    );
  });
  it('show a visitor who has not asked for errors none of the reasons, only the form of a route nearby', async (t) => {
    const server = await startServer({ t });
    const [near, far] = [await ask(server.port, 'GET /div/6/too/3'), await ask(server.port, 'GET /nope')];
    assert.equal(near.status, 404);
    assert.doesNotMatch(near.body, /segment|\{dividend\}/);
    assert.deepEqual([/<form/.test(near.body), /<form/.test(far.body)], [true, false]);
  });
});

function checkAll(cases: readonly Case[]): void {
  for (const { request, code, text } of cases) {
    it(`${JSON.stringify(request.join(' ').slice(0, 60))}: exit ${code}`, async () => {
      const finished = await runCommand(['explain', ...request], { cwd: siteOf() });
      assert.equal(finished.stdout, `${text}\n`);
      assert.equal(finished.stderr, '');
      assert.equal(finished.code, code);
    });
  }
}

async function explainJson(
  request: readonly string[],
): Promise<{ readonly report: Record<string, unknown>; readonly code: number | undefined }> {
  const { stdout, code } = await runCommand(['explain', ...request, '--json'], { cwd: siteOf() });
  return { report: JSON.parse(stdout), code };
}

function siteOf(): string {
  return createSite(() => SITE).folder;
}
