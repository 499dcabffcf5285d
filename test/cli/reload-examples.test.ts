import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RunningServer, startServer } from '../start-server.ts';
import { talkRaw } from '../talk.ts';
import { childrenOf } from '../verdicts/process-figures.ts';
import { createReloadSite, KeepAlive, manifestText, type ReloadSite, saidAnew, textOf } from './reload-site.ts';
import { ended, startWorkers } from './worker-site.ts';

/** Handlers that do to their process what no handler should. */
const BAD = `
import { handlers as all } from './all.mjs';
const ask = (run) => () => { run(); return 'asked'; };
export const handlers = {
  ...all,
  floats: ask(() => void Promise.reject(new Error('floating'))),
  throwsLater: ask(() => setTimeout(() => { throw new Error('later'); }, 60)),
  exits: ask(() => process.exit(3)),
  hangs: ask(() => { for (;;); }),
  eats: ask(() => { const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1)); }),
  prints: ask(() => { console.log('on stdout'); console.error('on stderr'); }),
};
`;

/** Each with what its finding says. */
const FAULTS: readonly (readonly [handler: string, found: RegExp])[] = [
  ['floats', /an uncaught error: Error: floating/],
  ['throwsLater', /an uncaught error: Error: later/],
  ['exits', /that it ended its process with the exit code 3/],
  ['hangs', /that it kept its process busy for 1 s without a pause/],
  ['eats', /that it used more than 512 MiB of memory/],
];

/** With an example for each of these handlers. */
function badManifest(home: string, handlers: readonly string[]): string {
  const routes = handlers.map(
    (name) =>
      `${name}: { path: /${name}, handler: ${name}, examples: { asks: { request: GET /${name}, response: { status: 200 } } } }`,
  );
  return manifestText({ home, routes }).replace('all.mjs', 'bad.mjs');
}

function createBadSite(): ReloadSite {
  return createReloadSite({}, { 'handlers/bad.mjs': BAD });
}

/** Where the example of a handler is, as a finding says it. */
function placeOf(text: string, handler: string): string {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes(`handler: ${handler},`));
  return `routes.yaml:${line + 1}:${(lines[line]?.indexOf('GET /') ?? 0) + 1} error failed-example`;
}

function checkFound(stderr: string, text: string, [handler, found]: (typeof FAULTS)[number]): void {
  const [, finding = ''] = stderr.split(placeOf(text, handler));
  assert.match(finding.split('\n\n')[0] ?? '', found, stderr);
}

async function checkRefused(server: RunningServer, act: () => void): Promise<string> {
  const before = server.stderr().length;
  await saidAnew(server, ': not reloaded,', act);
  return server.stderr().slice(before);
}

