import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { appears, type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { talkRaw } from '../talk.ts';
import {
  becomes,
  codeText,
  createReloadSite,
  KeepAlive,
  manifestText,
  type ReloadSite,
  type SiteWords,
  said,
  saidAnew,
  textOf,
} from './reload-site.ts';
import { isRunning, keepConnecting } from './worker-site.ts';

interface Watched {
  readonly site: ReloadSite;
  readonly server: RunningServer;
}

async function startWatched(
  t: TestContext,
  words: SiteWords = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Watched> {
  const site = createReloadSite(words, files);
  return { site, server: await startServer({ t, manifest: site.manifest, args: ['--watch'] }) };
}

/** Saves by `save`, and waits until the server has said so once more. */
function saved({ server }: Watched, save: () => void, words = ': reloaded,'): Promise<void> {
  return saidAnew(server, words, save);
}

describe('watch: how editors save', () => {
  const ways: readonly (readonly [way: string, save: (site: ReloadSite, text: string) => void])[] = [
    ['in place', (site, text) => site.write('routes.yaml', text)],
    ['by another file that takes the name', (site, text) => site.replace('routes.yaml', text)],
    [
      'by a new file, the old one moved away',
      (site, text) => {
        renameSync(site.manifest, `${site.manifest}~`);
        site.write('routes.yaml', text);
        rmSync(`${site.manifest}~`);
      },
    ],
    [
      'by a new file, the old one deleted',
      (site, text) => {
        rmSync(site.manifest);
        site.write('routes.yaml', text);
      },
    ],
    [
      'several times at once, the last one counts',
      (site, text) => {
        for (const home of ['never', 'nor this']) site.replace('routes.yaml', manifestText({ home }));
        site.write('routes.yaml', text.slice(0, 20));
        site.write('routes.yaml', text);
      },
    ],
  ];
  it('is noticed in every way, again and again', async (t) => {
    const watched = await startWatched(t);
    for (const round of ['first', 'second']) {
      for (const [way, save] of ways) {
        const home = `${round}: ${way}`;
        await saved(watched, () => save(watched.site, manifestText({ home })));
        await becomes(watched.server, '/', home);
      }
    }
    assert.doesNotMatch(watched.server.stderr(), /not reloaded/);
  });
});

describe('watch: what belongs to a manifest', () => {
  it('is its views: one that changes, and one that is new', async (t) => {
    const watched = await startWatched(t);
    const { site, server } = watched;
    site.release();
    await saved(watched, () => site.replace('views/held.hbs', 'new {{word}}'));
    await becomes(server, '/held', /new held/);
    const routes = ['more: { path: /more, view: more }'];
    await saved(watched, () => site.write('routes.yaml', manifestText({ routes })), ': not reloaded,');
    await saved(watched, () => site.write('views/more.hbs', 'the new view'));
    await becomes(server, '/more', /the new view/);
  });

  it('is what it includes: a file that changes, one that is new, the first one of a new pattern, and their schemas', async (t) => {
    const part = (name: string, text: string) => `routes:\n  ${name}: { path: /${name}, text: ${text} }\n`;
    const top = ['include: ["parts/*.yaml"]'];
    const watched = await startWatched(t, { top }, { 'parts/a.yaml': part('a', 'one') });
    const { site, server } = watched;
    await saved(watched, () => site.replace('parts/a.yaml', part('a', 'two')));
    await becomes(server, '/a', 'two');
    await saved(watched, () => site.write('parts/b.yaml', part('b', 'new')));
    await becomes(server, '/b', 'new');
    const more = ['include: ["parts/*.yaml", "more/*.yaml"]'];
    site.write('more/c.yaml', part('c', 'more'));
    await saved(watched, () => site.write('routes.yaml', manifestText({ top: more })));
    await saved(watched, () => site.write('more/c.yaml', part('c', 'even more')));
    await becomes(server, '/c', 'even more');
    const page = "routes:\n  c: { path: /c, query: { n: { $ref: '../schemas/page.json' } }, text: paged }\n";
    site.write('schemas/page.json', '{"type":"integer","minimum":2}');
    await saved(watched, () => site.write('more/c.yaml', page));
    await becomes(server, '/c?n=1', /at least 2/);
    await saved(watched, () => site.replace('schemas/page.json', '{"type":"integer"}'));
    await becomes(server, '/c?n=1', 'paged');
  });

  it('is broken by a save, and mended by the next', async (t) => {
    const watched = await startWatched(t);
    const { site, server } = watched;
    const connection = await KeepAlive.open(server);
    await saved(watched, () => site.write('routes.yaml', 'version: 1\nroutes: ['), ': not reloaded,');
    assert.equal((await connection.ask('/')).body, 'one');
    assert.equal((await server.records('error.log', 1))[0]?.['code'], 'reload-failed');
    await saved(watched, () => site.write('routes.yaml', manifestText({ home: 'two' })));
    await becomes(server, '/', 'two');
    assert.deepEqual(await connection.ask('/'), { status: 200, body: 'two', close: false });
    connection.close();
  });
});

describe('watch: the code of handlers', () => {
  it('is in force by another process, on the same port, and clients keep their options', async (t) => {
    const watched = await startWatched(t);
    const { site, server } = watched;
    const before = await textOf(server, '/pid');
    assert.equal(await textOf(server, '/choose', 'POST'), '"chosen"');
    await saved(watched, () => site.replace('handlers/code.mjs', codeText('second')), ': restarted ');
    assert.equal(await textOf(server, '/code'), '"second"');
    assert.notEqual(await textOf(server, '/pid'), before);
    assert.equal(await textOf(server, '/chosen'), 'true');
    await saved(watched, () => site.write('routes.yaml', manifestText({ home: 'two' })));
    await becomes(server, '/', 'two');
    assert.equal(server.stdout(), `${server.url}\n`);
    assert.ok(!isRunning(Number(before)));
  });

  it('changes while visitors ask, and none of their requests fails', async (t) => {
    const watched = await startWatched(t);
    const { site, server } = watched;
    const over = { now: false };
    const visitors = [
      ...Array.from({ length: 2 }, () => keepAsking(server, over)),
      keepConnecting(server, '/code', over),
    ];
    for (const word of ['second', 'third'])
      await saved(watched, () => site.replace('handlers/code.mjs', codeText(word)), ': restarted ');
    over.now = true;
    for (const answers of await Promise.all(visitors)) {
      assert.deepEqual([...new Set(answers)], ['"first"', '"second"', '"third"']);
    }
  });

  it('is still watched after the manifest was away for a moment, whatever lies beside it', async (t) => {
    const here = manifestText().replace('./handlers/all.mjs', './all.mjs');
    const watched = await startWatched(
      t,
      {},
      { 'routes.yaml': here, 'all.mjs': "export * from './handlers/all.mjs';\n" },
    );
    const { site, server } = watched;
    for (const round of ['second', 'third']) {
      const away = (): void => {
        site.write('routes.yaml~', here);
        rmSync(site.manifest);
      };
      await saved(watched, away, ': not reloaded,');
      await saved(watched, () => site.write('routes.yaml', here));
      await saved(watched, () => site.write('handlers/code.mjs', codeText(round)), ': restarted ');
      assert.equal(await textOf(server, '/code'), JSON.stringify(round));
    }
  });

  it('lets a request that has begun end in the old process', async (t) => {
    const watched = await startWatched(t);
    const { site, server } = watched;
    const connection = await KeepAlive.open(server);
    connection.send('/held');
    await textOf(server, '/begun');
    const other = await KeepAlive.open(server);
    await other.ask('/');
    const restarted = saved(watched, () => site.replace('handlers/code.mjs', codeText('second')), ': restarted ');
    // The old process closes the connections that wait; only then it is sure to be retiring.
    await assert.rejects(other.receive(), /closed/);
    while ((await textOf(server, '/code')) !== '"second"');
    assert.ok(!server.stderr().includes('restarted'), 'the old process waits for its request');
    site.release();
    const { status, body, close } = await connection.receive();
    assert.deepEqual({ status, close }, { status: 200, close: true });
    assert.match(body, /old held/);
    await restarted;
    connection.close();
  });

  it('goes on with the old one where the new one cannot start, until it is mended', async (t) => {
    const watched = await startWatched(t);
    const { site, server } = watched;
    await saved(watched, () => site.write('handlers/code.mjs', 'export const code = ;'), 'the old code keeps serving');
    assert.match(server.stderr(), /error cannot-load-handlers\n[^\n]*handlers\/all\.mjs/);
    assert.equal(await textOf(server, '/code'), '"first"');
    await saved(watched, () => site.write('handlers/code.mjs', codeText('second')), ': restarted ');
    assert.equal(await textOf(server, '/code'), '"second"');
  });
});

describe('watch: the supervisor of the process', () => {
  it('replaces a process that dies, on the same port, and clients keep their options', async (t) => {
    const { server } = await startWatched(t);
    await textOf(server, '/choose', 'POST');
    const pid = await textOf(server, '/pid');
    process.kill(Number(pid), 'SIGKILL');
    await said(server, 'the server process ended (SIGKILL), another one is starting');
    const found = await firstAnswer(server, '/pid');
    assert.notEqual(found, pid);
    assert.equal(await textOf(server, '/chosen'), 'true');
    assert.equal(await server.stop(), 0);
    assert.ok(!isRunning(Number(found)));
  });

  it('ends with 0 when it is told to stop, after what has begun is answered', async (t) => {
    const { site, server } = await startWatched(t);
    const connection = await KeepAlive.open(server);
    const other = await KeepAlive.open(server);
    connection.send('/held');
    await other.ask('/begun');
    server.process.kill('SIGINT');
    // Connections that wait are closed first of all.
    await assert.rejects(other.receive(), /closed/);
    site.release();
    assert.equal((await connection.receive()).status, 200);
    connection.close();
    assert.deepEqual(await server.waitExit(), { code: 0, stdout: `${server.url}\n`, stderr: '' });
  });

  it('stops altogether with 1 where input that is not HTTP stops the server', async (t) => {
    const { server } = await startWatched(t, { top: ['server: { notHttp: shutdown }'] });
    assert.match(await talkRaw(server.port, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.match(stderr, /^Input that is not HTTP stopped the server: [^\n]+\n$/);
  });

  it('ends with 1 where the first process cannot start', async (t) => {
    const site = createReloadSite({ routes: ['more: 1'] });
    const server = startServer({ t, manifest: site.manifest, args: ['--watch'] });
    await assert.rejects(server, /ended with 1 before it was ready:\n\S+ error wrong-type/);
  });

  it('passes signals on: SIGHUP reloads, SIGUSR2 opens the logs anew', async (t) => {
    const watched = await startWatched(t);
    const { server } = watched;
    await saved(watched, () => server.process.kill('SIGHUP'));
    await textOf(server, '/');
    await server.records('access.log', 1);
    const log = join(server.logDir, 'access.log');
    renameSync(log, `${log}.1`);
    const created = appears(server.logDir, 'access.log');
    server.process.kill('SIGUSR2');
    await created;
    await textOf(server, '/code');
    assert.equal((await server.records('access.log', 1))[0]?.['target'], '/code');
  });
});

/** Asks over one connection as fast as it can, and over another one once it is told that this was the last answer. */
async function keepAsking(server: RunningServer, over: { readonly now: boolean }): Promise<readonly string[]> {
  const answers: string[] = [];
  let connection = await KeepAlive.open(server);
  while (!over.now) {
    const { status, body, close } = await connection.ask('/code');
    assert.equal(status, 200);
    answers.push(body);
    if (!close) continue;
    connection.close();
    connection = await KeepAlive.open(server);
  }
  connection.close();
  return answers;
}

/** The first answer that comes; until then there is nobody to answer. */
async function firstAnswer(server: RunningServer, target: string): Promise<string> {
  for (;;) {
    try {
      return await textOf(server, target);
    } catch {
      // refused, or reset
    }
  }
}