describe('reload: what an example does to its process', { timeout: 180_000 }, () => {
  it('fails that example, and the server goes on with what it had: no connection closes', async (t) => {
    const site = createBadSite();
    const server = await startServer({ t, manifest: site.manifest });
    const connection = await KeepAlive.open(server);
    await connection.ask('/');
    for (const fault of FAULTS) {
      const text = badManifest('two', [fault[0]]);
      const stderr = await checkRefused(server, () => {
        site.write('routes.yaml', text);
        server.process.kill('SIGHUP');
      });
      checkFound(stderr, text, fault);
      assert.deepEqual(await connection.ask('/'), { status: 200, body: 'one', close: false });
    }
    assert.equal((await server.records('error.log', FAULTS.length)).length, FAULTS.length);
    await saidAnew(server, ': reloaded,', () => {
      site.write('routes.yaml', manifestText({ home: 'two' }));
      server.process.kill('SIGHUP');
    });
    assert.equal((await connection.ask('/')).body, 'two');
    connection.close();
    assert.equal(await server.stop(), 0);
  });

  it('is found in all of them at once, with what is wrong besides', async (t) => {
    const site = createBadSite();
    const server = await startServer({ t, manifest: site.manifest });
    const wrong =
      'wrong: { path: /wrong, text: A, examples: { asks: { request: GET /wrong, response: { contains: B } } } }';
    const text = `${badManifest('two', ['exits', 'floats', 'throwsLater'])}  ${wrong}\n`;
    const stderr = await checkRefused(server, () => {
      site.write('routes.yaml', text);
      server.process.kill('SIGHUP');
    });
    for (const fault of FAULTS.slice(0, 3)) checkFound(stderr, text, fault);
    assert.match(stderr, /the body must contain "B"/);
    assert.equal(stderr.split('error failed-example').length, 5);
  });

  it('changes nothing in any of several processes', async (t) => {
    const { site, server } = await startWorkers(t, {}, { 'handlers/bad.mjs': BAD });
    const text = badManifest('two', ['throwsLater']);
    const stderr = await checkRefused(server, () => {
      site.replace('routes.yaml', text);
      server.process.kill('SIGHUP');
    });
    assert.equal(stderr.split('uncaught error').length, 2, 'it is judged once');
    for (let times = 0; times < 6; times++) assert.equal(await textOf(server, '/'), 'one');
    assert.equal(await server.stop(), 0);
  });

  it('prints on the stderr of the server, and not among its log lines', async (t) => {
    const site = createBadSite();
    const server = await startServer({ t, manifest: site.manifest });
    await saidAnew(server, ': reloaded,', () => {
      site.write('routes.yaml', badManifest('two', ['prints']));
      server.process.kill('SIGHUP');
    });
    assert.match(server.stderr(), /^on stdout\non stderr\n/);
    assert.equal(server.stdout(), `${server.url}\n`);
  });
});

describe('reload: the process that judges', { timeout: 120_000 }, () => {
  it('waits for the next save, and ends with its server, however that ends', async (t) => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const site = createReloadSite();
      const server = await startServer({ t, manifest: site.manifest });
      await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
      const [judge = 0] = judgesOf(server);
      await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
      assert.deepEqual(judgesOf(server), [judge]);
      server.process.kill(signal);
      await ended(judge);
    }
  });

  it('ends with a server that is killed while an example hangs', async (t) => {
    const site = createBadSite();
    const server = await startServer({ t, manifest: site.manifest });
    const hangs = BAD.replace('for (;;);', "console.log('it hangs'); for (;;);");
    site.write('handlers/bad.mjs', hangs);
    await saidAnew(server, 'it hangs', () => {
      site.write('routes.yaml', badManifest('two', ['hangs']));
      server.process.kill('SIGHUP');
    });
    const [judge = 0] = judgesOf(server);
    server.process.kill('SIGKILL');
    await ended(judge);
  });

  it('keeps no port: another server takes it as soon as this one has ended', async (t) => {
    const site = createReloadSite();
    const server = await startServer({ t, manifest: site.manifest });
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.equal(await server.stop(), 0);
    const listen = ['--host', '127.0.0.1', '--port', String(server.port)];
    const next = await startServer({ t, manifest: site.manifest, listen });
    assert.match(await talkRaw(next.port, 'GET / HTTP/1.0\r\n\r\n'), /\r\n\r\none$/);
  });

  it('is another one after changed code, so that its examples are tried with it', async (t) => {
    const { site, server } = await startWorkers(t, { args: ['--watch'] });
    const routes = [
      'says: { path: /says, handler: code, examples: { a: { request: GET /says, response: { json: second } } } }',
    ];
    const stderr = await checkRefused(server, () => site.replace('routes.yaml', manifestText({ home: 'two', routes })));
    assert.match(stderr, /error failed-example/);
    await saidAnew(server, ': restarted ', () => site.replace('handlers/code.mjs', "export const code = 'second';\n"));
    assert.equal(await textOf(server, '/says'), '"second"');
    await saidAnew(server, ': reloaded,', () => site.replace('routes.yaml', manifestText({ home: 'three', routes })));
    assert.equal(await textOf(server, '/'), 'three');
  });
});

/** What a server without other processes has started. Linux only. */
function judgesOf({ process: { pid } }: RunningServer): readonly number[] {
  return childrenOf(Number(pid));
}
